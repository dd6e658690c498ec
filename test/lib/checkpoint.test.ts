import t from 'tap';
import fc from 'fast-check';
import { fromSafetensors, toSafetensors, type Checkpoint } from '../../lib/checkpoint.ts';
import type { Leaf } from '../../lib/params.ts';
import { seeded } from '../../lib/random.ts';
import { matrices } from '../arbitrary.ts';
import { refuses } from '../refuses.ts';

/** The bytes of a file with that header and these numbers, put together from the format's definition. */
function file(header: unknown, numbers: number[] = []): Uint8Array {
  const json = Buffer.from(typeof header === 'string' ? header : JSON.stringify(header));
  const length = Buffer.alloc(8);
  length.writeUInt32LE(json.length, 0); // short enough that the upper four bytes stay 0
  const data = Buffer.alloc(8 * numbers.length);
  for (const [i, x] of numbers.entries()) data.writeDoubleLE(x, 8 * i);
  return Buffer.concat([length, json, data]);
}

/** A header's entry for a tensor. */
const entry = (shape: unknown, data_offsets: unknown, dtype: unknown = 'F64') => ({
  dtype,
  shape,
  data_offsets,
});

const tensors = (...entries: [string, Leaf][]) => new Map(entries);

/** The bits of every number in a checkpoint; unlike ===, they tell −0 from 0. */
const bits = (checkpoint: Checkpoint) =>
  [...checkpoint.tensors.values()].map((leaf) => Buffer.from(new Float64Array(leaf.flat()).buffer).toString('hex'));

t.test('by hand: a 1×2 matrix and a vector, byte for byte', async (t) => {
  const json =
    '{"__metadata__":{"a":"é"},"W":{"dtype":"F64","shape":[1,2],"data_offsets":[0,16]},' +
    '"b":{"dtype":"F64","shape":[1],"data_offsets":[16,24]}}';
  const length = Buffer.byteLength(json); // é takes two bytes
  const spaces = (8 - (length % 8)) % 8;
  const wanted = Buffer.concat([
    Buffer.of(length + spaces, 0, 0, 0, 0, 0, 0, 0),
    Buffer.from(json),
    Buffer.from(' '.repeat(spaces)),
    // sign, 11 bits of exponent + 1023, 52 bits behind the point; the lowest byte first
    Buffer.of(0, 0, 0, 0, 0, 0, 0xf0, 0x3f), //  1 = 2⁰
    Buffer.of(0, 0, 0, 0, 0, 0, 0x04, 0xc0), // −2.5 = −1.25 · 2¹
    Buffer.of(0, 0, 0, 0, 0, 0, 0xe0, 0x3f), //  0.5 = 2⁻¹
  ]);
  t.equal(length + spaces, 144);
  const checkpoint = {
    tensors: tensors(['W', [[1, -2.5]]], ['b', [0.5]]),
    metadata: { a: 'é' },
  };
  t.equal(Buffer.from(toSafetensors(checkpoint)).toString('hex'), wanted.toString('hex'), 'there');
  t.strictSame(fromSafetensors(wanted), checkpoint, 'and back');
});

t.test('by hand: no tensors, no texts, no metadata, no spaces', async (t) => {
  const empty = { tensors: tensors(), metadata: {} };
  t.strictSame(fromSafetensors(file('{}')), empty);
  t.equal(Buffer.from(toSafetensors(empty)).toString('latin1'), '\x18\0\0\0\0\0\0\0{"__metadata__":{}}     ');
  t.strictSame(fromSafetensors(toSafetensors(empty)), empty);
});

t.test('by property: there and back, every bit', async (t) => {
  const odd = [0, -0, 5e-324, -5e-324, 2.2250738585072011e-308, 1e308, Number.MAX_VALUE, 1 / 3];
  const double = fc.oneof(fc.constantFrom(...odd), fc.double({ noNaN: true, noDefaultInfinity: true }));
  fc.assert(
    fc.property(
      fc.array(double, { minLength: 1, maxLength: 9 }),
      matrices(3, 2),
      fc.dictionary(fc.string(), fc.string()),
      (vector, matrix, metadata) => {
        const before = { tensors: tensors(['a.b', vector], ['W', matrix]), metadata };
        const bytes = toSafetensors(before);
        const after = fromSafetensors(bytes);
        t.equal(new DataView(bytes.buffer).getUint32(0, true) % 8, 0, 'numbers begin at eighths');
        t.strictSame([...after.tensors.keys()], ['a.b', 'W']);
        t.strictSame(bits(after), bits(before));
        t.strictSame(Object.entries(after.metadata).sort(), Object.entries(metadata).sort());
      },
    ),
    { numRuns: 50 },
  );
});

