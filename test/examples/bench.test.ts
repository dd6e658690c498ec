import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import t from 'tap';
import { during, inRounds, quartiles, worked, type Contestant } from '../../scripts/bench/timing.ts';
import { randomPairs } from '../../scripts/bench/random-pairs.ts';
import { teacherForced } from '../../chapters/12-training/training.ts';
import { capacityFor, cutInto, PARTS } from '../../chapters/20-speed/engine/batch.ts';
import { transformer } from '../../chapters/20-speed/engine/transformer.ts';
import { seeded } from '../../lib/random.ts';
import { close } from '../close.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** Runs the benchmark as npm does, with an empty environment, so that the test runner does not measure it. */
function bench(...args: string[]) {
  const program = ['--import', 'tsx', 'scripts/bench.ts', ...args];
  const { status, stdout, stderr } = spawnSync(process.execPath, program, { cwd: ROOT, env: {}, encoding: 'utf8' });
  return { status, out: stdout, err: stderr };
}

/** 12.34 (11.99 – 13.20) */
const CELL = /(\d+\.\d\d) \((\d+\.\d\d) – (\d+\.\d\d)\)/g;

t.test('part 1: a line a shape, a number a contestant', async (t) => {
  const shapes = [
    '8×32 · 32×32',
    '8×64 · 64×256',
    '64×32 · 32×64',
    '96×128 · 128×512',
    '64×64 · 64×64',
    '256×256 · 256×256',
  ];
  const heads = { en: ['chapter 1', 'engine f64', 'engine f32'], zh: ['第 1 章', '引擎 f64', '引擎 f32'] };
  for (const lang of ['en', 'zh'] as const) {
    const { status, out, err } = bench('--only', '1', '--quick', '--lang', lang);
    t.equal(err, '');
    t.equal(status, 0);
    const [machine, busyOrBlank, ...others] = out.trimEnd().split('\n');
    t.match(machine, /^Node v\d+\..* · .* · \d+ (cores|核)$/, 'names the machine');
    t.match(busyOrBlank, /^$|^other programs|^其他程序/);
    const [title, head, ...lines] = others.slice(others.findIndex((line) => line.startsWith('──')));
    t.match(title, /^── 1 · .*GFLOP\/s.* ──$/);
    t.strictSame(head.trim().split(/ {2,}/), heads[lang]);
    t.strictSame(
      lines.map((line) => line.split(/ {2,}/)[0]),
      shapes,
      'every shape, and nothing else',
    );
    for (const line of lines) {
      const cells = [...line.matchAll(CELL)].map((cell) => cell.slice(1).map(Number));
      t.equal(cells.length, 3, 'chapter 1 and both precisions');
      for (const [median, low, high] of cells) {
        t.ok(median > 0 && low > 0 && high > 0, 'speeds are above 0');
        t.ok(low <= median && median <= high, 'the median lies between the quartiles');
      }
    }
  }
});

t.test('flags', async (t) => {
  const refused = (args: string[], message: string) =>
    t.strictSame(bench(...args), { status: 1, out: '', err: `${message}\n` }, message);
  refused(['--only', '5', '--lang', 'en'], '--only must be a whole number from 1 to 4, got 5');
  refused(['--only=', '--lang', 'en'], '--only must be a whole number from 1 to 4, got nothing');
  refused(['--workers', '0', '--lang', 'zh'], '--workers 必须是 1 到 4 的整数，得到 0');
  refused(['--pytorch', '--lang', 'en'], 'there is no flag --pytorch; see npm run bench -- --help');
  const { out } = bench('--help', '--lang', 'en');
  for (const flag of ['--only', '--torch', '--workers', '--quick', '--lang', '--help'])
    t.match(out, `  ${flag} `, `${flag} is explained`);
});

t.test('timing', async (t) => {
  close(t, quartiles([5, 1, 4, 2, 3]), { low: 2, median: 3, high: 4 }, 12, 'five numbers');
  close(t, quartiles([10, 20]), { low: 12.5, median: 15, high: 17.5 }, 12, 'two');
  close(t, quartiles([7]), { low: 7, median: 7, high: 7 }, 12, 'one');
  close(t, quartiles([NaN, 9, 10, 1]), { low: 5, median: 9, high: 9.5 }, 12, 'numbers, not texts; NaN is nobody');

  let ticks = 0;
  t.strictSame(
    await during(
      0,
      () => {},
      () => (ticks += 500),
    ),
    [0.5],
    'seconds by another clock',
  );
  const before = worked();
  await during(0.02, () => {});
  t.ok(worked() > before, 'the processor has worked');

  let runs = 0;
  t.equal((await during(0, () => void runs++)).length, 1, 'one run at least');
  t.equal(runs, 1);
  const long = await during(0.02, () => void runs++);
  t.equal(long.length, runs - 1, 'a time a run');

  const diary: string[] = [];
  const contestant = (name: string, every: number, found: number[]): Contestant => ({
    name,
    every,
    measure: async (seconds) => {
      diary.push(`${name}${seconds}`);
      return found;
    },
  });
  const times = await inRounds([contestant('a', 1, [3, 1, 2]), contestant('b', 2, [8])], {
    rounds: 3,
    seconds: 1,
    warmUp: 5,
  });
  t.strictSame(diary, ['a5', 'b5', 'a1', 'b1', 'a1', 'a1', 'b1'], 'warmed up, then by turns');
  // prettier-ignore
  t.strictSame(times, [[2, 2, 2], [8, NaN, 8]], 'the median of each round');
});

t.test('batches', async (t) => {
  const batch = randomPairs(seeded('bench'), 32, 8, 64, 20);
  const pairs = batch.map(({ source, target }) => ({ source, ...teacherForced(target) }));
  t.equal(pairs.length, 32);
  t.ok(pairs.every(({ source, read, wanted }) => [source, read, wanted].every((ids) => ids.length === 8)));
  t.ok(
    pairs.every(({ source }) => source.every((id) => id >= 4 && id < 64)),
    'words, no special tokens',
  );
  t.ok(pairs.every(({ wanted }) => wanted.slice(0, -1).every((id) => id >= 4 && id < 20)));

  const most = Math.max(...cutInto(PARTS, batch, transformer.tokensOf).map((part) => part.length * 8));
  t.ok(most <= capacityFor(256, 8).source, 'a part of the batch fits');
});
