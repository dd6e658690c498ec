/** The kernels of both precisions, in the script itself. */

import f32 from '../../../build/kernels-f32.wasm';
import f64 from '../../../build/kernels-f64.wasm';
import { hasVectors, moduleFrom } from '../../../chapters/20-speed/engine/module.ts';
import type { Modules } from '../../../examples/20-speed/one-thread.ts';

/** For memory that nobody shares. Throws Error where WebAssembly has no vectors. */
export const modules: Modules = (precision) => {
  if (!hasVectors()) throw new Error('WebAssembly here has no SIMD / 这里的 WebAssembly 不支持 SIMD');
  return moduleFrom(precision === 'f64' ? f64 : f32, false);
};
