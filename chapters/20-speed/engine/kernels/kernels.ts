/**
 * The inner loops of the engine, in AssemblyScript: TypeScript's syntax, compiled to WebAssembly by `npm run build`.
 *
 * Addresses (usize) are bytes in one flat memory, and the names are those of the chapters. `real` is f64 or f32, chosen
 * when the module is built. No function keeps anything: several workers can run them on one memory at once.
 */

export { pack, multiply } from './multiply';
export { add, clear } from './rows';
export { attention, attentionBackward } from './attention';
export { addNorm, addNormBackward } from './layer-norm';
export { plusBias, plusBiasRelu, reluBackward, columnSums } from './feed-forward';
export { input, inputBackward } from './embedding';
export { crossEntropy } from './cross-entropy';
export { adam } from './adam';
export { dropout } from './dropout';
export { busy } from './busy';
