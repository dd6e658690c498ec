import { spawn } from 'node:child_process';
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import t from 'tap';
import { SPECIAL } from '../../chapters/02-embedding/vocabulary.ts';
import { EOS } from '../../chapters/02-embedding/vocabulary.ts';
import { averaged } from '../../chapters/12-training/averaging.ts';
import { lossOf, type Pair } from '../../chapters/12-training/training.ts';
import { beam } from '../../chapters/13-translator/decoding.ts';
import { capacityFor, cutInto, PARTS } from '../../chapters/20-speed/engine/batch.ts';
import { transformer } from '../../chapters/20-speed/engine/transformer.ts';
import { inPieces } from '../../examples/corpus/prepared.ts';
import { tokenizerOf } from '../../examples/corpus/tokenizer.ts';
import { tokenBatches } from '../../examples/training/batches.ts';
import { threads } from '../../examples/training/crew.ts';
import { finished } from '../../examples/training/finished.ts';
import { beginning, fit, isOver, type Fitted, type State } from '../../examples/training/fit.ts';
import { byEngine, untrained } from '../../examples/training/fit-pairs.ts';
import { stateBytes, stateFrom } from '../../examples/training/state.ts';
import { bleuOf, fittingOf } from '../../examples/translator/everyday.ts';
import { toBytes, type Model } from '../../examples/translator/model.ts';
import { loadModel } from '../../examples/translator/model-file.ts';
import { everydayOptions, helpText, type EverydayOptions } from '../../examples/translator/options.ts';
import { evenly, samples, tokensIn } from '../../examples/translator/report.ts';
import { workOf } from '../../examples/translator/trained.ts';
import { guessed, read, spoken } from '../../examples/translator/translation.ts';
import { translatorOf } from '../../examples/translator/translator.ts';
import { speaker } from '../../lib/language.ts';
import { leaves } from '../../lib/params.ts';
import { seeded } from '../../lib/random.ts';
import { close } from '../close.ts';
import { refuses } from '../refuses.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const TRAIN = 'examples/translator/train.ts';
const TRANSLATE = 'examples/translator/translate.ts';
const [en, zh] = [speaker('en'), speaker('zh')];

/** Subject, verb, object, and when: 6 · 6 · 6 sentences, none of them twice. */
const PAIRS = ['I 我', 'You 你', 'They 他们', 'We 我们', 'John 约翰', 'Mary 玛丽'].flatMap((subject) =>
  ['saw 看见了', 'heard 听见了', 'helped 帮了', 'found 找到了', 'liked 喜欢', 'called 叫了'].flatMap((verb) =>
    ['me 我', 'you 你', 'him 他', 'us 我们', 'the doctor 医生', 'the cat 猫'].map((object) => {
      const cut = [subject, verb, object].map((both) => [both.replace(/ \S+$/, ''), both.replace(/^.* /, '')]);
      return { english: `${cut.map(([word]) => word).join(' ')}.`, chinese: `${cut.map(([, zi]) => zi).join('')}。` };
    }),
  ),
);
const CORPUS = PAIRS.map(({ english, chinese }) => `${english}\t${chinese}\t(by hand)\n`).join('');

/** Small enough that an epoch takes some milliseconds. */
const TINY =
  '--d-model 8 --heads 2 --d-ff 8 --layers 1 --tokens 40 --longest 20 --merges 30 --warmup 50 --precision f64 --workers 1'.split(
    ' ',
  );
const FOLDER = t.testdir({ 'c.tsv': CORPUS });

const tiny = (...more: string[]) => everydayOptions([...TINY, ...more], en);
const data = inPieces(PAIRS, 'zh-en', 30, 20);

type Parameters = Model['P'];

/** Where a training begins. */
const start = ({ sizes, seed }: EverydayOptions) => beginning(untrained(data, sizes, seed), seed);

