import t from 'tap';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { ofTransformer } from '../../chapters/19-automl/budget.ts';
import { greedySearch, randomSearch } from '../../chapters/19-automl/search.ts';
import { choiceNumber, choiceOf, everyChoice, TRANSLATOR } from '../../chapters/19-automl/space.ts';
import { together } from '../../examples/19-automl/contest.ts';
import { keep, keyOf, opened } from '../../examples/19-automl/journal.ts';
import { lossIn, ranked, recordedTable, replayed, TABLE, written } from '../../examples/19-automl/table.ts';
import { BUDGET, meanLoss, planOf, splitData, stepsOf, trained } from '../../examples/19-automl/trial.ts';
import { relativeError } from '../../lib/numeric.ts';
import { seeded } from '../../lib/random.ts';
import { refuses } from '../refuses.ts';
import { contest } from './automl-toy.ts';

t.setTimeout(300_000);
const english = (en: string) => en;
const toy = fileURLToPath(new URL('automl-toy.ts', import.meta.url));

/** The toy contest as a program; `enough` is asked now and then whether to kill it. */
async function played(path: string, enough: () => boolean = () => false): Promise<string> {
  const child = spawn(process.execPath, ['--import', 'tsx', toy, path]);
  let said = '';
  child.stdout.on('data', (data) => (said += String(data)));
  const closed = once(child, 'close');
  while (child.exitCode === null && child.signalCode === null) {
    if (enough()) child.kill('SIGKILL');
    await setTimeout(5);
  }
  const [code, signal] = await closed;
  return signal ?? (code === 0 ? said.trim() : `exit code ${code}`);
}

t.test('a contest that is killed goes on to the same end', async (t) => {
  const whole = JSON.stringify(await together(contest, new Map()));
  const path = join(t.testdir(), 'search.jsonl');
  const lines = () => (existsSync(path) ? readFileSync(path, 'utf8').split('\n').length - 2 : 0);
  for (const from of [3, 9]) {
    t.equal(await played(path, () => lines() >= from), 'SIGKILL', `killed after ${from} outcomes`);
    t.ok(lines() >= from, `${lines()} of them were kept`);
  }
  // As if the last line had been torn by the stop.
  const kept = readFileSync(path, 'utf8');
  writeFileSync(path, kept.slice(0, -4));
  const before = lines();
  t.equal(await played(path), whole, 'the same trials as without a stop');
  t.ok(lines() > before, 'of which it trained those that were missing');
  const end = readFileSync(path, 'utf8');
  t.equal(await played(path), whole, 'and a third time');
  t.equal(readFileSync(path, 'utf8'), end, 'for which nothing is trained');
  t.equal(new Set(end.split('\n')).size, end.split('\n').length, 'no trial was made twice');
});

t.test('a journal', async (t) => {
  const path = join(t.testdir(), 'search.jsonl');
  t.strictSame(opened(path, { seed: '1' }, english), new Map(), 'begins empty');
  keep(path, [0, 2], 1.25);
  keep(path, [1, 0], 1 / 3);
  const both = new Map([
    ['0 2', 1.25],
    ['1 0', 1 / 3],
  ]);
  t.strictSame(opened(path, { seed: '1' }, english), both, 'keeps every bit');
  t.equal(keyOf([0, 2]), '0 2');
  const text = readFileSync(path, 'utf8');
  for (const torn of ['{"choice":[1,', '{"choice":[1,1],"loss":2}']) {
    writeFileSync(path, text + torn);
    t.strictSame(opened(path, { seed: '1' }, english), both, `a line without an end is dropped: ${torn}`);
    t.equal(readFileSync(path, 'utf8'), text, 'also from the file');
  }
  writeFileSync(path, '{"seed":');
  t.strictSame(opened(path, { seed: '1' }, english), new Map(), 'a torn head is begun anew');
  refuses(
    t,
    () => opened(path, { seed: '2' }, english),
    new Error(`${path} is not about {"seed":"2"}; name another file`),
  );
  for (const wrong of ['{"choice":3,"loss":1}', '{"choice":[1],"loss":null}', 'hello']) {
    writeFileSync(path, `{"seed":"1"}\n${wrong}\n`);
    refuses(
      t,
      () => opened(path, { seed: '1' }, english),
      new Error(`${path}:2: a trial is a choice and a loss, got ${wrong}`),
    );
  }
});

