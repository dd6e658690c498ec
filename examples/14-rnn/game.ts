/** A memory game: a sentence of random words, whose translation is the first of them. */

import { beginner } from '../../chapters/12-training/adam.ts';
import type { Pair } from '../../chapters/12-training/training.ts';
import type { GruParams } from '../../chapters/14-rnn/gru.ts';
import { recurrentParams, type Kind, type RecurrentParams } from '../../chapters/14-rnn/parameters.ts';
import type { CellParams } from '../../chapters/14-rnn/time.ts';
import { epoch, nextAfter, type RecurrentPlan } from '../../chapters/14-rnn/training.ts';
import type { Say } from '../../lib/language.ts';
import { columns, decimal } from '../../lib/print.ts';
import { seeded, type Random } from '../../lib/random.ts';
import { cellNames, heldOpen, scaled } from './readers.ts';

/** Different words of the game. Their ids begin after the four special tokens. */
export const WORDS = 8;

/** Numbers of a word and of a state. */
const D = 16;

/** Who plays: which translator, and what is done to both its cells before training. All of it is learned on. */
export interface Player {
  kind: Kind;
  W_h?: number; //    the simple cell's way from state to state, times that
  opened?: number; // the bias of the update gate
}

/** The players. */
export const PLAYERS: Player[] = [
  { kind: 'simple' },
  { kind: 'simple', W_h: 1.7 },
  { kind: 'gru' },
  { kind: 'gru', opened: 3 },
  { kind: 'attention' },
];

/** Words of a sentence. */
export const LENGTHS = [4, 8, 24];

/** What is decided before they play: each of 400 sentences is read so often. */
export const PLAYING = {
  epochs: 10,
  plan: { batch: 8, warmup: 50, rate: 1, smoothing: 0.1, drop: 0, d_rate: 64 },
};

/** So many sentences of n words. */
function sentences(random: Random, n: number, count: number): Pair[] {
  return Array.from({ length: count }, () => {
    const source = Array.from({ length: n }, () => 4 + Math.floor(WORDS * random()));
    return { source, target: source.slice(0, 1) };
  });
}

/** A player before training. */
function beginnerFor({ kind, W_h = 1, opened }: Player, random: Random): RecurrentParams {
  const P = recurrentParams(random, WORDS + 4, WORDS + 4, D, kind);
  const changed = (cell: CellParams) =>
    kind === 'simple' ? scaled(cell, W_h) : opened === undefined ? cell : heldOpen(cell as GruParams, opened);
  return { ...P, encoder: changed(P.encoder), decoder: changed(P.decoder) };
}

/** Trains on 400 sentences of n words for some epochs: the share of 200 others whose first word is then remembered. */
export function remembered(player: Player, n: number, epochs: number, plan: RecurrentPlan, seed: string): number {
  const random = seeded(`${seed} ${player.kind} ${n}`);
  let learner = beginner(beginnerFor(player, random));
  const pairs = sentences(random, n, 400);
  for (let e = 0; e < epochs; e++) {
    for (const { learner: next } of epoch(learner, pairs, plan, random)) learner = next;
  }
  const fresh = sentences(random, n, 200);
  const right = fresh.filter(({ source, target: [first] }) => {
    const logP = nextAfter(source, learner.P)([]);
    return logP.indexOf(Math.max(...logP)) === first;
  });
  return right.length / fresh.length;
}

/** The shares, player by player and length by length; null where nobody fails and none was played. */
export function played(seed: string, { epochs, plan } = PLAYING): (number | null)[][] {
  const shortest = { simple: 4, gru: 8, attention: 24 };
  return PLAYERS.map((player) =>
    LENGTHS.map((n) => (n < shortest[player.kind] ? null : remembered(player, n, epochs, plan, seed))),
  );
}

/** A line a player, a column a length, in each the shares of all seeds. */
export function printedGames(seeds: (number | null)[][][], say: Say): string {
  const [simple, gru, attention] = cellNames(say);
  const names = [
    simple,
    `${simple}${say(', ', '，')}W_h × 1.7`,
    gru,
    say('GRU, update gate open', 'GRU，更新门常开'),
    attention,
  ];
  const shares = (player: number, k: number) => {
    const all = seeds.map((games) => games[player][k]).filter((one) => one !== null);
    return all.length === 0 ? '·' : all.map((one) => decimal(100 * one, 0)).join(' ');
  };
  return columns([
    [say('first word right, %', '第一个词说对，%'), ...LENGTHS.map((n) => say(`${n} words`, `${n} 个词`))],
    ...names.map((name, player) => [name, ...LENGTHS.map((_, k) => shares(player, k))]),
    [say(`guessing: ${decimal(100 / WORDS, 0)} %`, `瞎猜：${decimal(100 / WORDS, 0)} %`)],
  ]);
}