/** The steps of a training, from a state on. */
function steps(from: State<Parameters>, options: EverydayOptions) {
  const { tokens, longest, workers, precision } = options;
  const capacity = capacityFor(tokens, longest);
  return fit(from, fittingOf(data, options), byEngine({ capacity, workers, precision }, threads));
}

/** A whole training, from a state on; each state it could have been stopped in, as bytes, goes to `saved`. */
function trained(
  from: State<Parameters>,
  options: EverydayOptions,
  saved: Uint8Array[] = [],
): Promise<Fitted<Parameters>> {
  return finished(steps(from, options), ({ state }) => saved.push(bytesOf(state())));
}

/** The bytes of a state's file. */
const bytesOf = (state: State<Parameters>) => stateBytes({ ...state, described: { seed: '1' } });

/** The weights as bytes. */
const bits = (P: object) => Float64Array.from(leaves(P).flatMap(([, leaf]) => leaf.flat())).toString();

t.test('data: split, spelled and numbered', async (t) => {
  const { training, validation, test } = data;
  t.equal(training.length + validation.length + test.length, PAIRS.length);
  t.ok(validation.length > 0 && test.length > 0);
  const seen = new Set([...training.flatMap(({ sentences }) => [...sentences.chinese])]);
  for (const token of data.source.tokens.slice(SPECIAL.length)) t.ok(seen.has(token), token);
  for (const { source, target, sentences } of training) {
    const spell = (ids: number[], tokens: string[]) =>
      ids
        .map((id) => tokens[id])
        .join('')
        .replaceAll('▁', ' ')
        .trim();
    t.equal(spell(source, data.source.tokens), sentences.chinese);
    t.equal(spell(target, data.target.tokens), sentences.english);
  }
  t.strictSame(data.pieces.source.ranks.size, 0, 'Chinese has no merges');
  t.ok(data.pieces.target.ranks.size > 0);
  const back = inPieces(PAIRS, 'en-zh', 30, 20);
  t.strictSame(
    back.training.map(({ source }) => source),
    training.map(({ target }) => target),
  );
});

t.test('data: pairs that are too long are left out, and counted', async (t) => {
  // 我看见了医生。 has 7 characters. I saw me. has at least ▁I ▁saw ▁me . and BOS: 5.
  const most = (longest: number) => inPieces(PAIRS, 'zh-en', 1000, longest);
  const longer = (longest: number) => PAIRS.filter(({ chinese }) => [...chinese].length > longest).length;
  for (const longest of [6, 7, 8]) {
    const { tooLong, training, validation, test } = most(longest);
    t.equal(tooLong, longer(longest), `${longest}`);
    t.equal(training.length + validation.length + test.length, PAIRS.length - tooLong);
    t.ok(
      [...training, ...validation, ...test].every(
        ({ source, target }) => source.length <= longest && target.length < longest,
      ),
    );
  }
  t.equal(most(4).training.length, 0, 'with BOS each English sentence has five');
});

t.test('capacityFor: every batch has room', async () => {
  const lengths = fc.array(fc.tuple(fc.integer({ min: 1, max: 20 }), fc.integer({ min: 0, max: 19 })), {
    minLength: 1,
    maxLength: 60,
  });
  fc.assert(
    fc.property(lengths, fc.integer({ min: 20, max: 100 }), (found, tokens) => {
      const pairs: Pair[] = found.map(([m, n]) => ({
        source: Array<number>(m).fill(5),
        target: Array<number>(n).fill(6),
      }));
      const capacity = capacityFor(tokens, tiny().longest);
      const cut = tokenBatches(seeded('1'), pairs, tokens).flatMap((batch) =>
        cutInto(PARTS, batch, transformer.tokensOf),
      );
      return cut.every((part) => {
        const source = part.flatMap((pair) => pair.source).length;
        return source <= capacity.source && part.flatMap(({ target }) => [...target, EOS]).length <= capacity.target;
      });
    }),
  );
});

