/** A thousand damaged model files and a thousand damaged states: each refused, in one line, at once. */

import { writeFileSync } from 'node:fs';
import t from 'tap';
import { SPECIAL, vocabularyFrom } from '../../chapters/02-embedding/vocabulary.ts';
import { transformerParams } from '../../chapters/11-decoder/transformer.ts';
import { lineOf } from '../../examples/translator/failing.ts';
import { toBytes } from '../../examples/translator/model.ts';
import { loadModel } from '../../examples/translator/model-file.ts';
import { loadState, stateBytes } from '../../examples/training/state.ts';
import { seal, unseal } from '../../examples/training/sealed.ts';
import { speaker } from '../../lib/language.ts';
import { seeded } from '../../lib/random.ts';

const en = speaker('en');
const SIZES = { d_model: 4, h: 2, d_ff: 4, N: 1 };
const DESCRIBED = { corpus: 'a hash', seed: '1' };
const FILES = 1000; // of each kind

const weights = (seed: string) => transformerParams(seeded(seed), 9, 9, SIZES);

const MODEL = Buffer.from(
  toBytes({
    direction: 'zh-en',
    sizes: SIZES,
    source: vocabularyFrom([...SPECIAL, ...'我你他爱看']),
    target: vocabularyFrom([...SPECIAL, 'i', 'you', 'he', 'love', 'see']),
    P: weights('P'),
    seed: '1',
    corpus: 'a hash',
  }),
);

const STATE = Buffer.from(
  stateBytes({
    described: DESCRIBED,
    learner: { P: weights('P'), m: weights('m'), v: weights('v'), t: 9 },
    stream: { key: [1, 2], at: 3 },
    epoch: 2,
    drawnAt: 0,
    done: 1,
    best: { loss: 1.5, epoch: 1, P: weights('best') },
    last: [weights('last')],
    losses: [2, 1.75],
    validation: [1.5],
  }),
);

/** What could stand in a header instead of a value. */
const VALUES = [
  'null',
  '0',
  '-1',
  '1.5',
  '1e999',
  '9007199254740991',
  '4294967296',
  '""',
  '"\\n"',
  '"F32"',
  '[]',
  '{}',
  'true',
  '[[[1]]]',
  `${'['.repeat(50_000)}${']'.repeat(50_000)}`,
  `"${'x'.repeat(100_000)}"`,
  '9'.repeat(100_000),
  '',
  '}',
  '"',
];

const random = seeded('damage');
const below = (n: number) => Math.floor(n * random());
const one = <T>(list: readonly T[]): T => list[below(list.length)];
const noise = (n: number) => Buffer.from(Array.from({ length: n }, () => below(256)));

/** The header of a file, as text. */
const headerOf = (bytes: Buffer) => bytes.toString('utf8', 8, 8 + bytes.readUInt32LE(0));

/** The file with another header, its length told rightly. */
function withHeader(bytes: Buffer, header: string): Buffer {
  const json = Buffer.from(header);
  const length = Buffer.alloc(8);
  length.writeUInt32LE(json.length);
  return Buffer.concat([length, json, bytes.subarray(8 + bytes.readUInt32LE(0))]);
}

/** The text with something else in the place of one thing that the pattern finds. */
function replaced(text: string, pattern: RegExp, by: (found: string) => string): string {
  const { 0: found, index } = one([...text.matchAll(pattern)]);
  return text.slice(0, index) + by(found) + text.slice(index + found.length);
}

/** The file after a change to what it holds, sealed again as its own program would. */
function sealedAgain(bytes: Buffer, change: (checkpoint: ReturnType<typeof unseal>) => void): Buffer {
  const checkpoint = unseal(bytes);
  change(checkpoint);
  return Buffer.from(seal(checkpoint));
}

