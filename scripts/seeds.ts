/**
 * `npm run seeds`: trains the translator with five seeds, two at a time, and prints how well each does.
 * `npm run seeds -- --heads 1,2,4,8 --seeds 1,2,3` varies the number of heads, as table 3 (A) of the paper does.
 * `--record` keeps the table in scripts/recorded, from where the prose quotes it; `--check` fails if it has changed.
 */

import { spawn } from 'node:child_process';
import { cpus } from 'node:os';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { readCorpus } from '../examples/corpus/corpus.ts';
import { fitFast } from '../examples/translator/fast.ts';
import { exactMatch, prepare, translating } from '../examples/translator/fit.ts';
import { optionsFrom, OWN_CORPUS } from '../examples/translator/options.ts';
import { speaker } from '../lib/language.ts';
import { columns, decimal } from '../lib/print.ts';
import { keep } from './recorded.ts';

/** What one run found: shares of exact matches, and the seconds it took. */
interface Found {
  unseen: number;
  recombined: number;
  seconds: number;
}

const say = speaker('en');
const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '1,2,3,4,5' },
    heads: { type: 'string', default: '4' },
    one: { type: 'string' },
    record: { type: 'boolean', default: false },
    check: { type: 'boolean', default: false },
  },
});

if (values.one !== undefined) {
  const [seed, heads] = values.one.split(' ');
  console.log(JSON.stringify(await measure(seed, heads)));
} else {
  console.error(`Node ${process.version}, ${cpus()[0].model}, ${cpus().length} cores`);
  const [seeds, heads] = [values.seeds.split(','), values.heads.split(',')];
  const table = await compare(seeds, heads);
  console.log(table);
  const name = heads.length > 1 ? 'heads' : 'seeds';
  if (values.record || values.check) keep(`${name}.txt`, table, values.check);
}

/** One training run in this process, silently. */
async function measure(seed: string, heads: string): Promise<Found> {
  const options = optionsFrom(['--seed', seed, '--heads', heads], say);
  const data = prepare(readCorpus(fileURLToPath(OWN_CORPUS), say).pairs, options.direction);
  const begun = Date.now();
  const fitting = fitFast(data, options.plan, options.epochs, seed, 1);
  let next = await fitting.next();
  while (!next.done) next = await fitting.next();
  const seconds = (Date.now() - begun) / 1000;
  const translate = translating(next.value);
  return {
    unseen: exactMatch(data.unseen, translate),
    recombined: exactMatch(data.recombined, translate),
    seconds,
  };
}

/** All runs, two at a time, as a table: a line a seed, or a line a number of heads with the mean and the worst seed. */
async function compare(seeds: string[], heads: string[]): Promise<string> {
  const tasks = heads.flatMap((h) => seeds.map((seed) => ({ seed, h })));
  const found: Found[] = [];
  let next = 0;
  const work = async () => {
    for (let k = next++; k < tasks.length; k = next++) {
      found[k] = await inAnotherProcess(tasks[k].seed, tasks[k].h);
      const { seed, h } = tasks[k];
      console.error(`seed ${seed}, ${h} heads: ${decimal(found[k].seconds, 0)} s`);
    }
  };
  await Promise.all([work(), work()]);
  const percent = (share: number) => `${decimal(100 * share, 1)} %`;
  if (heads.length === 1) {
    const line = (seed: string, { unseen, recombined }: Found) => [seed, percent(unseen), percent(recombined)];
    return columns([['seed', 'unseen', 'recombined'], ...seeds.map((seed, k) => line(seed, found[k]))]);
  }
  const mean = (list: number[]) => list.reduce((sum, x) => sum + x, 0) / list.length;
  const rows = heads.map((h, i) => {
    const runs = found.slice(i * seeds.length, (i + 1) * seeds.length);
    const of = (set: 'unseen' | 'recombined') => runs.map((run) => run[set]);
    return [
      h,
      ...(['unseen', 'recombined'] as const).flatMap((set) => [percent(mean(of(set))), percent(Math.min(...of(set)))]),
    ];
  });
  return columns([['heads', 'unseen, mean', 'worst', 'recombined, mean', 'worst'], ...rows]);
}

function inAnotherProcess(seed: string, heads: string): Promise<Found> {
  const command = [
    '--max-semi-space-size=128',
    '--import',
    'tsx',
    fileURLToPath(import.meta.url),
    '--one',
    `${seed} ${heads}`,
  ];
  const child = spawn(process.execPath, command, { stdio: ['ignore', 'pipe', 'inherit'] });
  let printed = '';
  child.stdout.on('data', (text) => (printed += text));
  return new Promise((resolve, reject) => {
    child.on('close', (code) => {
      if (code === 0) resolve(JSON.parse(printed) as Found);
      else reject(new Error(`the run with seed ${seed} and ${heads} heads failed with code ${code}`));
    });
  });
}
