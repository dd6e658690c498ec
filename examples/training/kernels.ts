/** The compiled kernels of chapters/20-speed/engine, as `npm run build` leaves them. */

import { existsSync, readFileSync } from 'node:fs';
import type { Precision } from '../../chapters/20-speed/engine/memory.ts';

/** Whether the kernels of that precision have been built. */
export function built(precision: Precision): boolean {
  return existsSync(kernels(precision));
}

/** The kernels of that precision, ready for `kernelsOn`. Throws Error when they have not been built. */
export function moduleOf(precision: Precision): WebAssembly.Module {
  if (!built(precision)) {
    throw new Error(`the kernels must be built, npm run build, got no ${kernels(precision).pathname}`);
  }
  return new WebAssembly.Module(new Uint8Array(readFileSync(kernels(precision))));
}

function kernels(precision: Precision): URL {
  return new URL(`../../build/kernels-${precision}.wasm`, import.meta.url);
}
