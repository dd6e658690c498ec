import { closeSync, existsSync, mkdirSync, openSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import t from 'tap';
import { refuses as throwsExactly } from '../refuses.ts';
import { SPECIAL, tokensOf } from '../../chapters/02-embedding/vocabulary.ts';
import { transformer, type TransformerParams } from '../../chapters/11-decoder/transformer.ts';
import { averaged } from '../../chapters/12-training/averaging.ts';
import type { Plan } from '../../chapters/12-training/training.ts';
import { inWords, type WordData } from '../../examples/corpus/prepared.ts';
import { threads } from '../../examples/training/crew.ts';
import { DivergedError } from '../../examples/training/diverged.ts';
import { finished } from '../../examples/training/finished.ts';
import { beginning, fit } from '../../examples/training/fit.ts';
import { byChapters, byEngine, capacityOf, fittingOf, untrained } from '../../examples/training/fit-pairs.ts';
import { moduleOf } from '../../examples/training/kernels.ts';
import * as translating from '../../examples/training/translating.ts';
import { crossAttention, saidTokens } from '../../examples/training/attention.ts';
import { mostFrequent, wordByWord } from '../../examples/translator/baselines.ts';
import { fromBytes, toBytes, type Model } from '../../examples/translator/model.ts';
import { checkPlace, loadModel, saveModel } from '../../examples/translator/model-file.ts';
import { helpText, toyOptions } from '../../examples/translator/options.ts';
import { meter } from '../../examples/translator/progress.ts';
import { read, spoken } from '../../examples/translator/translation.ts';
import { seal, unseal } from '../../examples/training/sealed.ts';
import { fromSafetensors, toSafetensors, type Checkpoint } from '../../lib/checkpoint.ts';
import { speaker } from '../../lib/language.ts';
import { close } from '../close.ts';

const en = speaker('en');
const zh = speaker('zh');

/** 36 sentences: subject, verb, object. */
const PAIRS = ['I 我', 'you 你', 'they 他们'].flatMap((subject) =>
  ['love 爱', 'know 认识', 'see 看见'].flatMap((verb) =>
    ['me 我', 'you 你', 'him 他', 'John 约翰'].map((object) => {
      const parts = [subject, verb, object].map((part) => part.split(' '));
      return {
        english: parts.map(([word]) => word).join(' '),
        chinese: parts.map(([, characters]) => characters).join(''),
      };
    }),
  ),
);

const PLAN: Plan = {
  sizes: { d_model: 8, h: 2, d_ff: 8, N: 1 },
  batch: 8,
  warmup: 20,
  rate: 1,
  smoothing: 0.1,
  drop: 0.1,
};

const { exactMatch, greedy } = translating;

/** A training from fresh weights, by the chapters' loops or by whom is said. */
function training(data: WordData, plan: Plan, epochs: number, seed: string, by = byChapters(plan.sizes)) {
  return fit(beginning(untrained(data, plan.sizes, seed), seed), fittingOf(data.training, plan, epochs), by);
}

/** Trains to the end. */
async function fitted(data: WordData, plan: Plan, epochs: number, seed: string): Promise<TransformerParams> {
  return (await finished(training(data, plan, epochs, seed))).P;
}

/** The engine, with so many workers. */
const engine = (data: WordData, workers: number) =>
  byEngine({ capacity: capacityOf(data.training, PLAN.batch), workers, precision: 'f64' }, threads);

/** What a model says by the chapters' loops. */
const translate = (text: string, model: Model, say = en) =>
  spoken(read(text, model, say), model, translating.byChapters(model.P, greedy));

/** A model whose weights are chance: what it says is nonsense, but it is a whole model. */
function model(direction: Model['direction'] = 'zh-en', sizes = PLAN.sizes): Model {
  const data = inWords(PAIRS, direction);
  const P = untrained(data, sizes, 'a seed');
  return { direction, sizes, source: data.source, target: data.target, P, seed: 'a seed', corpus: 'a hash' };
}

/** The bytes of that model's file after somebody meddled with it, and sealed it again. */
function meddled(change: (checkpoint: Checkpoint) => void): Uint8Array {
  const checkpoint = unseal(toBytes(model()));
  change(checkpoint);
  return seal(checkpoint);
}

t.test('options: what is not said has a default', async (t) => {
  const options = toyOptions([], en);
  t.equal(options.direction, 'zh-en');
  t.equal(options.out, 'models/zh-en.safetensors');
  t.equal(toyOptions(['--direction', 'en-zh'], en).out, 'models/en-zh.safetensors');
  t.equal(options.help, false);
  t.equal(options.engine, 'fast');
  t.ok(options.workers >= 1 && options.workers <= 4, 'as many as there are cores, at most 4');
  t.equal(toyOptions(['--help'], en).help, true);
  t.strictSame(
    toyOptions(
      '--direction en-zh --seed 我 --d-model 16 --heads 2 --d-ff 24 --layers 2 --epochs 3 --batch 4 --warmup 5 --rate 0.5 --smoothing 0 --drop 0.25 --engine chapters --workers 3 --memory 100 --resume --corpus c.tsv --out o --lang zh'.split(
        ' ',
      ),
      en,
    ),
    {
      direction: 'en-zh',
      seed: '我',
      preset: 'toy',
      sizes: { d_model: 16, h: 2, d_ff: 24, N: 2 },
      batch: 4,
      warmup: 5,
      rate: 0.5,
      smoothing: 0,
      drop: 0.25,
      epochs: 3,
      engine: 'chapters',
      precision: 'f64',
      workers: 3,
      memory: 100,
      corpus: 'c.tsv',
      out: 'o',
      resume: true,
      help: false,
    },
  );
  t.equal(toyOptions(['--seed='], en).seed, '', 'no text is a text, too');
  t.equal(toyOptions(['--seed', '-7'], en).seed, '-7');
});

t.test('options: refuses, with the rule', async (t) => {
  const refuses = (line: string, english: string, chinese: string) => {
    throwsExactly(t, () => toyOptions(line.split(' '), en), new RangeError(english));
    throwsExactly(t, () => toyOptions(line.split(' '), zh), new RangeError(chinese));
  };
  const number = (flag: string, value: string, english: string, chinese: string) => {
    const [rule, 规则] = [`--${flag} must be ${english}, got ${value}`, `--${flag} 必须是${chinese}，得到 ${value}`];
    refuses(`--${flag} ${value}`, rule, 规则);
    refuses(`--${flag}=${value}`, rule, 规则);
  };
  for (const [flag, least, most] of [
    ['d-model', 2, 1024],
    ['heads', 1, 64],
    ['d-ff', 1, 4096],
    ['layers', 1, 12],
    ['epochs', 1, 10000],
    ['batch', 1, 1024],
    ['warmup', 1, 1000000],
    ['workers', 1, 4],
  ] as const) {
    for (const value of ['-5', `${least - 1}`, `${most + 1}`, '4.5', 'four', 'NaN', 'Infinity', '-.5'])
      number(flag, value, `a whole number from ${least} to ${most}`, `${least} 到 ${most} 的整数`);
  }
  for (const value of ['-0.1', 'x', 'Infinity', 'NaN'])
    number('rate', value, 'a number of at least 0', '不小于 0 的数');
  for (const flag of ['smoothing', 'drop']) {
    for (const value of ['-0.1', '1', 'x']) number(flag, value, 'a number from 0 to 0.99', '0 到 0.99 的数');
  }
  refuses(
    '--heads 3 --d-model 32',
    '--d-model must be a multiple of --heads, got 32 and 3',
    '--d-model 必须是 --heads 的倍数，得到 32 和 3',
  );
  refuses(
    '--heads 3 --d-model 9',
    '--d-model must be even, a sine and a cosine a pair, got 9',
    '--d-model 必须是偶数（正弦、余弦成对），得到 9',
  );
  refuses('--direction xx', '--direction must be zh-en or en-zh, got xx', '--direction 只能是 zh-en 或 en-zh，得到 xx');
  refuses(
    '--engine slow',
    '--engine must be fast or chapters, got slow',
    '--engine 只能是 fast 或 chapters，得到 slow',
  );
  for (const flag of ['out', 'corpus'])
    refuses(`--${flag}=`, `--${flag} needs a file name, got nothing`, `--${flag} 后面要写文件名，这里什么也没有`);
});

t.test('options: refuses what is no flag', async (t) => {
  const refuses = (line: string, english: string, chinese: string) => {
    const help = 'npm start -- --help';
    throwsExactly(t, () => toyOptions(line.split(' '), en), new RangeError(`${english}; see ${help}`));
    throwsExactly(t, () => toyOptions(line.split(' '), zh), new RangeError(`${chinese}；用法见 ${help}`));
  };
  refuses('--foo', 'there is no flag --foo', '没有选项 --foo');
  refuses('--foo.bar=3', 'there is no flag --foo.bar', '没有选项 --foo.bar');
  refuses('-h', 'there is no flag -h', '没有选项 -h');
  refuses('我爱你', 'a flag begins with --, got 我爱你', '选项以 -- 开头，得到 我爱你');
  refuses('--epochs', '--epochs needs a value', '--epochs 后面要写一个值');
  refuses('--epochs --seed 3', '--epochs needs a value', '--epochs 后面要写一个值');
  refuses('--help=yes', '--help takes no value', '--help 后面不用写值');
});

t.test('options: the help names every flag, in both languages', async (t) => {
  const flags =
    'corpus out resume direction seed d-model heads d-ff layers batch epochs warmup rate smoothing drop engine precision workers memory lang help'.split(
      ' ',
    );
  for (const say of [en, zh]) {
    const lines = helpText('toy', say).split('\n');
    t.strictSame(
      lines.slice(1).map((line) => /^ {2}--([a-z-]+) /.exec(line)?.[1]),
      flags,
    );
  }
  t.notMatch(helpText('toy', en), /\p{Script=Han}/u);
  const words = helpText('toy', zh).replaceAll(/--[a-z-]+( [A-Z]+)?|npm start --|\S*\.(tsv|safetensors)/g, '');
  t.notMatch(words.replaceAll(/zh-en|en-zh|\b(en|zh|fast|chapters|MiB)\b/g, ''), /[a-z]{2}/i, 'no English is left');
});

t.test('inWords: the vocabularies hold what training sees, nothing else', async (t) => {
  const data = inWords(PAIRS, 'zh-en');
  // Held out: 爱…你 (three sentences), 看见…约翰 (three), and of the rest what the hash says.
  t.equal(data.recombined.length, 6);
  t.equal(data.training.length + data.unseen.length, 30);
  t.ok(data.unseen.length > 0);
  t.notOk(data.training.some(({ sentences: { chinese } }) => chinese === '我爱你'));
  t.ok(data.recombined.some(({ sentences: { chinese } }) => chinese === '我爱你'));
  const seen = new Set(data.training.flatMap(({ sentences: { chinese } }) => [...chinese]));
  t.strictSame(new Set(data.source.tokens), new Set([...SPECIAL, ...seen]));
  t.strictSame(data.target.tokens.slice(0, 4), SPECIAL);
  t.strictSame(
    data.training.map(({ sentences: { english } }) => english.toLowerCase()),
    data.training.map(({ target }) => target.map((id) => data.target.tokens[id]).join(' ')),
    'ids are the sentences, in their order',
  );
  const alone = [...PAIRS, { english: 'I love you dearly', chinese: '我深爱你' }];
  const strange = inWords(alone, 'zh-en').recombined.at(-1)!;
  t.strictSame([strange.source[1], strange.target[3]], [3, 3], 'a word only held out is <unk>');

  const back = inWords(PAIRS, 'en-zh');
  t.strictSame(
    back.training.map(({ source }) => source),
    data.training.map(({ target }) => target),
  );
  t.strictSame(back.source.tokens, data.target.tokens);
});

t.test('fit: the same seed gives the same weights, bit for bit', async (t) => {
  const data = inWords(PAIRS, 'zh-en');
  const bytes = async (seed: string) => {
    const P = await fitted(data, PLAN, 2, seed);
    return Buffer.from(toBytes({ ...model(), seed: '', P })).toString('hex');
  };
  const first = await bytes('1');
  t.ok(first === (await bytes('1')), 'the same');
  t.ok(first !== (await bytes('2')), 'another seed, other weights');
  t.ok(
    first !== Buffer.from(toBytes({ ...model(), seed: '', P: untrained(data, PLAN.sizes, '1') })).toString('hex'),
    'training moves them',
  );
});

t.test('fit: counts, and gives the mean of the last five epochs', async (t) => {
  const data = inWords(PAIRS, 'zh-en');
  const perEpoch = Math.ceil(data.training.length / 8);
  const [epochs, ends]: [number[], TransformerParams[]] = [[], []];
  const fitting = training(data, PLAN, 7, '1');
  let next = await fitting.next();
  for (let step = 1; !next.done; step++) {
    t.equal(next.value.step, step);
    t.equal(next.value.steps, 7 * perEpoch);
    t.equal(next.value.ended !== undefined, step % perEpoch === 0);
    if (next.value.ended) {
      epochs.push(next.value.epoch);
      ends.push(next.value.parameters());
    }
    next = await fitting.next();
  }
  t.strictSame(epochs, [1, 2, 3, 4, 5, 6, 7]);
  const number = ({ decoder }: TransformerParams) => decoder[0].crossAttention.W_O[1][2];
  const five = ends.slice(2).map(number);
  close(t, number(next.value.P), (five[0] + five[1] + five[2] + five[3] + five[4]) / 5, 14);
  t.equal(next.value.chosen, undefined, 'without a validation side there is nothing to choose by');
  t.strictSame(next.value.state.validation, []);
  t.equal(next.value.state.losses.length, 7 * perEpoch, 'a loss a step');
  t.not(number(next.value.P), five[4], 'not simply the last');
  close(t, (await fitted(data, PLAN, 1, '1')).E_source, ends[0].E_source, 14, 'the only epoch');
  t.strictSame(averaged([{ a: [1, 2] }, { a: [3, 6] }]), { a: [2, 4] });
});

t.test('fit: the engine learns what the chapters learn, however many work', async (t) => {
  const data = inWords(PAIRS, 'zh-en');
  const wanted: { loss: number; step: number; ended: unknown }[] = [];
  const end = await finished(training(data, PLAN, 6, '1'), (step) => wanted.push(step));
  const [first, ...others] = await Promise.all([1, 2, 3].map((workers) => fast(workers)));
  close(
    t,
    first.losses,
    wanted.map(({ loss }) => loss),
    9,
  );
  t.strictSame(
    first.ends,
    wanted.filter(({ ended }) => ended).map(({ step }) => step),
  );
  close(t, first.P.E_target, end.P.E_target, 7);
  for (const other of others) t.strictSame(other, first, 'the same bits');

  const pairs = [...data.training, ...data.unseen, ...data.recombined];
  const slow = translating.byChapters(end.P, greedy);
  const quick = await translating.byEngine(moduleOf('f64'), first.P, greedy, 30);
  for (const { source } of pairs) t.strictSame(quick(source).ids, slow(source).ids);
  t.equal(quick(pairs[0].source, 1).ids.length, 1, 'not more than allowed');
  const long = Array<number>(31).fill(5);
  t.strictSame(quick(long, 4).ids, translating.byChapters(first.P, greedy)(long, 4).ids, 'what has no room, too');

  async function fast(workers: number) {
    const [losses, ends]: [number[], number[]] = [[], []];
    const { P } = await finished(training(data, PLAN, 6, '1', engine(data, workers)), ({ loss, ended, step }) => {
      losses.push(loss);
      if (ended) ends.push(step);
    });
    return { losses, ends, P };
  }
});

t.test('fit: by the engine it stops when something is no number', async (t) => {
  const data = inWords(PAIRS, 'zh-en');
  const diverging = training(data, { ...PLAN, rate: 1e300 }, 3, '1', engine(data, 1));
  await t.rejects(
    finished(diverging, ({ loss }) => t.ok(Number.isFinite(loss))),
    DivergedError,
  );
});

t.test('fit: stops as soon as something is no number', async (t) => {
  const data = inWords(PAIRS, 'zh-en');
  for (const rate of [1e300, Infinity, NaN]) {
    let steps = 0;
    const diverging = finished(training(data, { ...PLAN, rate }, 3, '1'), ({ loss, parameters }) => {
      t.ok(Number.isFinite(loss));
      t.ok(Number.isFinite(parameters().E_target[4][0]), 'what is handed out is a number');
      steps++;
    });
    await t.rejects(diverging, DivergedError);
    t.ok(steps <= 1, `after ${steps} steps at rate ${rate}`);
  }
});

t.test('fit: learns six sentences by heart, and says them', async (t) => {
  const sizes = { d_model: 16, h: 2, d_ff: 16, N: 1 };
  const few = ['我认识他', '你认识我', '他们爱他', '我看见他', '你爱他', '他们认识你'];
  const all = inWords(PAIRS, 'zh-en');
  const chosen = all.training.filter(({ sentences }) => few.includes(sentences.chinese));
  t.ok(chosen.length >= 5, 'the rule holds back one of them at most');
  const data = { ...all, training: chosen };
  const P = await fitted(data, { ...PLAN, sizes, warmup: 60, rate: 2, drop: 0 }, 120, '1');
  t.equal(exactMatch(chosen, translating.byChapters(P, greedy)), 1);
  const learned: Model = { ...model(), sizes, P };
  t.equal(translate('我认识他', learned, en), 'I know him');
  t.equal(translate(' 我 認識 他。', learned, en), 'I know him');
  t.ok(exactMatch(chosen, translating.byChapters(untrained(all, sizes, '1'), greedy)) < 1, 'untrained it does not');
});

t.test('baselines, by hand', async (t) => {
  const training = [
    { source: [4, 5], target: [10, 11] },
    { source: [4, 6], target: [10, 12] },
    { source: [7, 5], target: [13, 11] },
    { source: [4, 6], target: [10, 12] },
  ];
  t.strictSame(mostFrequent(training)([7, 5]).ids, [10, 12], 'said twice, the others once');
  t.strictSame(mostFrequent(training.slice(0, 3))([7, 5]).ids, [10, 11], 'the first of equals');
  t.equal(exactMatch(training, mostFrequent(training)), 2 / 4);
  // Dice: 4 with 10: 2·3/(3+3) = 1, with 12: 2·2/(3+2) = 0.8; 5 with 11: 1; 6 with 12: 1; 7 with
  // 13: 1, with 11: 2·1/(1+2).
  const words = wordByWord(training);
  t.strictSame(words([7, 6]).ids, [13, 12], 'a pair never seen');
  t.strictSame(words([4, 4, 5, 4]).ids, [10, 11, 10], 'nothing twice in a row');
  t.strictSame(words([99, 6]).ids, [12], 'nothing for what it does not know');
  t.equal(exactMatch(training, words), 1);
  t.equal(exactMatch([{ source: [6, 4], target: [10, 12] }], words), 0, 'the order stays wrong');
});

t.test('translation: what is typed becomes tokens', async (t) => {
  const tokens = (text: string, direction: Model['direction']) =>
    tokensOf(read(text, model(direction), en).source, model(direction).source).join(' ');
  for (const text of ['我爱你', '我愛你', '我爱你。', ' 我　爱 你！\n', '「我愛你」'])
    t.equal(tokens(text, 'zh-en'), '我 爱 你', text);
  for (const text of ['I love you', 'i LOVE you.', 'Ｉ　ｌｏｖｅ　ｙｏｕ．', '  I love,  you!'])
    t.equal(tokens(text, 'en-zh'), 'i love you', text);
});

t.test('translation: refuses, with the name of what it does not know', async (t) => {
  const refuses = (text: string, direction: Model['direction'], english: string, chinese: string) => {
    throwsExactly(t, () => translate(text, model(direction), en), new Error(english));
    throwsExactly(t, () => translate(text, model(direction), zh), new Error(chinese));
  };
  // 我你他们爱认识看见约翰: eleven characters; i you they love know see me him john: nine words.
  refuses('我爱猫', 'zh-en', 'the model has never seen 猫; it knows 11 characters', '模型没见过「猫」；它认识 11 个字');
  refuses(
    'i LOVE 你',
    'zh-en',
    'this model reads Chinese and knows 11 characters, got i love; for English see --direction en-zh',
    '这个模型只读中文，认识 11 个字，得到 i love；英译中请用 --direction en-zh',
  );
  refuses(
    '我爱你',
    'en-zh',
    'this model reads English and knows 9 words, got 我爱你; for Chinese see --direction zh-en',
    '这个模型只读英文，认识 9 个词，得到 我爱你；中译英请用 --direction zh-en',
  );
  refuses(
    '猫爱tea猫',
    'zh-en',
    'the model has never seen 猫 tea; it knows 11 characters',
    '模型没见过「猫」「tea」；它认识 11 个字',
  );
  refuses(
    'I love cats, dogs',
    'en-zh',
    'the model has never seen cats, dogs; it knows 9 words',
    '模型没见过 cats、dogs；它认识 9 个词',
  );
  refuses(
    '<unk>我',
    'zh-en',
    'the model has never seen < unk >; it knows 11 characters',
    '模型没见过「<」「unk」「>」；它认识 11 个字',
  );
  t.throws(() => translate('', model(), en), /got nothing$/);
  t.throws(() => translate('爱'.repeat(10_000), model(), en), /got 10000$/);
});

t.test('translation: a sentence that does not end is cut, and says so', async (t) => {
  // Whatever it reads, the decoder ends in ones. Scores are products with the words' rows: EOS scores −8, the others 8.
  const whole = model();
  const { norm_3 } = whole.P.decoder[0];
  const ones = { gain: norm_3.gain.map(() => 0), bias: norm_3.bias.map(() => 1) };
  const P = {
    ...whole.P,
    E_target: whole.P.E_target.map((row, id) => row.map(() => (id === 2 ? -1 : 1))),
    decoder: [{ ...whole.P.decoder[0], norm_3: ones }],
  };
  const said = translate('我爱你', { ...whole, P }, en);
  t.match(said, /^I( I){15} …$/, '2 · 3 + 10 words, the first of equals, and a sign');
  const twelve = { source: [4], target: [4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4] }; // 2 · 1 + 10
  t.equal(exactMatch([twelve], translating.byChapters(P, greedy)), 0, 'the right words are not enough without an end');
});

t.test('translation: cross-attention, mean of the heads of the last layer', async (t) => {
  const sizes = { d_model: 8, h: 2, d_ff: 8, N: 2 };
  const whole = model('zh-en', sizes);
  // prettier-ignore
  const [source, target] = [[4, 5, 6], [4, 7]];
  const A = crossAttention(source, target, whole.P);
  t.equal(A.length, 3, 'two words and EOS');
  for (const row of A) {
    t.equal(row.length, 3);
    close(t, row[0] + row[1] + row[2], 1);
  }
  const { decoding } = transformer(source, [1, 4, 7], whole.P);
  const [first, second] = decoding.decoded.layers[1].crossAttended.heads;
  close(t, A[1][2], (first.A[1][2] + second.A[1][2]) / 2, 14);
  t.strictSame(saidTokens(target, whole.target), ['I', 'him', '<eos>'], 'spelled as in a sentence');
});

t.test('model file: there and back', async (t) => {
  const before = model('en-zh', { d_model: 8, h: 4, d_ff: 6, N: 2 });
  before.P.E_source[0][0] = -0;
  before.P.E_source[0][1] = 5e-324;
  const folder = `${t.testdir()}/new/folder`;
  const path = `${folder}/m.safetensors`;
  saveModel(path, before, en);
  t.strictSame(readdirSync(folder), ['m.safetensors']);
  const after = loadModel(path, 'en-zh', en);
  t.strictSame(after, before);
  t.ok(Object.is(after.P.E_source[0][0], -0), 'the same bits');
  t.ok(Buffer.from(toBytes(after)).equals(readFileSync(path)));
  // Somebody with another program finds what is needed in the metadata.
  const { seal: sealed, ...metadata } = fromSafetensors(readFileSync(path)).metadata;
  t.match(sealed, /^[0-9a-f]{64}$/);
  t.strictSame(metadata, {
    format: 'transformer-by-hand',
    version: '2',
    direction: 'en-zh',
    sizes: '{"d_model":8,"h":4,"d_ff":6,"N":2}',
    source: JSON.stringify(before.source.tokens),
    target: JSON.stringify(before.target.tokens),
    seed: 'a seed',
    corpus: 'a hash',
  });
});

t.test('model file: a new one takes the place of the earlier one at once', async (t) => {
  const path = `${t.testdir({ 'm.safetensors': 'an earlier model' })}/m.safetensors`;
  const earlier = openSync(path, 'r');
  saveModel(path, model(), en);
  t.equal(readFileSync(earlier, 'utf8'), 'an earlier model', 'its bytes were never written over');
  closeSync(earlier);
  t.strictSame(loadModel(path, 'zh-en', en), model());
});

t.test('model file: refuses what is no whole model, and leaves it alone', async (t) => {
  const folder = t.testdir();
  const refuses = (bytes: Uint8Array | string, message: string) => {
    const path = `${folder}/m.safetensors`;
    writeFileSync(path, bytes);
    throwsExactly(t, () => loadModel(path, 'zh-en', en), new Error(`${path} is not a whole model: ${message}`));
    throwsExactly(t, () => loadModel(path, 'zh-en', zh), new Error(`${path} 不是一个完整的模型（${message}）`));
    t.ok(Buffer.from(bytes).equals(readFileSync(path)), 'the file is as it was');
    t.strictSame(readdirSync(folder), ['m.safetensors']);
  };
  const texts = (change: Record<string, string>) => meddled(({ metadata }) => Object.assign(metadata, change));
  const whole = toBytes(model());
  const header = Buffer.from(whole).readUInt32LE(0);

  refuses('', 'expected at least 8 bytes, found 0');
  refuses('text', 'expected at least 8 bytes, found 4');
  refuses('        a letter', `expected a header of ${0x2020202020202020n} bytes, found 8`);
  refuses(whole.subarray(0, 500), `expected a header of ${header} bytes, found 492`);
  refuses(whole.subarray(0, -1), 'expected 64 bytes for "decoder.0.norm_3.bias", found 63');
  refuses(Buffer.concat([whole, Buffer.of(0)]), `expected a file of ${whole.length} bytes, found ${whole.length + 1}`);
  refuses(toSafetensors({ tensors: new Map(), metadata: {} }), 'expected a seal, found none');
  refuses(
    toSafetensors({ tensors: new Map(), metadata: { version: '1' } }),
    'expected a seal, found none in a file of version "1"',
  );
  refuses(seal({ tensors: new Map(), metadata: {} }), 'expected format transformer-by-hand, found nothing');
  refuses(texts({ format: 'pt' }), 'expected format transformer-by-hand, found "pt"');
  refuses(texts({ version: '3' }), 'expected version 2, found "3"');
  refuses(texts({ version: 'a\nb' }), 'expected version 2, found "a\\nb"');
  refuses(texts({ direction: 'zh-fr' }), 'expected direction zh-en, found "zh-fr"');
  refuses(texts({ sizes: '{' }), 'expected JSON in the metadata, found "{"');
  refuses(texts({ source: '' }), 'expected JSON in the metadata, found nothing');
  refuses(texts({ source: '{}' }), 'expected a vocabulary, found something else');
  refuses(texts({ target: '[1]' }), 'expected a vocabulary, found something else');
  refuses(texts({ target: '["a"]' }), 'a vocabulary must hold <pad> at place 0, got a');
  const V = model().source.tokens.length;
  const fewer = JSON.stringify(model().source.tokens.slice(0, -1));
  refuses(texts({ source: fewer }), `expected E_source of ${V - 1}×8, found ${V}×8`);
});

t.test('model file: refuses sizes that are none, or not the file’s', async (t) => {
  const refuses = (sizes: unknown, message: string, kind = Error) => {
    const bytes = meddled(({ metadata }) => (metadata.sizes = JSON.stringify(sizes)));
    throwsExactly(t, () => fromBytes(bytes), new kind(message));
  };
  const expected = 'expected sizes d_model (even), h, d_ff and N, found';
  refuses(null, `${expected} "null"`);
  refuses({}, `${expected} "{}"`);
  refuses({ d_model: 9, h: 1, d_ff: 8, N: 1 }, `${expected} "{\\"d_model\\":9,\\"h\\":1,\\"d_ff\\":8,\\"N\\":1}"`);
  refuses(
    { d_model: '8', h: 1, d_ff: 8, N: 0 },
    `${expected} "{\\"d_model\\":\\"8\\",\\"h\\":1,\\"d_ff\\":8,\\"N\\":0}"`,
  );
  refuses(
    { d_model: 8, h: 3, d_ff: 8, N: 1 },
    'd_model must be a multiple of the number of heads, got 8 and 3',
    RangeError,
  );
  refuses({ d_model: 8, h: 4, d_ff: 8, N: 1 }, 'expected encoder.0.attention.W_Q.0 of 8×2, found 8×4');
  refuses({ d_model: 8, h: 2, d_ff: 9, N: 1 }, 'expected encoder.0.feedForward.W_1 of 8×9, found 8×8');
  // All but the tables: 12 squares of attention, two feed-forward layers with biases, five norms, of every layer.
  const numbers = (V: number, d: number, d_ff: number, N: number) =>
    V * d + N * (12 * d * d + 2 * (2 * d * d_ff + d_ff + d) + 5 * 2 * d);
  const V = model().source.tokens.length + model().target.tokens.length;
  const [most, found] = [numbers(V, 4096, 4096, 4096), numbers(V, 8, 8, 1)];
  refuses({ d_model: 4096, h: 4096, d_ff: 4096, N: 4096 }, `expected ${most} numbers, found ${found}`);
});

t.test('model file: refuses other tensors', async (t) => {
  const refuses = (change: (tensors: Checkpoint['tensors']) => void, message: string) =>
    throwsExactly(t, () => fromBytes(meddled(({ tensors }) => change(tensors))), new Error(message));
  const name = 'decoder.0.crossAttention.W_O';
  refuses((tensors) => tensors.delete(name), `expected a tensor ${name}, found none`);
  refuses((tensors) => tensors.set(name, [[1, 2, 3]]), `expected ${name} of 8×8, found 1×3`);
  refuses((tensors) => tensors.set(name, [1, 2, 3]), `expected ${name} of 8×8, found 3`);
  const bias = 'encoder.0.norm_1.bias';
  refuses((tensors) => tensors.set(bias, [[1, 2, 3, 4, 5, 6, 7, 8]]), `expected ${bias} of 8, found 1×8`);
  // encoder: 2·3 heads + W_O + 2·2 norms + 4; decoder: twice 7 + 3·2 norms + 4; two tables
  refuses(
    (tensors) => tensors.set('more', [1]),
    `expected ${7 + 4 + 4 + 14 + 6 + 4 + 2} tensors, found another, "more"`,
  );
  refuses((tensors) => tensors.set(bias, [1, NaN, 3, 4, 5, 6, 7, 8]), `expected numbers in "${bias}", found NaN`);
  refuses((tensors) => tensors.set(bias, [1, -Infinity]), `expected numbers in "${bias}", found -Infinity`);
});

t.test('model file: none, or not to be read', async (t) => {
  const folder = t.testdir();
  const none = `${folder}/none`;
  throwsExactly(
    t,
    () => loadModel(none, 'zh-en', en),
    new Error(`there is no model ${none} yet: train one with npm start first`),
  );
  throwsExactly(t, () => loadModel(none, 'zh-en', zh), new Error(`还没有模型 ${none}：请先用 npm start 训练一个`));
  throwsExactly(
    t,
    () => loadModel(none, 'en-zh', en),
    new Error(`there is no model ${none} yet: train one with npm start -- --direction en-zh first`),
  );
  throwsExactly(t, () => loadModel(folder, 'zh-en', en), new Error(`cannot read ${folder} (EISDIR)`));
  throwsExactly(t, () => loadModel(folder, 'zh-en', zh), new Error(`无法读取 ${folder}（EISDIR）`));
});

t.test('model file: a place that refuses', async (t) => {
  const folder = t.testdir({ file: 'text', folder: { earlier: 'text' } });
  for (const [path, code] of [
    [`${folder}/folder`, 'EISDIR'], // a folder stands where the file should be
    [`${folder}/file/m`, 'ENOTDIR|EEXIST'], // a file stands where the folder should be
    [`${folder}/file/deep/m`, 'ENOTDIR'],
    [`${folder}/${'n'.repeat(250)}`, 'ENAMETOOLONG'],
  ]) {
    const [english, chinese] = [
      new RegExp(`^cannot save the model as \\S+ \\((${code})\\); an earlier model there is untouched$`),
      new RegExp(`^无法把模型保存为 \\S+（(${code})）；那里原有的模型没有动$`),
    ];
    t.throws(() => saveModel(path, model(), en), { message: english });
    t.throws(() => saveModel(path, model(), zh), { message: chinese });
    const why = path.endsWith('/folder') ? ['not a file', '不是文件'] : [code, code];
    t.throws(() => checkPlace(path, en), {
      message: new RegExp(`^cannot write to \\S+ \\((${why[0]})\\); choose another --out$`),
    });
    t.throws(() => checkPlace(path, zh), { message: new RegExp(`^无法写入 \\S+（(${why[1]})）；请换一个 --out$`) });
  }
  t.strictSame(readdirSync(folder).sort(), ['file', 'folder'], 'nothing is left beside');
  t.strictSame(readdirSync(`${folder}/folder`), ['earlier']);
  t.equal(readFileSync(`${folder}/file`, 'utf8'), 'text');
});

t.test('model file: looking at the place changes nothing', async (t) => {
  const folder = t.testdir({ 'm.safetensors': 'an earlier model' });
  checkPlace(`${folder}/m.safetensors`, en);
  t.equal(readFileSync(`${folder}/m.safetensors`, 'utf8'), 'an earlier model');
  checkPlace(`${folder}/new/m.safetensors`, en);
  t.notOk(existsSync(`${folder}/new/m.safetensors`));
  t.strictSame(readdirSync(`${folder}/new`), []);
});

t.test('model file: a model that cannot be written does not harm the earlier one', async (t) => {
  const folder = t.testdir({ 'm.safetensors': 'an earlier model' });
  mkdirSync(`${folder}/other`);
  const broken = {
    ...model(),
    get seed(): string {
      throw new Error('half-way');
    },
  };
  t.throws(() => saveModel(`${folder}/m.safetensors`, broken, en), { message: /^cannot save the model as .*half-way/ });
  t.equal(readFileSync(`${folder}/m.safetensors`, 'utf8'), 'an earlier model');
  t.strictSame(readdirSync(folder).sort(), ['m.safetensors', 'other']);
});

t.test('progress: plain lines where there is no terminal', async (t) => {
  t.intercept(process.stdout, 'isTTY', { value: false });
  const printed = t.capture(console, 'log');
  let now = 5000;
  for (const say of [en, zh]) {
    const shown = meter({ tokens: 30, done: 0, epochs: 3 }, say, () => now);
    now += 10_000; // ten seconds an epoch: two more take twenty
    shown.step(10, 2.5);
    shown.epoch(1, { heldOut: 0.25 });
    shown.stop();
  }
  t.strictSame(
    printed().map(({ args }) => args[0]),
    ['epoch 1/3  loss 2.50  held out 25 %  20 s left', '第 1/3 轮  损失 2.50  留出句 25 %  还需 20 秒'],
  );
});
