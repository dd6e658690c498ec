/** The kernels before they run: whether a machine can run them, and for which kind of memory they are made. */

/**
 * A WebAssembly module of one function that does nothing but name a vector of 128 bits: (v128.const 0) (drop).
 * An engine without SIMD refuses it.
 */
const VECTOR = [
  [0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00], //         \0asm, version 1
  [0x01, 0x04, 0x01, 0x60, 0x00, 0x00], //                     one type: () → ()
  [0x03, 0x02, 0x01, 0x00], //                                 one function of it
  [0x0a, 0x17, 0x01, 0x15, 0x00, 0xfd, 0x0c], //               its body: no locals, v128.const
  new Array<number>(16).fill(0), //                            sixteen bytes of 0
  [0x1a, 0x0b], //                                             drop, end
];

/** What a machine may have, or not: its global names. */
interface Machine {
  WebAssembly?: { validate(bytes: Uint8Array<ArrayBuffer>): boolean };
}

/** Whether a machine's WebAssembly has vectors (SIMD); this machine's, if none is given. */
export function hasVectors(machine: Machine = globalThis): boolean {
  return machine.WebAssembly !== undefined && machine.WebAssembly.validate(new Uint8Array(VECTOR.flat()));
}

/**
 * How a module names the memory that it is given: "env", "memory", each with its length before it, and 2 for a memory.
 */
const ENV_MEMORY = [3, ...ascii('env'), 6, ...ascii('memory'), 2];
/** What follows: a largest size is given, and the memory may be shared, or not. */
const [OWN, SHARED] = [0b01, 0b11];

/**
 * The kernels for memory that several workers share, or for the memory of one: the two differ in one byte, and find the
 * same bits. bytes: what `npm run build` left. Throws RangeError if they ask for no memory.
 */
export function moduleFrom(bytes: Uint8Array, shared: boolean): WebAssembly.Module {
  const copy = new Uint8Array(bytes);
  const begin = copy.findIndex((_, i) => ENV_MEMORY.every((byte, j) => copy[i + j] === byte));
  if (begin === -1) throw new RangeError('kernels must ask for a memory, env.memory, got none in their bytes');
  copy[begin + ENV_MEMORY.length] = shared ? SHARED : OWN;
  return new WebAssembly.Module(copy);
}

function ascii(text: string): number[] {
  return [...text].map((letter) => letter.charCodeAt(0));
}