t.test('fit: stopped after any step and resumed, it ends in the same bits', async (t) => {
  const options = tiny('--epochs', '3', '--drop', '0.2');
  const saved: Uint8Array[] = [];
  const whole = await trained(start(options), options, saved);
  const end = bytesOf(whole.state);
  t.ok(saved.length > 30, `${saved.length} steps`);
  t.ok(Buffer.from(saved[saved.length - 1]).equals(end), 'the last state is the end');
  const perEpoch = saved.length / 3;
  for (const stop of [0, 7, perEpoch - 2, perEpoch - 1, saved.length - 2, saved.length - 1]) {
    const from = stateFrom(saved[stop]);
    const steps: Uint8Array[] = [];
    const again = await trained(from, { ...options, workers: 1 + (stop % 3) }, steps);
    t.equal(steps.length, saved.length - 1 - stop, `after step ${stop + 1}: what was left`);
    t.ok(Buffer.from(bytesOf(again.state)).equals(end), 'the same state');
    t.equal(bits(again.P), bits(whole.P), 'the same model');
    t.strictSame(again.chosen, whole.chosen);
  }
  const other = await trained(start({ ...options, seed: '2' }), options);
  t.not(bits(other.P), bits(whole.P), 'another seed, another model');
});

t.test('fit: the losses are those of chapter 12, and the lower one is kept', async (t) => {
  const options = tiny('--epochs', '7', '--patience', '7', '--rate', '3');
  const { P, chosen, state } = await trained(start(options), options);
  const { kept, best, average } = chosen!;
  const judged = (model: Model['P']) => {
    let [loss, n] = [0, 0];
    for (const pair of data.validation) {
      const found = lossOf(pair, model, 0);
      [loss, n] = [loss + found.loss, n + found.n];
    }
    return loss / n;
  };
  close(t, best.loss, judged(state.best!.P), 11);
  t.equal(best.loss, Math.min(...state.validation));
  t.equal(state.validation[best.epoch - 1], best.loss);
  t.strictSame([state.last.length, state.validation.length, average.epochs], [5, 7, 5]);
  close(t, average.loss, judged(averaged(state.last)), 11);
  close(t, Math.min(best.loss, average.loss), judged(P), 11, `the ${kept} was kept`);
});

t.test('fit: stops when nothing gets better', async (t) => {
  // With a rate of 0 nothing is learned: epoch 1 stays the best, and after 3 more patience is over.
  const options = tiny('--epochs', '50', '--patience', '3', '--rate', '0');
  const { state, chosen } = await trained(start(options), options);
  const { best, kept } = chosen!;
  t.strictSame([best.epoch, state.epoch, state.validation.length, kept], [1, 5, 4, 'best']);
  const at = (epoch: number, validation: number[], bestEpoch: number): State<Parameters> => ({
    ...state,
    epoch,
    validation,
    best: { ...state.best!, epoch: bestEpoch },
  });
  t.equal(isOver(at(4, [3, 2, 2.5], 2), options), false, 'one epoch without a better one');
  t.equal(isOver(at(6, [3, 2, 4, 4, 4], 2), options), true, 'three');
  t.equal(isOver(at(51, Array<number>(50).fill(1), 50), options), true, 'no epoch is left');
});

t.test('fit: how far it has come', async (t) => {
  const options = tiny('--epochs', '2');
  const all = 2 * tokensIn(data.training); // every pair once an epoch
  let sum = 0;
  await finished(steps(start(options), options), ({ batch, state, step, steps: of, mean, loss, epoch }) => {
    sum += tokensIn(batch);
    const saved = { ...state(), described: {} };
    t.strictSame(workOf(saved, { fitting: fittingOf(data, options) }), { tokens: all, done: sum, epochs: 2 });
    t.equal(saved.losses.length, step);
    const perEpoch = of / 2;
    const sofar = saved.losses.slice((epoch - 1) * perEpoch);
    close(t, mean, sofar.reduce((total, one) => total + one, 0) / sofar.length, 11);
    t.equal(sofar.at(-1), loss);
  });
  t.equal(sum, all);
});

