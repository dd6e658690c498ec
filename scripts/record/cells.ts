/**
 * `npm run record -- cells` trains every choice of chapter 19's grid once and keeps the losses; `--check` trains a few
 * of them again.
 */

import { writeFileSync } from 'node:fs';
import { recordedTable, TABLE, written } from '../../examples/19-automl/table.ts';
import { BUDGET } from '../../examples/19-automl/trial.ts';
import { inParallel } from '../../examples/training/parallel.ts';
import { choiceNumber, gridSize, TRANSLATOR } from '../../chapters/19-automl/space.ts';

const program = new URL('../../examples/19-automl/task.ts', import.meta.url);
const SEED = '1';
/** Every so many-th choice is compared: four of them, which differ in all their answers. */
const EVERY = 177;

/** Trains and keeps; or, to check, trains a few and sets exit code 1 if one comes out otherwise. */
export async function recordCells(check: boolean): Promise<void> {
  const numbers = Array.from({ length: gridSize(TRANSLATOR) }, (_, k) => k).filter((k) => !check || k % EVERY === 100);
  const tasks = numbers.map((k) => ({ choice: choiceNumber(k, TRANSLATOR), seed: SEED }));
  let done = 0;
  const losses = await inParallel<(typeof tasks)[number], number>(program, tasks, () => {
    if (++done % 60 === 0) console.error(`${done} of ${tasks.length} choices`);
  });
  if (!check) {
    writeFileSync(TABLE, written({ seed: SEED, budget: BUDGET, losses }));
    console.error('kept as chapters/19-automl/table.json');
    return;
  }
  const table = recordedTable();
  const wrong = numbers.filter((k, n) => table.losses[k] !== losses[n]);
  for (const k of wrong) console.log(`choice ${k} of ${table.losses.length} comes out otherwise`);
  if (wrong.length > 0) process.exitCode = 1;
  else console.log(`${numbers.length} of ${table.losses.length} choices: as recorded, to the last bit`);
}
