/**
 * `node --import tsx examples/18-gan/tuning.ts` chooses the width of the resampling's noise and the strength of the
 * ridge, on twenty banks whose seeds the study does not use.
 */

import { resampled } from '../../chapters/18-gan/rivals.ts';
import { columns, decimal } from '../../lib/print.ts';
import { seeded } from '../../lib/random.ts';
import { spread } from '../../lib/spread.ts';
import { bankOf, joined, MADE, resemblance, taught } from './contest.ts';

const widths = [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.8];
const ridges = [0, 0.01, 0.03, 0.1, 0.3];
const seeds = Array.from({ length: 20 }, (_, k) => `tuning ${k + 1}`);
const few = 40;

const banks = seeds.map((seed) => bankOf(seed, few));
const mean = (found: number[]) => spread(found).mean;
const lines = widths.map((width) => {
  const made = banks.map((bank, k) => resampled(seeded(seeds[k]), bank.few, MADE, width));
  const distance = mean(banks.map((bank, k) => resemblance(made[k], bank).distance));
  const right = mean(banks.map((bank, k) => taught(joined(bank.few, made[k]), bank)));
  return [decimal(width, 1), decimal(distance, 4), `${decimal(100 * right, 2)} %`];
});
console.log(columns([['width', 'distance', 'accuracy'], ...lines]));
const ridged = ridges.map((ridge) => [
  decimal(ridge, 2),
  `${decimal(100 * mean(banks.map((bank) => taught(bank.few, bank, ridge))), 2)} %`,
]);
console.log(columns([['ridge', 'accuracy'], ...ridged]));
