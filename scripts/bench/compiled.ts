/** The compiled kernels, for what is measured without a team. */

import { readFileSync } from 'node:fs';
import { kernels } from '../../examples/translator/team.ts';
import type { Precision } from '../../lib/engine/memory.ts';

/** The module of that precision, as `npm run build` left it. */
export function moduleOf(precision: Precision): WebAssembly.Module {
  return new WebAssembly.Module(new Uint8Array(readFileSync(kernels(precision))));
}