t.test('by property: a part of a larger buffer is read as such', async (t) => {
  // prettier-ignore
  const bytes = toSafetensors({ tensors: tensors(['W', [[1, 2], [3, 4]]]), metadata: {} });
  const shifted = Buffer.concat([Buffer.alloc(3), bytes, Buffer.alloc(5)]);
  const view = new Uint8Array(shifted.buffer, shifted.byteOffset + 3, bytes.length);
  // prettier-ignore
  t.strictSame(fromSafetensors(view).tensors.get('W'), [[1, 2], [3, 4]]);
});

t.test('refuses: a file that is cut short, too long, or none', async (t) => {
  const answers = (bytes: Uint8Array, message: string) => refuses(t, () => fromSafetensors(bytes), new Error(message));
  answers(new Uint8Array(0), 'expected at least 8 bytes, found 0');
  answers(new Uint8Array(7), 'expected at least 8 bytes, found 7');
  const whole = file({ W: entry([2], [0, 16]) }, [1, 2]);
  const header = whole.length - 8 - 16;
  answers(whole.subarray(0, 20), `expected a header of ${header} bytes, found 12`);
  answers(whole.subarray(0, 8 + header - 5), `expected a header of ${header} bytes, found ${header - 5}`);
  answers(whole.subarray(0, -1), 'expected 16 bytes for "W", found 15');
  answers(whole.subarray(0, 8 + header), 'expected 16 bytes for "W", found 0');
  answers(
    Buffer.concat([whole, Buffer.alloc(3)]),
    `expected a file of ${whole.length} bytes, found ${whole.length + 3}`,
  );
  // I love y as a little-endian number: 0x79 20 65 76 6f 6c 20 49.
  answers(Buffer.from('I love you'), `expected a header of ${BigInt('0x792065766f6c2049')} bytes, found 2`);
  answers(
    Buffer.alloc(16, 0xff),
    'expected a header of 18446744073709551615 bytes, found 8', // 2⁶⁴ − 1
  );
});

t.test('refuses: a header that is none', async (t) => {
  const answers = (header: unknown, message: string) =>
    refuses(t, () => fromSafetensors(file(header)), new Error(message));
  answers('', 'expected a header in JSON, found something else');
  answers('{"W":', 'expected a header in JSON, found something else');
  refuses(
    t,
    () => fromSafetensors(Buffer.concat([Buffer.of(7, 0, 0, 0, 0, 0, 0, 0), Buffer.from('{"\xff":0}', 'latin1')])),
    new Error('expected a header in JSON, found something else'), // not UTF-8
  );
  for (const other of ['[]', 'null', '3', '"W"']) {
    answers(other, 'expected a header with names, found something else');
  }
  for (const metadata of ['text', [], null, { a: 1 }]) {
    answers({ __metadata__: metadata }, 'expected metadata of texts, found something else');
  }
});

