/** SHA-256 (FIPS 180-4): 256 bits that stand for any number of bytes, in Node and in a page alike. */

import { sha256 as hashOf } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';

/** The hash of some bytes, or of a text in UTF-8, as 64 hexadecimal digits. */
export function sha256(message: Uint8Array | string): string {
  return bytesToHex(hashOf(typeof message === 'string' ? new TextEncoder().encode(message) : message));
}
