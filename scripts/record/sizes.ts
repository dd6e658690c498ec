/**
 * `npm run record -- sizes` trains on the everyday pairs with models of several sizes, for several times, and in both
 * precisions with three seeds: two hours. Each training is kept as soon as it has ended, and one that is kept is not
 * repeated; to begin anew, delete scripts/recorded/sizes.json.
 */

import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { speaker, type Say } from '../../lib/language.ts';
import { columns, decimal, grouped } from '../../lib/print.ts';
import { spread, told } from '../../lib/spread.ts';
import { folder, keep } from './kept.ts';
import { train } from './pairs.ts';

/** One training: all else is as `npm run train` has it. */
interface Size {
  d_model: number;
  heads: number;
  epochs: number;
  precision: 'f32' | 'f64';
  seed: string;
}

/** What it came to. */
interface Found extends Size {
  numbers: number; //    of the model
  MiB: number; //        of memory, at most: what the program says it may take
  seconds: number; //    of training
  validation: number; // nats a token, of the model that was kept
  BLEU: number; //       on the test side
}

const USUAL: Size = { d_model: 128, heads: 4, epochs: 16, precision: 'f32', seed: '1' };
/** How large, for how long. d_ff is 4 d_model, a head 32 or 64 wide. */
const SIZES: Size[] = [
  { ...USUAL, epochs: 8 },
  USUAL,
  { ...USUAL, epochs: 32 },
  { ...USUAL, d_model: 192, heads: 6 },
  { ...USUAL, d_model: 256 },
];
const SEEDS = ['1', '2', '3'];
const PRECISIONS: Size[] = (['f32', 'f64'] as const).flatMap((precision) =>
  SEEDS.map((seed) => ({ ...USUAL, precision, seed })),
);

const place = `${folder}sizes.json`;

/**
 * Trains what is not kept yet, the shorter first, and keeps the tables; or, to check, repeats the shortest
 * training and compares it.
 */
export async function recordSizes(check: boolean): Promise<void> {
  const kept = new Map(read().map((found) => [nameOf(found), found]));
  if (check) return compare(kept.get(nameOf(SIZES[0])));
  const byCost = [...PRECISIONS, ...SIZES].sort((a, b) => cost(a) - cost(b));
  for (const size of byCost) {
    if (kept.has(nameOf(size))) continue;
    kept.set(nameOf(size), await trained(size));
    writeFileSync(place, `[\n${[...kept.values()].map((found) => JSON.stringify(found)).join(',\n')}\n]\n`);
    keepTables(kept);
  }
  keepTables(kept);
}

/** The tables of the trainings that there are. */
function keepTables(kept: Map<string, Found>): void {
  const found = (sizes: Size[]) => sizes.flatMap((size) => kept.get(nameOf(size)) ?? []);
  for (const language of ['en', 'zh'] as const) {
    const say = speaker(language);
    keep(
      `sizes.${language}.txt`,
      [sizesTable(found(SIZES), say), precisionsTable(found(PRECISIONS), say)].join('\n\n'),
      false,
    );
  }
}

function read(): Found[] {
  return existsSync(place) ? (JSON.parse(readFileSync(place, 'utf8')) as Found[]) : [];
}

function nameOf({ d_model, epochs, precision, seed }: Size): string {
  return `d_model ${d_model}, ${epochs} epochs, ${precision}, seed ${seed}`;
}

/** How long a training takes beside others, about. */
function cost({ d_model, epochs, precision }: Size): number {
  return d_model * d_model * epochs * (precision === 'f64' ? 2 : 1);
}

/** One training, as somebody would type it; what it prints is read. Throws Error if that is not as expected. */
async function trained(size: Size): Promise<Found> {
  console.error(nameOf(size));
  const folder = mkdtempSync(join(tmpdir(), 'sizes-'));
  try {
    const { d_model, heads, epochs, precision, seed } = size;
    const flags = {
      'd-model': d_model,
      heads,
      'd-ff': 4 * d_model,
      epochs,
      patience: epochs,
      memory: 4096, // MiB: the widest model takes more than the program allows by itself
      precision,
      seed,
      lang: 'en',
    };
    const said = Object.entries(flags).flatMap(([name, value]) => [`--${name}`, String(value)]);
    const printed = await train(said, join(folder, 'model.safetensors'));
    const number = (pattern: RegExp) => {
      const digits = pattern.exec(printed)?.[1];
      if (digits === undefined) throw new Error(`npm run train must print ${pattern}`);
      return Number(digits.replaceAll(',', ''));
    };
    const mean = number(/the mean of the last \d+ epochs (\d+\.\d+)/);
    const best = number(/Validation loss: epoch \d+, the best, (\d+\.\d+)/);
    return {
      ...size,
      numbers: number(/^Model: ([\d,]+) numbers/m),
      MiB: number(/in at most about ([\d,]+) MiB/),
      seconds: number(/^Trained in ([\d,]+) s/m),
      validation: Math.min(mean, best),
      BLEU: number(/^this model.* ([\d.]+)$/m),
    };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Sets exit code 1 if the shortest training is not as it was kept, seconds aside. */
async function compare(kept: Found | undefined): Promise<void> {
  if (kept === undefined) throw new RangeError('the sizes have not been recorded');
  const now = await trained(SIZES[0]);
  const same = JSON.stringify({ ...now, seconds: 0 }) === JSON.stringify({ ...kept, seconds: 0 });
  console.error(
    `${nameOf(kept)}: ${same ? 'as recorded' : `recorded ${JSON.stringify(kept)}, now ${JSON.stringify(now)}`}`,
  );
  if (!same) process.exitCode = 1;
}

/** What a larger model and a longer training bring, and cost. */
function sizesTable(found: Found[], say: Say): string {
  return columns([
    [
      'd_model',
      say('epochs', '轮数'),
      say('numbers', '参数'),
      say('memory at most, MiB', '内存上限，MiB'),
      say('minutes', '分钟'),
      say('validation, nats', '验证损失，奈特'),
      'BLEU',
    ],
    ...found.map(({ d_model, epochs, numbers, MiB, seconds, validation, BLEU }) => [
      String(d_model),
      String(epochs),
      grouped(numbers),
      grouped(MiB),
      decimal(seconds / 60, 0),
      decimal(validation),
      decimal(BLEU, 1),
    ]),
  ]);
}

/** f32 beside f64, seed by seed. */
function precisionsTable(found: Found[], say: Say): string {
  const rows = (['f32', 'f64'] as const).flatMap((precision) => {
    const runs = found.filter((run) => run.precision === precision);
    if (runs.length < SEEDS.length) return [];
    const row = [
      precision,
      ...runs.map(({ BLEU }) => decimal(BLEU, 1)),
      told(spread(runs.map(({ BLEU }) => BLEU))),
      told(spread(runs.map(({ validation }) => validation)), 3),
    ];
    return [row];
  });
  return columns([
    [
      '',
      ...SEEDS.map((seed) => say(`BLEU, seed ${seed}`, `BLEU，种子 ${seed}`)),
      say('mean ± deviation', '平均 ± 标准差'),
      say('validation, nats', '验证损失，奈特'),
    ],
    ...rows,
  ]);
}