t.test('a model of pieces: its file, and what it translates', async (t) => {
  const options = tiny('--epochs', '1');
  const { P } = await trained(start(options), options);
  const model = { ...tokenizerOf(data), sizes: options.sizes, P, seed: '1', corpus: 'x' };
  writeFileSync(`${FOLDER}/pieces.safetensors`, toBytes(model));
  t.strictSame(loadModel(`${FOLDER}/pieces.safetensors`, 'zh-en', en), model);
  const translate = await translatorOf(model);
  const unknownIn = (text: string, say = en) => guessed(read(text, model, say), say);
  for (const { source } of data.test) {
    const [fast, chapters] = [translate(source), beam(source, P, 4, 0.6, Math.min(20, 2 * source.length + 10))];
    t.strictSame(fast.ids, chapters.ids, 'the engine says what chapter 13 says');
    close(t, fast.logP, chapters.logP, 9);
  }
  t.equal(unknownIn(' 我 看見了貓.'), undefined, 'Traditional characters and narrow marks are known');
  t.equal(unknownIn('我看见了龟鳖龟。'), 'the model has never seen 龟 鳖, and guesses');
  t.equal(unknownIn('我看见了龟。', zh), '模型没见过「龟」，只能猜');
  t.strictSame(data.source.ids.get('龟'), undefined);
  t.type(spoken(read('我看见了龟。', model, en), model, translate), 'string');
  const long = '我看见了医生我看见了医生我看见了医生我看见了医生';
  refuses(t, () => read(long, model, en), new Error('the model has positions for 20 tokens, got a sentence of 24'));
  refuses(t, () => read(long, model, zh), new Error('模型最多能读 20 个词元，这个句子有 24 个'));
  const known = data.source.tokens.length - SPECIAL.length;
  refuses(
    t,
    () => unknownIn('Hello you'),
    new Error(
      `this model reads Chinese and knows ${known} characters, got Hello you; for English see --direction en-zh`,
    ),
  );
});

t.test('report: BLEU in the way of the language, and ten sentences', async (t) => {
  const one = { source: '我看见了猫。', expected: 'I saw the cat.', said: 'I saw the cat.', finished: true };
  const two = { source: '猫', expected: '我看见了猫。', said: '我看见了猫。', finished: true };
  t.equal(bleuOf([one], 'en').score, 100);
  t.equal(bleuOf([two], 'zh').score, 100);
  // In 13a tokens 我看见了猫。 is one word; there are no four in a row, and so no score.
  t.equal(bleuOf([two], 'en').score, 0);
  t.equal(
    samples([one, { ...two, said: '狗' }]),
    '✓ 我看见了猫。  I saw the cat.\n✗ 猫            狗   (我看见了猫。)',
  );
  t.match(samples([{ ...one, finished: false }]), /^✗/, 'the right words are not enough without an end');
  const numbers = Array.from({ length: 25 }, (_, k) => k);
  t.strictSame(evenly(numbers, 10), [0, 2, 5, 7, 10, 12, 15, 17, 20, 22]);
  t.strictSame(evenly([7, 8], 10), [7, 8]);
});

