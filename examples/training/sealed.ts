/**
 * A safetensors file with a seal: among its texts is the SHA-256 of the file as it is without that text.
 * A file with any byte changed, missing or added is refused.
 */

import { fromSafetensors, toSafetensors, type Checkpoint } from '../../lib/checkpoint.ts';
import { sha256 } from '../../lib/sha256.ts';

/** The bytes of a safetensors file whose last text, `seal`, is made of all the rest. A seal given is replaced. */
export function seal({ tensors, metadata }: Checkpoint): Uint8Array<ArrayBuffer> {
  const { seal: _, ...texts } = metadata;
  const made = sealOf({ tensors, metadata: texts });
  return toSafetensors({ tensors, metadata: { ...texts, seal: made } });
}

/** What was sealed, without the seal. Throws Error of one line, naming what was expected and what was found. */
export function unseal(bytes: Uint8Array): Checkpoint {
  const { tensors, metadata } = fromSafetensors(bytes);
  const { seal: found, ...texts } = metadata;
  if (found === undefined) throw new Error(`expected a seal, found none${versionOf(texts)}`);
  const made = sealOf({ tensors, metadata: texts });
  if (found !== made) {
    throw new Error(`expected seal "${made.slice(0, 16)}…", found ${shown(found)}`);
  }
  // Spaces, the order of names, a name said twice: JSON reads over them, and the seal would not notice.
  const sealed = toSafetensors({ tensors, metadata: { ...texts, seal: made } });
  if (sealed.length !== bytes.length || sealed.some((byte, i) => byte !== bytes[i])) {
    throw new Error('expected the header that was sealed, found it written otherwise');
  }
  return { tensors, metadata: texts };
}

/** SHA-256 of the file's bytes as they are without a seal. */
function sealOf(checkpoint: Checkpoint): string {
  return sha256(toSafetensors(checkpoint));
}

/** Files of version 1 had no seal; the error should let their owner see that. */
function versionOf({ version }: Record<string, string>): string {
  return version === undefined ? '' : ` in a file of version ${JSON.stringify(version).slice(0, 20)}`;
}

/** A seal out of a file, as it can stand in an error: on one line, and not too long. */
function shown(text: string): string {
  return text.length > 16 ? JSON.stringify(`${text.slice(0, 16)}…`) : JSON.stringify(text);
}
