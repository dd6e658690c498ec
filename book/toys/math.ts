/** Of mathjs only what chapter 19 uses: in the page it stands in place of the whole. */

import { create, detDependencies, invDependencies } from 'mathjs';

export default create({ detDependencies, invDependencies });