t.test('options', async (t) => {
  const { sizes, smoothing, ...rest } = everydayOptions(['--workers', '2'], en);
  t.strictSame(sizes, { d_model: 128, h: 4, d_ff: 512, N: 2 }, 'the sizes of the bar');
  t.equal(smoothing, 0.1);
  t.strictSame(
    [rest.precision, rest.resume, rest.out, rest.direction],
    ['f32', false, 'models/pairs.safetensors', 'zh-en'],
  );
  t.equal(everydayOptions(['--engine', 'chapters'], en).precision, 'f64', "the chapters' loops have no other");
  const no = (line: string, english: string, chinese: string) => {
    refuses(t, () => everydayOptions(line.split(' '), en), new RangeError(english));
    refuses(t, () => everydayOptions(line.split(' '), zh), new RangeError(chinese));
  };
  no('--precision f16', '--precision must be f64 or f32, got f16', '--precision 只能是 f64 或 f32，得到 f16');
  no(
    '--tokens 59',
    '--tokens must be a whole number from 60 to 100000, got 59',
    '--tokens 必须是60 到 100000 的整数，得到 59',
  );
  no(
    '--merges -5',
    '--merges must be a whole number from 0 to 100000, got -5',
    '--merges 必须是0 到 100000 的整数，得到 -5',
  );
  no(
    '--memory=',
    '--memory must be a whole number from 1 to 1000000, got ',
    '--memory 必须是1 到 1000000 的整数，得到 ',
  );
  no(
    '--patience x',
    '--patience must be a whole number from 1 to 10000, got x',
    '--patience 必须是1 到 10000 的整数，得到 x',
  );
  no('--workers 5', '--workers must be a whole number from 1 to 4, got 5', '--workers 必须是1 到 4 的整数，得到 5');
  no(
    '--d-model 9',
    '--d-model must be even, a sine and a cosine a pair, got 9',
    '--d-model 必须是偶数（正弦、余弦成对），得到 9',
  );
  no('--out=', '--out needs a file name, got nothing', '--out 后面要写文件名，这里什么也没有');
  no(
    '--batch 3',
    'there is no flag --batch; see npm run train -- --help',
    '没有选项 --batch；用法见 npm run train -- --help',
  );
  const flags =
    'corpus out resume direction seed d-model heads d-ff layers tokens merges longest epochs patience warmup rate smoothing drop engine precision workers memory lang help'.split(
      ' ',
    );
  for (const say of [en, zh]) {
    const named = helpText('everyday', say)
      .split('\n')
      .slice(1)
      .map((line) => /^ {2}--([a-z-]+) /.exec(line)?.[1]);
    t.strictSame(named, flags);
  }
  t.notMatch(helpText('everyday', en), /\p{Script=Han}/u);
});

type Test = Pick<typeof t, 'match' | 'notMatch' | 'equal' | 'strictSame'>;

/** What a program printed, and how it ended. */
interface Ended {
  code: number | null;
  out: string;
  err: string;
}