t.test('a trial', async (t) => {
  const split = splitData();
  const { data, judged, text } = split;
  t.strictSame(splitData().judged, judged, 'always the same pairs are kept back');
  const trainedOn = new Set(data.training.map((pair) => JSON.stringify(pair)));
  t.ok(
    judged.length === 128 && judged.every((pair) => !trainedOn.has(JSON.stringify(pair))),
    'none of them is trained on',
  );
  const small = choiceOf({ h: 1, d_model: 16, N: 1, rate: 1, warmup: 30 }, TRANSLATOR);
  const large = choiceOf({ h: 4, d_model: 64, N: 3, rate: 1, warmup: 30 }, TRANSLATOR);
  for (const choice of [small, large]) {
    const cost = 3 * 16 * ofTransformer(planOf(choice).sizes, text);
    const left = BUDGET - stepsOf(choice, text) * cost;
    t.ok(left >= 0 && left < cost, `${stepsOf(choice, text)} steps are what the budget pays for`);
  }
  const two = 2.5 * 3 * 16 * ofTransformer(planOf(small).sizes, text);
  const [P, again, other] = await Promise.all(['a', 'a', 'b'].map((seed) => trained(small, split, seed, two)));
  t.ok(relativeError(P, again) === 0 && relativeError(P, other) > 0.01, 'a seed decides it all');
  const V = text.V;
  t.ok(
    Math.abs(meanLoss(split, (_, read) => read.map(() => new Array<number>(V).fill(0))) - Math.log(V)) < 1e-9,
    'knowing nothing is ln V',
  );
  t.equal(
    meanLoss(split, (_, read) => read.map(() => Array.from({ length: V }, (_, c) => (c === 0 ? 50 : 0)))),
    Math.log(V),
    'and worse than that does not count',
  );
});

t.test('the recorded table', async (t) => {
  const table = recordedTable();
  const ignorant = Math.log(splitData().text.V);
  t.equal(readFileSync(TABLE, 'utf8'), written(table), 'as `npm run record -- cells` writes it');
  t.equal(table.budget, BUDGET, 'made with the budget of a trial');
  t.ok(
    table.losses.every((loss) => loss > 0 && loss <= ignorant),
    'none is worse than knowing nothing',
  );
  t.equal(lossIn(table, choiceNumber(100, TRANSLATOR)), table.losses[100], 'in the order of their numbers');
  const order = ranked(table).map((choice) => lossIn(table, choice));
  t.ok(order.every((loss, k) => k === 0 || loss >= order[k - 1]) && order.length === 720, 'the best first');

  // Losses 720 down to 1: what a choice regrets is how many come after it.
  const made = { ...table, losses: everyChoice(TRANSLATOR).map((_, k) => 720 - k) };
  const regrets = replayed(randomSearch, made, 30, 'all');
  t.ok(
    regrets.every((regret, k) => k === 0 || regret <= regrets[k - 1]),
    'it never rises',
  );
  const first = randomSearch([], TRANSLATOR, seeded('search all 0'));
  t.equal(choiceNumber(719 - regrets[0], TRANSLATOR).join(), first.join(), 'the first trial is that of its seed');
  t.strictSame(replayed(greedySearch, made, 4, 'all'), regrets.slice(0, 4), 'searches of one seed begin alike');
  t.strictSame(replayed(randomSearch, made, 9, 'all'), regrets.slice(0, 9), 'and a longer one as a shorter');
});
