/** The kernels of both precisions. */

import f32 from '../../../build/kernels-f32.wasm';
import f64 from '../../../build/kernels-f64.wasm';
import type { Modules } from '../../../examples/20-speed/one-thread.ts';
import { kernelsIn } from '../kernels.ts';

/** For memory that nobody shares. Throws Error where WebAssembly has no vectors. */
export const modules: Modules = (precision) => kernelsIn(precision === 'f64' ? f64 : f32, false);