/** Runs a program; `look` sees all that was printed so far, whenever more has come, and may send a signal. */
function run(
  program: string,
  args: string[],
  look: (out: string, send: (signal: 'SIGINT' | 'SIGKILL') => void) => void = () => {},
  before: string[] = [],
): Promise<Ended> {
  const language = args.includes('--lang') ? [] : ['--lang', 'en'];
  const child = spawn(process.execPath, [...before, '--import', 'tsx', program, ...args, ...language], {
    cwd: ROOT,
    env: {},
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended: Ended = { code: null, out: '', err: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    ended.out += text;
    look(ended.out, (signal) => child.kill(signal));
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => (ended.err += text));
  return new Promise((resolve) =>
    child.on('close', (code) => {
      ended.code = code;
      resolve(ended);
    }),
  );
}

const train = (out: string, ...more: string[]) => [
  'everyday',
  ...TINY,
  '--corpus',
  `${FOLDER}/c.tsv`,
  '--out',
  `${FOLDER}/${out}`,
  ...more,
];

/** One line on stderr, exit code 1, no stack, and training has not begun. */
function refused(t: Test, { code, out, err }: Ended, line: string | RegExp): void {
  t.match(err, typeof line === 'string' ? `${line}\n` : line);
  t.equal(err.trimEnd().split('\n').length, 1, 'one line');
  t.notMatch(err, /\n\s+at /, 'no stack');
  t.strictSame({ code, out }, { code: 1, out: '' });
}

t.test('the program: trains, reports, saves, and what it saved translates', async (t) => {
  const flags = ['--epochs', '3'];
  const english = await run(TRAIN, train('m.safetensors', ...flags));
  t.strictSame({ code: english.code, err: english.err }, { code: 0, err: '' });
  const { training, validation, test } = data;
  for (const line of [
    /^Different pairs: 216\. Repeated, and left out: 0\.$/m,
    `Training: ${training.length}. Validation: ${validation.length}. Test: ${test.length}.\n`,
    /^Model: [\d,]+ numbers \(d_model 8, heads 2, d_ff 8, layers 1 \+ 1; it reads \d+ pieces and says \d+\)\.$/m,
    /^(epoch \d\/3 {2}[\d,]+ tokens\/s {2}loss \d\.\d\d {2}validation \d\.\d{3} \(perplexity \d+\.\d.*\) {2}at most \d+ s left, to epoch 3\n {2}\S+ → .*\(.*\.\)\n){3}$/m,
    /^Trained in \d+ s\.\nValidation loss: epoch \d, the best, \d\.\d{3}; the mean of the last 3 epochs \d\.\d{3}\. Kept: the (best epoch|mean)\.$/m,
    /^this model, beam 4, α 0\.6 +\d+\.\d\nmost frequent sentence +\d+\.\d\nword by word +\d+\.\d\nnrefs:1\|case:mixed\|eff:no\|tok:13a\|text:nfkc\+straight-quotes\|smooth:exp\|version:transformer-by-hand$/m,
    /\n\n([✓✗] .+\n){10}\n/,
    `\nSaved as ${FOLDER}/m.safetensors. Next: npm run translate -- --model ${FOLDER}/m.safetensors 我爱你\n`,
  ])
    t.match(english.out, line);
  const chinese = await run(TRAIN, train('z.safetensors', ...flags, '--workers', '2', '--lang', 'zh'));
  t.strictSame({ code: chinese.code, err: chinese.err }, { code: 0, err: '' });
  t.match(chinese.out, /^第 3\/3 轮 {2}每秒 [\d,]+ 个词元 {2}损失 .* 到第 3 轮最多还需 \d+ 秒$/m);
  t.ok(
    readFileSync(`${FOLDER}/m.safetensors`).equals(readFileSync(`${FOLDER}/z.safetensors`)),
    'two workers, another language: the same bits',
  );
  t.strictSame(
    readdirSync(FOLDER).filter((name) => /lock|part/.test(name)),
    [],
  );

  const model = ['--model', `${FOLDER}/m.safetensors`];
  const known = await run(TRANSLATE, [...model, '我看见了猫']);
  t.strictSame({ code: known.code, err: known.err }, { code: 0, err: '' });
  t.match(known.out, /^.*\n$/);
  const unknown = await run(TRANSLATE, [...model, '我看见了龟']);
  t.strictSame(
    { code: unknown.code, err: unknown.err },
    { code: 0, err: 'the model has never seen 龟, and guesses\n' },
  );
  refused(
    t,
    await run(TRANSLATE, [...model, '我'.repeat(21)]),
    'the model has positions for 20 tokens, got a sentence of 21',
  );
});

t.test('the program: refuses, in one line, before training', async (t) => {
  const few = PAIRS.slice(0, 25).map(({ english, chinese }) => `${english}\t${chinese}\n`);
  writeFileSync(`${FOLDER}/few.tsv`, few.join(''));
  writeFileSync(`${FOLDER}/one-sided.tsv`, few.join('') + 'Only English.\n'.repeat(4));
  writeFileSync(`${FOLDER}/binary.tsv`, new Uint8Array([0x50, 0x4b, 3, 4, 0, 0]));
  const simple = (corpus: string) => [
    'everyday',
    ...TINY,
    '--corpus',
    `${FOLDER}/${corpus}`,
    '--out',
    `${FOLDER}/no.safetensors`,
  ];
  refused(t, await run(TRAIN, simple('none.tsv')), `cannot read the corpus ${FOLDER}/none.tsv: there is no such file`);
  refused(
    t,
    await run(TRAIN, simple('one-sided.tsv')),
    `${FOLDER}/one-sided.tsv: a line is English, a tab, Chinese, in one order throughout; 4 of 29 lines are not, the first is line 26: Only English.`,
  );
  refused(
    t,
    await run(TRAIN, simple('binary.tsv')),
    `${FOLDER}/binary.tsv: a corpus is UTF-8 text, got a ZIP archive; unpack it first`,
  );
  refused(
    t,
    await run(TRAIN, [...simple('few.tsv'), '--longest', '4']),
    /few\.tsv: each side needs a pair; all 25 pairs are too long, with more than 4 tokens on a side; raise --longest or give shorter sentences\n$/,
  );
  refused(
    t,
    await run(TRAIN, [...simple('few.tsv'), '--lang', 'zh', '--longest', '4']),
    /few\.tsv：每一份至少要有一对句子；25 对全都太长，有一边超过 4 个词元；请调高 --longest，或提供更短的句子\n$/,
  );
  refused(
    t,
    await run(TRAIN, train('no.safetensors', '--d-model', '512', '--memory', '20')),
    /^training takes up to \d+ MiB of memory, got --memory 20; allow more, or lower --d-model, --merges or --tokens\n$/,
  );
  refused(t, await run(TRAIN, train('no.safetensors', '--resume')), /no\.safetensors\.state/);
  const without = ['--import', 'data:text/javascript,WebAssembly.validate=()=>false'];
  refused(
    t,
    await run(TRAIN, train('no.safetensors'), () => {}, without),
    'training on real sentences needs the engine: WebAssembly here has no SIMD',
  );
  t.strictSame(
    readdirSync(FOLDER).filter((name) => name.startsWith('no.')),
    [],
  );
});

t.test('the program: a rate far too high', async (t) => {
  const { code, err } = await run(TRAIN, train('broken.safetensors', '--rate', '1e300', '--epochs', '2'));
  t.equal(code, 1);
  t.match(
    err,
    /^training broke down at step \d+: the (loss of a step|weights after a step) must be .* Try a lower --rate; no model was saved, and an earlier one at .*broken\.safetensors is untouched\n$/,
  );
});

t.test('the program: Ctrl-C, two at one place, and --resume with other settings', async (t) => {
  const flags = ['--epochs', '40', '--patience', '40'];
  const place = `${FOLDER}/stopped.safetensors`;
  let second: Promise<Ended> | undefined;
  const stopped = await run(TRAIN, train('stopped.safetensors', ...flags, '--epochs', '10000'), (out, send) => {
    if (!/^epoch +1\//m.test(out)) return;
    second ??= run(TRAIN, train('stopped.safetensors', ...flags)).finally(() => send('SIGINT'));
  });
  refused(t, await second!, /^process \d+ is training to .*stopped\.safetensors: wait for it, or choose another --out/);
  t.equal(stopped.code, 130);
  t.match(
    stopped.err,
    'stopped; the same command with --resume goes on, with --resume --epochs 1 it ends with the best model so far\n',
  );
  t.notOk(readdirSync(FOLDER).includes('stopped.safetensors'), 'no model yet');

  refused(
    t,
    await run(TRAIN, train('stopped.safetensors', '--resume', '--d-ff', '16')),
    `${place}.state is of another training: d-ff "8" there, "16" here. Say the same again, or leave out --resume to begin anew`,
  );
  writeFileSync(`${FOLDER}/other.tsv`, CORPUS.replace('I saw me', 'I see me'));
  refused(
    t,
    await run(TRAIN, [...train('stopped.safetensors', '--resume'), '--corpus', `${FOLDER}/other.tsv`]),
    /\.state is of another training: corpus .* there, .* here\./,
  );
  const ending = await run(TRAIN, train('stopped.safetensors', '--resume', '--epochs', '1'));
  t.strictSame({ code: ending.code, err: ending.err }, { code: 0, err: '' });
  t.ok(readdirSync(FOLDER).includes('stopped.safetensors'), 'now there is one');
});
