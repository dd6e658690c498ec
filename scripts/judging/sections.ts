/** What a chapter's test imports as tap where an exercise is judged; and the sections that it names. */

import { runner } from './tap.ts';

export const { tap, sections } = runner();
