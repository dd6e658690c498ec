/**
 * The study of chapter 21: a model of today's parts that spells English words, and the same model with one part taken
 * back to the paper's; then a deep one, its norms before or after. `npm run record -- 21`
 */

import { decoderOnlyParams, PAPER, TODAY, type DecoderSizes, type Parts } from '../../chapters/21-since-2017/parts.ts';
import type { Say } from '../../lib/language.ts';
import { count } from '../../lib/params.ts';
import { columns, decimal, grouped } from '../../lib/print.ts';
import { seeded } from '../../lib/random.ts';
import { spread, told } from '../../lib/spread.ts';
import { meanLoss, trained, type Course } from './training.ts';
import { wordsOfCorpus } from './words.ts';

/** Which model: all of today's parts, with one of the paper's, all of the paper's; and a deep one. */
export type Kind = keyof typeof KINDS;

/** One training. */
export interface Task {
  kind: Kind;
  seed: string;
}

/** What it found, in nats a letter. */
export interface Found {
  kind: Kind;
  numbers: number; // learned
  loss: number; //    of words held out
  later: number; //   of the same words, begun at place LATER
}

export const title = 'Chapter 21: today’s parts, one at a time taken back to those of 2017';

/** Where the words of the last column begin: further than any word of the training reaches. */
const LATER = 20;
const small: DecoderSizes = { V: 27, n: 16, d_model: 16, h: 4, g: 2, d_ff: 40, N: 1 };
/** As many numbers with two matrices of 60 as with three of 40. */
const RELU = { feedForward: 'relu', d_ff: 60 } as const;
const course: Course = { steps: 300, batch: 8, rate: 0.01, warmup: 0 };
const deep: Course = { ...course, steps: 120 };

/** What differs from all of today's parts. */
const KINDS = {
  today: {},
  after: { before: false, last: false },
  layer: { norm: 'layer' },
  relu: RELU,
  sine: { places: 'sine' },
  whole: { g: 4 },
  paper: { ...PAPER, ...RELU, g: 4 },
  'deep before': { N: 6 },
  'deep after': { N: 6, before: false, last: false },
  'deep after, warm-up': { N: 6, before: false, last: false },
} as const satisfies Record<string, Partial<Parts & DecoderSizes>>;

const isDeep = (kind: Kind) => kind.startsWith('deep');

/** A task for each kind and seed. */
export function tasks(seeds: string[]): Task[] {
  return seeds.flatMap((seed) => (Object.keys(KINDS) as Kind[]).map((kind) => ({ kind, seed })));
}

/** One training. */
export function run({ kind, seed }: Task): Found {
  const { training, heldOut } = wordsOfCorpus();
  const parts: Parts = { ...TODAY, ...KINDS[kind] };
  const begin = decoderOnlyParams(seeded(`weights ${seed}`), { ...small, ...KINDS[kind] }, parts);
  const plan = isDeep(kind) ? { ...deep, warmup: kind === 'deep after, warm-up' ? 60 : 0 } : course;
  const { P } = trained(begin, training, parts, plan, seed);
  const [loss, later] = [0, LATER].map((from) => meanLoss(heldOut, P, parts, from));
  return { kind, numbers: count(P), loss, later };
}

/** Two paragraphs: one part at a time, and the deep model. */
export function report(results: Found[], say: Say): string {
  const names: Record<Kind, string> = {
    today: say('all of today', '全是如今的部件'),
    after: say('norms after the sums', '归一放在相加之后'),
    layer: say('layer norm', '层归一化'),
    relu: say('ReLU, as many numbers', 'ReLU，参数一样多'),
    sine: say('sines added', '加上正弦'),
    whole: say('a key for every head', '每个头各有键'),
    paper: say('all of 2017', '全是 2017 年的'),
    'deep before': say('norms before', '归一在前'),
    'deep after': say('norms after', '归一在后'),
    'deep after, warm-up': say('norms after, warm-up', '归一在后，有预热'),
  };
  const of = (kind: Kind) => results.filter((found) => found.kind === kind);
  const row = (kind: Kind, than: Kind) => {
    const [found, others] = [of(kind), of(than)];
    return [
      names[kind],
      grouped(found[0].numbers),
      told(spread(found.map(({ loss }) => loss)), 3),
      ...(kind === than ? ['', ''] : more(found.map(({ loss }, k) => loss - others[k].loss))),
      ...more(found.map(({ loss, later }) => later - loss)),
    ];
  };
  const head = (name: string) => [
    name,
    say('numbers', '参数'),
    say('held-out loss', '留出词的损失'),
    say('more', '多出'),
    say('standard errors', '几个标准误'),
    say(`from place ${LATER}: more`, `从位置 ${LATER} 开始：多出`),
    say('standard errors', '几个标准误'),
  ];
  const kinds = Object.keys(KINDS) as Kind[];
  return [
    columns([
      head(say('one layer', '一层')),
      ...kinds.filter((kind) => !isDeep(kind)).map((kind) => row(kind, 'today')),
      [
        say(
          `nats a letter; mean ± deviation of ${of('today').length} seeds, paired`,
          `每个字母的奈特；${of('today').length} 个种子的平均 ± 标准差，成对比较`,
        ),
      ],
    ]),
    columns([head(say('six layers', '六层')), ...kinds.filter(isDeep).map((kind) => row(kind, 'deep before'))]),
  ].join('\n\n');
}

/** The mean of differences, seed by seed, and how many standard errors it is from 0; rounding is no difference. */
function more(differences: number[]): [mean: string, errors: string] {
  const { mean, deviation, runs } = spread(differences);
  if (deviation < 1e-12) return [decimal(0), ''];
  return [`${mean < 0 ? '' : '+'}${decimal(mean)}`, decimal((mean * Math.sqrt(runs)) / deviation, 1)];
}

/** None: the tables say it. */
export function charts(): Record<string, string> {
  return {};
}