/** Every kind of damage, by name. `texts`: metadata that cannot be just anything. */
const damages = (texts: string[]): Record<string, (whole: Buffer) => Buffer> => ({
  'cut off': (whole) => whole.subarray(0, below(whole.length)),
  'cut off at the front': (whole) => whole.subarray(1 + below(whole.length - 1)),
  'bits flipped': (whole) => {
    const bytes = Buffer.from(whole);
    for (let flips = 1 + below(4); flips > 0; flips--) bytes[below(bytes.length)] ^= 1 << below(8);
    return bytes;
  },
  'header flipped': (whole) => {
    const bytes = Buffer.from(whole);
    bytes[below(8 + bytes.readUInt32LE(0))] ^= 1 << below(8);
    return bytes;
  },
  'bytes inserted': (whole) => {
    const at = below(whole.length + 1);
    return Buffer.concat([whole.subarray(0, at), noise(1 + below(20)), whole.subarray(at)]);
  },
  'bytes removed': (whole) => {
    const at = below(whole.length);
    return Buffer.concat([whole.subarray(0, at), whole.subarray(at + 1 + below(20))]);
  },
  'length of the header': (whole) => {
    const bytes = Buffer.from(whole);
    const lengths = [
      0n,
      1n,
      8n,
      BigInt(below(bytes.length)),
      BigInt(bytes.length - 8),
      2n ** 31n,
      2n ** 32n,
      2n ** 53n,
      2n ** 63n,
      2n ** 64n - 1n,
    ];
    bytes.writeBigUInt64LE(one(lengths));
    return bytes;
  },
  'a value of the header': (whole) =>
    withHeader(
      whole,
      replaced(headerOf(whole), /"[^"\\]*"|\d+|\[[^[\]]*\]/g, () => one(VALUES)),
    ),
  'a huge size': (whole) =>
    withHeader(
      whole,
      replaced(headerOf(whole), /(?<=[[,])\d+(?=[\],])/g, () =>
        one(['4294967296', '9007199254740991', '1e300', '99999999']),
      ),
    ),
  'a name said twice': (whole) =>
    withHeader(
      whole,
      headerOf(whole).replace('{', `{${one(['"a":0', '"__metadata__":{}', '"__proto__":{}', '"__metadata__":null'])},`),
    ),
  'spaces in the header': (whole) =>
    withHeader(
      whole,
      replaced(headerOf(whole), /[[\]{}:,]/g, (found) => `${found} `),
    ),
  'two names exchanged': (whole) => {
    const [a, b] = exchangeable(headerOf(whole));
    return withHeader(
      whole,
      headerOf(whole).replace(`"${a}":`, '"?":').replace(`"${b}":`, `"${a}":`).replace('"?":', `"${b}":`),
    );
  },
  'two numbers exchanged': (whole) => {
    const bytes = Buffer.from(whole);
    const start = 8 + bytes.readUInt32LE(0);
    const place = () => start + 8 * below((bytes.length - start) / 8);
    const [a, b] = [place(), place()];
    whole.copy(bytes, a, b, b + 8);
    whole.copy(bytes, b, a, a + 8);
    return bytes;
  },
  zeros: (whole) => {
    const at = below(whole.length);
    return Buffer.from(whole).fill(0, at, Math.min(whole.length, at + 1 + below(500)));
  },
  'no number': (whole) => {
    const bytes = Buffer.from(whole);
    const start = 8 + bytes.readUInt32LE(0);
    bytes.writeDoubleLE(one([NaN, Infinity, -Infinity]), start + 8 * below((bytes.length - start) / 8));
    return bytes;
  },
  noise: () => noise(below(3000)),
  'noise, its length told rightly': (whole) => withHeader(whole, noise(below(3000)).toString('latin1')),
  'twice the same': (whole) => Buffer.concat([whole, whole]),
  'without a seal': (whole) => withHeader(whole, headerOf(whole).replace(/,"seal":"[0-9a-f]{64}"/, '')),
  'texts, sealed again': (whole) =>
    sealedAgain(
      whole,
      ({ metadata }) =>
        (metadata[one(texts)] = one(VALUES.concat('[1]', '{"d_model":4096,"h":4096,"d_ff":4096,"N":4096}', 'a\nb'))),
    ),
  'a text missing, sealed again': (whole) => sealedAgain(whole, ({ metadata }) => delete metadata[one(texts)]),
  'a tensor missing, sealed again': (whole) =>
    sealedAgain(whole, ({ tensors }) => tensors.delete(one([...tensors.keys()]))),
  'a tensor of another form, sealed again': (whole) =>
    sealedAgain(whole, ({ tensors }) => tensors.set(one([...tensors.keys()]), one([[1], [[1, 2, 3]]]))),
  'a tensor more, sealed again': (whole) =>
    sealedAgain(whole, ({ tensors }) =>
      tensors.set(one(['more', 'P', 'm.encoder.0', 'P.encoder.1.b', 'last.7.b', 'best.x']), [1]),
    ),
});

