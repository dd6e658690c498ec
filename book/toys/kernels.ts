/** A page as a place where the engine runs: one worker, and the kernels in the script itself. */

import bytes from '../../build/kernels-f64.wasm';
import { hasVectors, moduleFrom } from '../../chapters/20-speed/engine/module.ts';
import { alone, type Place } from '../../examples/training/team.ts';

/** The kernels in these bytes. Throws Error where WebAssembly has no vectors. */
export function kernelsIn(bytes: Uint8Array, shared: boolean): WebAssembly.Module {
  if (!hasVectors()) throw new Error('WebAssembly here has no SIMD / 这里的 WebAssembly 不支持 SIMD');
  return moduleFrom(bytes, shared);
}

/** This thread. Throws Error, when something is to be trained, where WebAssembly has no vectors. */
export const thisThread: Place = alone((_, shared) => kernelsIn(bytes, shared));
