/** What chapter 14's study and example train with: places that are moved, and players of the game. */

import t from 'tap';
import { isDeepStrictEqual } from 'node:util';
import { LENGTHS, PLAYERS, played, printedGames } from '../../examples/14-rnn/game.ts';
import { shifting } from '../../examples/14-rnn/shifted.ts';
import { groupsOf } from '../../examples/14-rnn/study.ts';
import { toyData } from '../../examples/corpus/toy.ts';
import { threads } from '../../examples/training/crew.ts';
import { engineTrainer } from '../../examples/training/team.ts';
import { transformerParams } from '../../chapters/11-decoder/transformer.ts';
import { beginner } from '../../chapters/12-training/adam.ts';
import { transformer } from '../../chapters/20-speed/engine/transformer.ts';
import { speaker } from '../../lib/language.ts';
import { streamOf } from '../../lib/philox.ts';
import { seeded } from '../../lib/random.ts';

const sizes = { d_model: 8, h: 2, d_ff: 12, N: 1 };
const P = transformerParams(seeded('shift'), 9, 8, sizes);
const pairs = [
  { source: [4, 5, 6], target: [4, 5] },
  { source: [7, 4], target: [6, 7, 4] },
];
const plan = { capacity: { source: 20, target: 20, longest: 5 }, workers: 1, precision: 'f64' } as const;
const told = { rate: 0.01, smoothing: 0.1, drop: 0 };

t.test('places moved by 0 at most stay where they are; judged, a sentence begins at 0', async (t) => {
  const still = await shifting(plan, 0)(beginner(P));
  const plain = await engineTrainer(transformer, beginner(P), plan, threads);
  for (let i = 0; i < 3; i++) {
    t.equal(await still.step(pairs, told, streamOf(`${i}`)), await plain.step(pairs, told, streamOf(`${i}`)));
  }
  t.ok(isDeepStrictEqual(still.parameters(), plain.parameters()), 'the same steps');

  const moving = await shifting(plan, 100)(beginner(P));
  const fresh = await engineTrainer(transformer, beginner(P), plan, threads);
  t.equal(await moving.judge(pairs, 0), await fresh.judge(pairs, 0), 'judged in the usual places');
  const losses = new Set<number>();
  for (let i = 0; i < 4; i++) losses.add(await moving.step(pairs, { ...told, rate: 0 }, streamOf(`place ${i}`)));
  t.equal(losses.size, 4, 'nothing was learned, and each step sees other places');
  t.equal(await moving.judge(pairs, 0), await fresh.judge(pairs, 0), 'and judged where it was');
});

t.test('groups: unseen and recombined apart, each once', async (t) => {
  const data = toyData();
  const groups = groupsOf(data);
  t.equal(groups.length, 3 + 3 + 5);
  const own = groups.slice(0, 6).flat();
  t.equal(own.length, data.unseen.length + data.recombined.length);
  const unseen = new Set(data.unseen.map(({ source }) => source));
  t.strictSame(
    own.map(({ source }) => unseen.has(source)),
    own.map((_, i) => i < unseen.size),
    'unseen ones first',
  );
});

t.test('the game: everybody who can fail plays, and a seed is a number in each cell', async (t) => {
  const quick = { epochs: 0, plan: { batch: 8, warmup: 1, rate: 1, smoothing: 0, drop: 0, d_rate: 64 } };
  const games = played('quick', quick);
  t.equal(games.length, PLAYERS.length);
  // prettier-ignore
  t.strictSame(games.map((row) => row.map((one) => one === null)), [
    [false, false, false], [false, false, false], [true, false, false], [true, false, false], [true, true, false],
  ]);
  t.ok(
    games.flat().every((one) => one === null || (one >= 0 && one < 0.5)),
    'nobody has learned anything yet',
  );
  const text = printedGames([PLAYERS.map(() => [null, 0.5, 1]), PLAYERS.map(() => [null, 0, 0.125])], speaker('en'));
  t.match(text, /GRU, update gate open +· +50 0 +100 13/);
  t.equal(LENGTHS.length, 3);
});
