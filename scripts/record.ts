/**
 * `npm run record` repeats the long runs that the prose quotes, and keeps what they find.
 *
 *     npm run record                    the list of them
 *     npm run record -- seeds 16        repeats these two
 *     npm run record -- all             repeats all but `speed` and `sizes`: one wants a quiet machine, one hours
 *     npm run record -- --check         repeats them and fails where one comes out otherwise, seconds aside;
 *                                       of a study one seed is repeated
 *     npm run record -- 18 --seeds 1,2  with other seeds: the studies, seeds and heads
 */

import { parsed } from '../examples/translator/command-line.ts';
import { run } from '../examples/translator/failing.ts';
import type { Say } from '../lib/language.ts';
import { recordCells } from './record/cells.ts';
import { recordPairs } from './record/pairs.ts';
import { recordHeads, recordSeeds } from './record/seeds.ts';
import { recordSizes } from './record/sizes.ts';
import { recordSpeed } from './record/speed.ts';
import { recordStart } from './record/start.ts';
import { recordStudy, studies } from './record/study.ts';

/** A long run whose findings are kept. */
interface Run {
  what: [en: string, zh: string];
  minutes: number; // on two quiet cores, about
  seeded?: boolean; // may be repeated with other seeds
  repeat: (check: boolean, seeds: string[] | undefined) => Promise<void>;
}

const runs = new Map<string, Run>([
  [
    'start',
    { what: ['`npm start`, by engine and chapters', '`npm start`，引擎和各章的循环'], minutes: 2, repeat: recordStart },
  ],
  [
    'seeds',
    { what: ['the translator with five seeds', '用五个种子训练翻译器'], minutes: 1, seeded: true, repeat: recordSeeds },
  ],
  [
    'heads',
    {
      what: ['the translator with 1, 2, 4, 8 heads', '用 1、2、4、8 个头训练翻译器'],
      minutes: 2,
      seeded: true,
      repeat: recordHeads,
    },
  ],
  ['cells', { what: ["chapter 19's whole grid", '第 19 章的整个网格'], minutes: 5, repeat: recordCells }],
  ['pairs', { what: ['`npm run train`', '`npm run train`'], minutes: 10, repeat: recordPairs }],
  [
    'sizes',
    {
      what: ['`npm run train`, larger, longer, f64', '`npm run train`，更大、更久、f64'],
      minutes: 120,
      repeat: recordSizes,
    },
  ],
  ['speed', { what: ["chapter 20's ladder", '第 20 章的阶梯'], minutes: 2, repeat: recordSpeed }],
]);
for (const name of studies()) {
  const number = name.slice(0, 2);
  const what: Run['what'] = [`the study of chapter ${number}`, `第 ${number} 章的研究`];
  runs.set(number, { what, minutes: 10, seeded: true, repeat: (check, seeds) => recordStudy(number, check, seeds) });
}

await run(async (args, say) => {
  const options = {
    check: { type: 'boolean', default: false },
    seeds: { type: 'string' },
    lang: { type: 'string' },
  } as const;
  const { values, positionals } = parsed({ args, options, allowPositionals: true }, 'npm run record', say);
  const names = wanted(positionals, values.check, say);
  if (names.length === 0) console.log(list(say));
  const fixed = names.find((name) => !runs.get(name)?.seeded);
  if (values.seeds !== undefined && fixed !== undefined)
    throw new RangeError(
      say(`${fixed} is recorded with one seed; leave out --seeds`, `${fixed} 只用一个种子，请去掉 --seeds`),
    );
  for (const name of names) {
    console.error(`── ${name}`);
    await runs.get(name)?.repeat(values.check, values.seeds?.split(','));
  }
});

/** The runs that a command line names. Throws RangeError for a name that is none. */
function wanted(named: string[], check: boolean, say: Say): string[] {
  const known = [...runs.keys()];
  if (named.includes('all') || (named.length === 0 && check))
    return known.filter((name) => name !== 'speed' && name !== 'sizes');
  const stranger = named.find((name) => !runs.has(name));
  if (stranger === undefined) return named;
  const names = known.join(', ');
  throw new RangeError(
    say(`a run must be one of ${names}, or all, got ${stranger}`, `要重跑的只能是 ${names}，或 all，得到 ${stranger}`),
  );
}

/** What there is to repeat, a line each. */
function list(say: Say): string {
  const lines = [...runs].map(([name, { what, minutes }]) => {
    const took = say(`${minutes} min`, `${minutes} 分钟`);
    return `  npm run record -- ${name.padEnd(6)} ${took.padStart(7)}  ${say(...what)}`;
  });
  return [
    say('Repeat one of these, or all; --check compares:', '请选一个重跑，或 all；--check 只作比较：'),
    ...lines,
  ].join('\n');
}
