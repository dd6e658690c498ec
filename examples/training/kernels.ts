/** The compiled kernels of chapters/20-speed/engine, as `npm run build` leaves them in a file. */

import { existsSync, readFileSync } from 'node:fs';
import type { Precision } from '../../chapters/20-speed/engine/memory.ts';
import { hasVectors, moduleFrom } from '../../chapters/20-speed/engine/module.ts';

/** Why the engine cannot run here, for the reader, or nothing if it can. */
export function missing(precision: Precision): [en: string, zh: string] | undefined {
  if (!hasVectors()) return ['WebAssembly here has no SIMD', '这里的 WebAssembly 不支持 SIMD'];
  if (existsSync(kernels(precision))) return undefined;
  return ['its kernels are not built; npm run build', '内核还没有编译，请运行 npm run build'];
}

/**
 * The kernels of that precision, ready for `kernelsOn`: for a memory of one's own, or for one that workers share.
 * Throws Error when they have not been built.
 */
export function moduleOf(precision: Precision, shared = false): WebAssembly.Module {
  const file = kernels(precision);
  if (!existsSync(file)) throw new Error(`the kernels must be built, npm run build, got no ${file.pathname}`);
  return moduleFrom(readFileSync(file), shared);
}

function kernels(precision: Precision): URL {
  return new URL(`../../build/kernels-${precision}.wasm`, import.meta.url);
}
