/** A page as a place where the engine trains: one worker, and the kernels in the script itself. */

import bytes from '../../build/kernels-f64.wasm';
import { hasVectors, moduleFrom } from '../../chapters/20-speed/engine/module.ts';
import { alone, type Place } from '../../examples/training/team.ts';

/** This thread. Its kernels throw Error where WebAssembly has no vectors. */
export const thisThread: Place = alone((_, shared) => {
  if (!hasVectors()) throw new Error('WebAssembly here has no SIMD / 这里的 WebAssembly 不支持 SIMD');
  return moduleFrom(bytes, shared);
});
