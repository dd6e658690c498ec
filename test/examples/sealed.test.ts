import { createHash } from 'node:crypto';
import t from 'tap';
import { seal, unseal } from '../../examples/training/sealed.ts';
import { toSafetensors } from '../../lib/checkpoint.ts';
import type { Leaf } from '../../lib/params.ts';
import { refuses } from '../refuses.ts';

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

/** A safetensors file with this header, padded as the format wants it, and the numbers 1 and −2.5. */
function file(header: string): Buffer {
  const json = Buffer.from(header);
  const padded = Buffer.alloc(Math.ceil(json.length / 8) * 8, ' ');
  json.copy(padded);
  const length = Buffer.alloc(8);
  length.writeUInt32LE(padded.length);
  const numbers = Buffer.alloc(16);
  numbers.writeDoubleLE(1, 0);
  numbers.writeDoubleLE(-2.5, 8);
  return Buffer.concat([length, padded, numbers]);
}

const TENSOR = '"W":{"dtype":"F64","shape":[1,2],"data_offsets":[0,16]}';
const CHECKPOINT = { tensors: new Map<string, Leaf>([['W', [[1, -2.5]]]]), metadata: { a: 'é' } };

t.test('by hand: the seal is the SHA-256 of the file without it', async (t) => {
  const bare = file(`{"__metadata__":{"a":"é"},${TENSOR}}`);
  const sealed = file(`{"__metadata__":{"a":"é","seal":"${sha256(bare)}"},${TENSOR}}`);
  t.equal(Buffer.from(seal(CHECKPOINT)).toString('hex'), sealed.toString('hex'), 'there');
  t.strictSame(unseal(sealed), CHECKPOINT, 'and back');
});

t.test('a seal is made anew, never kept', async (t) => {
  const before = { ...CHECKPOINT, metadata: { seal: 'an old one', a: 'é' } };
  t.strictSame(seal(before), seal(CHECKPOINT));
  t.strictSame(before.metadata, { seal: 'an old one', a: 'é' }, 'what is given stays as it is');
});

t.test('refuses: every byte changed, missing or added', async (t) => {
  const whole = Buffer.from(seal(CHECKPOINT));
  const accepted: string[] = [];
  let tried = 0;
  const attempt = (bytes: Uint8Array, what: string) => {
    tried++;
    try {
      unseal(bytes);
      accepted.push(what);
    } catch (error) {
      if (!/^Error: expected [^\n]{1,200}, found [^\n]{1,80}$/.test(String(error))) accepted.push(`${what}: ${error}`);
    }
  };
  for (let at = 0; at <= whole.length; at++) {
    const [head, tail] = [whole.subarray(0, at), whole.subarray(at + 1)];
    attempt(Buffer.concat([head, Buffer.of(0x20), whole.subarray(at)]), `space before ${at}`);
    if (at === whole.length) break;
    attempt(Buffer.concat([head, tail]), `without ${at}`);
    for (let bit = 0; bit < 8; bit++)
      attempt(Buffer.concat([head, Buffer.of(whole[at] ^ (1 << bit)), tail]), `bit ${bit} of ${at}`);
  }
  t.equal(tried, whole.length * (1 + 8 + 1) + 1);
  t.strictSame(accepted, []);
});

t.test('refuses: with what was expected, and what was found', async (t) => {
  const bare = `{"__metadata__":{"a":"é"},${TENSOR}}`;
  const made = sha256(file(bare));
  const answers = (header: string, message: string) => refuses(t, () => unseal(file(header)), new Error(message));
  answers(bare, 'expected a seal, found none');
  answers(`{"__metadata__":{"version":"1"},${TENSOR}}`, 'expected a seal, found none in a file of version "1"');
  answers(
    `{"__metadata__":{"version":"${'\\n'.repeat(99)}"},${TENSOR}}`,
    `expected a seal, found none in a file of version "${'\\n'.repeat(9)}\\`,
  );
  const wrong = `expected seal "${made.slice(0, 16)}…", found`;
  answers(`{"__metadata__":{"a":"é","seal":""},${TENSOR}}`, `${wrong} ""`);
  answers(`{"__metadata__":{"a":"é","seal":"a\\nb"},${TENSOR}}`, `${wrong} "a\\nb"`);
  answers(`{"__metadata__":{"a":"é","seal":"${'f'.repeat(64)}"},${TENSOR}}`, `${wrong} "${'f'.repeat(16)}…"`);
});

t.test('refuses: what JSON reads over', async (t) => {
  const made = sha256(file(`{"__metadata__":{"a":"é"},${TENSOR}}`));
  for (const header of [
    `{"__metadata__":{"seal":"${made}","a":"é"},${TENSOR}}`, // order
    `{"__metadata__":{"a":"é", "seal":"${made}"},${TENSOR}}`, // a space
    `{"__metadata__":{"a":"x","a":"é","seal":"${made}"},${TENSOR}}`, // a name said twice
    `{"__metadata__":{"a":"\\u00e9","seal":"${made}"},${TENSOR}}`, // a letter in other words
    `{"__metadata__":{"a":"é","seal":"${made}"},${TENSOR.replace('16', '1.6e1')}}`,
    `{${TENSOR},"__metadata__":{"a":"é","seal":"${made}"}}`,
    `{"__metadata__":{"a":"é","seal":"${made}"},${TENSOR}}        `, // padding
  ]) {
    refuses(
      t,
      () => unseal(file(header)),
      new Error('expected the header that was sealed, found it written otherwise'),
    );
  }
});

t.test('an 11 MB file is read in well below a second, whole or damaged', async (t) => {
  const row = Array.from({ length: 128 }, (_, j) => j / 7);
  const tensors = new Map<string, Leaf>(
    Array.from({ length: 20 }, (_, k) => [`W_${k}`, Array.from({ length: 540 }, () => [...row])]),
  );
  const bytes = seal({ tensors, metadata: {} });
  t.ok(bytes.length > 11e6, `${bytes.length} bytes`);
  const seconds = (run: () => void) => {
    const begun = process.cpuUsage(); // of this process alone: another may have the machine
    run();
    const { user, system } = process.cpuUsage(begun);
    return (user + system) / 1e6;
  };
  const bare = toSafetensors({ tensors, metadata: {} });
  t.ok(seconds(() => unseal(bytes)) < 1, 'whole');
  t.ok(seconds(() => t.throws(() => unseal(bytes.subarray(0, -1)))) < 1, 'cut off');
  t.ok(seconds(() => t.throws(() => unseal(bare))) < 1, 'without a seal');
});
