/**
 * One flat memory for everything: parameters, gradients, activations. The kernels see it as it is, nothing is copied
 * to reach them, and nothing is allocated while a model is training.
 */

/** A place in the memory: bytes from its beginning. */
export type Address = number;

/** How exactly numbers are kept: 64 bits as JavaScript does, or 32 for speed. */
export type Precision = 'f64' | 'f32';

/** The numbers of a memory as JavaScript sees them. */
export type Numbers = Float64Array | Float32Array;

/** Places that begin here share no cache line with what lies before them: two workers never wait for one line. */
const LINE = 64;
/** WebAssembly measures memory in pages. */
const PAGE = 65536;
/** Where a room may begin: the first page is the kernels' own, they keep tables of constants there. */
export const FIRST: Address = PAGE;

/** Bytes of a number. */
export function bytesOf(precision: Precision): number {
  return precision === 'f64' ? 8 : 4;
}

/** Hands out places one behind the other. The same requests in the same order get the same places. */
export interface Room {
  bytes: number; // of a number
  numbers(count: number): Address;
  integers(count: number): Address; // of 32 bits
  end(): Address; //                   the first byte that is still free
}

/** A room that begins at `start`, of numbers with so many bytes. */
export function roomFrom(start: Address, bytes: number): Room {
  let next = start;
  const take = (size: number) => {
    const at = Math.ceil(next / LINE) * LINE;
    next = at + size;
    return at;
  };
  return {
    bytes,
    numbers: (count) => take(count * bytes),
    integers: (count) => take(count * 4),
    end: () => Math.ceil(next / LINE) * LINE,
  };
}

/**
 * A memory of so many bytes; one that several workers may share, if it is asked for: not every page may have it.
 * Throws RangeError above WebAssembly's 4 GiB.
 */
export function memoryOf(bytes: number, shared = false): WebAssembly.Memory {
  const pages = Math.ceil(bytes / PAGE);
  if (pages > 65536) {
    const wanted = (bytes / 2 ** 30).toFixed(1);
    throw new RangeError(`the engine's memory ends at 4 GiB, got a model and batches of ${wanted}`);
  }
  return new WebAssembly.Memory({ initial: pages, maximum: pages, shared });
}

/** The whole memory as numbers: address / bytes is the index. */
export function numbersIn(memory: WebAssembly.Memory, precision: Precision): Numbers {
  return precision === 'f64' ? new Float64Array(memory.buffer) : new Float32Array(memory.buffer);
}