/** Two tensors of one shape. */
function exchangeable(header: string): [string, string] {
  const names = [...header.matchAll(/"([\w.]+W_Q\.\d)":/g)].map(([, name]) => name);
  const a = below(names.length);
  return [names[a], names[(a + 1 + below(names.length - 1)) % names.length]];
}

/** What was wrong with the loading of any of the files: of each the damage, and what happened. */
function faults(whole: Buffer, path: string, texts: string[], load: () => unknown): string[] {
  const kinds = Object.entries(damages(texts));
  const found: string[] = [];
  for (let i = 0; i < FILES; i++) {
    const [what, damage] = kinds[i % kinds.length];
    let bytes = damage(whole);
    while (bytes.equals(whole)) bytes = damage(whole); // zeros, say, where there were zeros
    writeFileSync(path, bytes);
    const begun = process.cpuUsage(); // of this process alone: another may have the machine
    try {
      load();
      found.push(`${i} ${what}: accepted`);
    } catch (error) {
      const line = lineOf(error).replaceAll(path, 'FILE');
      if (!/^FILE [^\n\r\u2028\u2029]{1,295}$/.test(line)) found.push(`${i} ${what}: ${line}`);
    }
    const { user, system } = process.cpuUsage(begun);
    if (user + system > 250_000) found.push(`${i} ${what}: took ${(user + system) / 1000} ms`);
  }
  return found;
}

t.test('whole files are accepted', async (t) => {
  const path = `${t.testdir()}/file`;
  writeFileSync(path, MODEL);
  t.equal(loadModel(path, 'zh-en', en).seed, '1');
  writeFileSync(path, STATE);
  t.equal(loadState(path, DESCRIBED, en).learner.t, 9);
});

t.test('a thousand damaged model files', async (t) => {
  const path = `${t.testdir()}/m.safetensors`;
  const before = process.resourceUsage().maxRSS;
  const texts = ['format', 'version', 'direction', 'sizes', 'source', 'target'];
  t.strictSame(
    faults(MODEL, path, texts, () => loadModel(path, 'zh-en', en)),
    [],
  );
  const grown = (process.resourceUsage().maxRSS - before) / 1024;
  t.ok(grown < 300, `${grown.toFixed(0)} MiB more at most`);
});

t.test('a thousand damaged states', async (t) => {
  const path = `${t.testdir()}/m.state`;
  const before = process.resourceUsage().maxRSS;
  const texts = ['format', 'version', 'described', 'counted', 'judged'];
  t.strictSame(
    faults(STATE, path, texts, () => loadState(path, DESCRIBED, en)),
    [],
  );
  const grown = (process.resourceUsage().maxRSS - before) / 1024;
  t.ok(grown < 300, `${grown.toFixed(0)} MiB more at most`);
});

t.test('one kind of file in the place of the other', async (t) => {
  const path = `${t.testdir()}/file`;
  writeFileSync(path, STATE);
  t.throws(() => loadModel(path, 'zh-en', en), {
    message: /expected format transformer-by-hand, found "transformer-by-hand training"$/,
  });
  writeFileSync(path, MODEL);
  t.throws(() => loadState(path, DESCRIBED, en), {
    message: /expected format transformer-by-hand training, found "transformer-by-hand";/,
  });
});
