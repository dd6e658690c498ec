/**
 * The whole grid, each choice trained once: chapters/19-automl/table.json, which `npm run record -- cells` makes. With
 * it a search costs no training, so hundreds of them can be replayed, and what each has missed is known.
 */

import { readFileSync } from 'node:fs';
import { proposals, type Search } from '../../chapters/19-automl/search.ts';
import { choiceNumber, everyChoice, gridSize, TRANSLATOR, type Choice } from '../../chapters/19-automl/space.ts';
import type { Vector } from '../../lib/matrix.ts';
import { seeded } from '../../lib/random.ts';

/** The losses of all choices, in the order of their numbers: nats a token, each from the first weights of that seed. */
export interface Table {
  seed: string;
  budget: number; // multiplications of each
  losses: Vector;
}

/** Where it is kept. */
export const TABLE = new URL('../../chapters/19-automl/table.json', import.meta.url);

/** Losses in a line of the file: all rates and warm-ups of one h, d_model and N. */
const LINE = 20;

/** The recorded table. Throws RangeError unless it has a loss for each choice. */
export function recordedTable(): Table {
  const table = JSON.parse(readFileSync(TABLE, 'utf8')) as Table;
  const size = gridSize(TRANSLATOR);
  if (table.losses.length !== size)
    throw new RangeError(`a table needs a loss for each of ${size} choices, got ${table.losses.length}`);
  return table;
}

/** The table as the file has it. */
export function written({ seed, budget, losses }: Table): string {
  const lines = Array.from({ length: Math.ceil(losses.length / LINE) }, (_, k) =>
    losses.slice(k * LINE, (k + 1) * LINE).join(','),
  );
  return `{"seed":"${seed}","budget":${budget},"losses":[\n${lines.join(',\n')}\n]}\n`;
}

/** The choices in the order of their losses, the best first. */
export function ranked({ losses }: Table): Choice[] {
  const order = losses.map((loss, k) => ({ loss, k })).sort((a, b) => a.loss - b.loss);
  return order.map(({ k }) => choiceNumber(k, TRANSLATOR));
}

/** The number of each choice, by the places of its answers. */
const numberOf = new Map(everyChoice(TRANSLATOR).map((choice, k) => [choice.join(), k]));

/** The recorded loss of a choice. */
export function lossIn({ losses }: Table, choice: Choice): number {
  return losses[numberOf.get(choice.join())!]; // every choice has a number
}

/**
 * A search among recorded losses, as it would have gone: how far above the least loss of the whole grid the best trial
 * so far lies, after each. Searches of one seed begin with the same random trials.
 */
export function replayed(search: Search, table: Table, count: number, seed: string): Vector {
  const least = Math.min(...table.losses);
  const trials: { choice: Choice; loss: number }[] = [];
  let best = Infinity;
  return Array.from({ length: count }, () => {
    const [choice] = proposals(search, trials, TRANSLATOR, 1, (t) => seeded(`search ${seed} ${t}`));
    const loss = lossIn(table, choice);
    trials.push({ choice, loss });
    best = Math.min(best, loss);
    return best - least;
  });
}