t.test('refuses: a tensor in another form', async (t) => {
  const answers = (one: unknown, message: string, numbers = [1, 2]) =>
    refuses(t, () => fromSafetensors(file({ W: one }, numbers)), new Error(message));
  answers(null, 'expected "W" in F64, found nothing');
  answers([2], 'expected "W" in F64, found nothing');
  answers(entry([2], [0, 8], 'F32'), 'expected "W" in F64, found "F32"');
  answers(entry([2], [0, 8], { toString: 1 }), 'expected "W" in F64, found {"toString":1}');
  const vector = 'expected "W" to be a vector or a matrix, found shape';
  answers(entry([], [0, 16]), `${vector} []`);
  answers(entry([1, 1, 2], [0, 16]), `${vector} [1,1,2]`);
  answers(entry([0], [0, 0]), `${vector} [0]`);
  answers(entry([-2, -1], [0, 16]), `${vector} [-2,-1]`);
  answers(entry([1.5], [0, 12]), `${vector} [1.5]`);
  answers(entry(['2'], [0, 16]), `${vector} ["2"]`);
  answers(entry(2, [0, 16]), `${vector} 2`);
  answers(entry(undefined, [0, 16]), `${vector} nothing`);
  answers(entry([2], [0, 8]), 'expected "W" at [0,16], found [0,8]');
  answers(entry([2], [8, 24]), 'expected "W" at [0,16], found [8,24]');
  answers(entry([2], undefined), 'expected "W" at [0,16], found nothing');
  answers(entry([3], [0, 24]), 'expected 24 bytes for "W", found 16');
  const most = 2 ** 53 - 1; // a matrix larger than any memory is refused before it is begun
  const end = most * most * 8;
  answers(entry([most, most], [0, end]), `expected ${end} bytes for "W", found 16`);
  answers(entry([2], [0, 16]), 'expected numbers in "W", found NaN', [1, NaN]);
  answers(entry([2, 1], [0, 16]), 'expected numbers in "W", found -Infinity', [1, -Infinity]);
});

t.test('refuses: tensors that overlap, or leave a gap', async (t) => {
  const two = (offsets: number[]) => file({ W: entry([2], [0, 16]), b: entry([1], offsets) }, [1, 2, 3]);
  t.strictSame(fromSafetensors(two([16, 24])).tensors, tensors(['W', [1, 2]], ['b', [3]]));
  refuses(t, () => fromSafetensors(two([8, 16])), new Error('expected "b" at [16,24], found [8,16]'));
  refuses(t, () => fromSafetensors(two([24, 32])), new Error('expected "b" at [16,24], found [24,32]'));
});

t.test('refuses: in one short line, whatever the names are', async (t) => {
  const name = 'line\nbreak\u001b[31m';
  refuses(
    t,
    () => fromSafetensors(file({ [name]: entry([1], [0, 8], '\n') }, [1])),
    new Error('expected "line\\nbreak\\u001b[31m" in F64, found "\\n"'),
  );
  refuses(
    t,
    () => fromSafetensors(file({ ['x'.repeat(1e6)]: 0 })),
    new Error(`expected "${'x'.repeat(59)} in F64, found nothing`),
  );
});

t.test('refuses: damaged files, never in silence', async (t) => {
  const checkpoint = {
    // prettier-ignore
    tensors: tensors(['E', [[1, -0, 3], [4, 5, 6]]], ['layers.0.b', [7, 8]], ['W', [[9]]]),
    metadata: { format: 'test', seed: '1' },
  };
  const whole = Buffer.from(toSafetensors(checkpoint));
  const header = 8 + whole.readUInt32LE(0);
  const random = seeded('damage');
  const below = (n: number) => Math.floor(random() * n);
  const cut = () => whole.subarray(0, below(whole.length));
  const longer = () => Buffer.concat([whole, Buffer.alloc(1 + below(20), below(256))]);
  const flipped = () => {
    const bytes = Buffer.from(whole);
    for (let flips = 1 + below(3); flips > 0; flips--) bytes[below(header)] ^= 1 << below(8);
    return bytes;
  };
  const shapes = (found: Checkpoint) =>
    [...found.tensors.values()].map((leaf) => (Array.isArray(leaf[0]) ? [leaf.length, leaf[0].length] : [leaf.length]));

  let refused = 0;
  for (let i = 0; i < 400; i++) {
    const bytes = [cut, longer, flipped, flipped][i % 4]();
    let found: Checkpoint;
    try {
      found = fromSafetensors(bytes);
    } catch (error) {
      refused++;
      t.match((error as Error).message, /^expected [^\n]{1,200}, found [^\n]{1,100}$/);
      t.equal((error as Error).name, 'Error');
      continue;
    }
    // A letter of a name or of a text may have become another one. The numbers are what they were.
    t.ok(i % 4 > 1, 'a file of another length is never read');
    t.strictSame(shapes(found), shapes(checkpoint), 'shapes');
    t.strictSame(bits(found), bits(checkpoint), 'bits');
  }
  t.ok(refused > 300, `${refused} of 400 were refused`);
});
