import { existsSync, readFileSync } from 'node:fs';
import type { Precision } from '../lib/engine/memory.ts';

/** The compiled kernels. Throws Error when they have not been built. */
export function compiled(precision: Precision): WebAssembly.Module {
  const file = new URL(`../build/kernels-${precision}.wasm`, import.meta.url);
  if (!existsSync(file)) {
    throw new Error(`the kernels must be built before they are tested, npm run build, got no ${file.pathname}`); // prettier-ignore
  }
  return new WebAssembly.Module(new Uint8Array(readFileSync(file)));
}
