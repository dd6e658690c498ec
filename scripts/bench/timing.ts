/**
 * How the contestants are measured. A machine is faster now and slower then, so nobody is measured alone: in each
 * round everyone runs for a short while, and what is compared is compared within its round.
 */

import { decimal } from '../../lib/print.ts';

/** Someone who is measured: runs for about so many seconds, and tells the seconds of each run. */
export interface Contestant {
  name: string;
  every: number; // it runs in one round of so many: who is slow would keep the others waiting
  measure: (seconds: number) => Promise<number[]>;
}

/** How long measuring takes. */
export interface Pace {
  rounds: number;
  seconds: number; // of each contestant in a round
  warmUp: number; //  seconds before the first round that nobody counts, while the machine compiles the loops
}

/** What half of the numbers lie below, and where the middle half of them lies. */
export interface Quartiles {
  low: number;
  median: number;
  high: number;
}

/** The median and the quartiles; between two of the numbers, in proportion. NaN is a round left out. */
export function quartiles(numbers: number[]): Quartiles {
  const sorted = numbers.filter((x) => !Number.isNaN(x)).sort((a, b) => a - b);
  const at = (part: number) => {
    const place = part * (sorted.length - 1);
    const below = sorted[Math.floor(place)];
    return below + (place % 1) * (sorted[Math.ceil(place)] - below);
  };
  return { low: at(0.25), median: at(0.5), high: at(0.75) };
}

/** Median and quartiles as they are printed: 14.2 (13.9 – 14.8). */
export function quartilesText(numbers: number[], digits: number): string {
  const { low, median, high } = quartiles(numbers);
  return `${decimal(median, digits)} (${decimal(low, digits)} – ${decimal(high, digits)})`;
}

/** The seconds a run takes: for each contestant a list with the median of each round, or NaN where it did not run. */
export async function inRounds(contestants: Contestant[], pace: Pace): Promise<number[][]> {
  for (const { measure } of contestants) await measure(pace.warmUp);
  const times = contestants.map(() => new Array<number>(pace.rounds).fill(NaN));
  const places = [...contestants.keys()];
  for (let round = 0; round < pace.rounds; round++) {
    // There and back, so that nobody always follows the same one.
    for (const c of round % 2 === 0 ? places : places.toReversed()) {
      const { every, measure } = contestants[c];
      if (round % every === 0) times[c][round] = quartiles(await measure(pace.seconds)).median;
    }
  }
  return times;
}

/**
 * Runs again and again, once at least, for about so many seconds. Result: the seconds of each run;
 * `clock` counts milliseconds.
 */
export async function during(
  seconds: number,
  run: () => Promise<unknown> | void,
  clock = () => performance.now(),
): Promise<number[]> {
  const found: number[] = [];
  const begun = performance.now();
  do {
    const before = clock();
    await run();
    found.push((clock() - before) / 1000);
  } while (performance.now() - begun < seconds * 1000);
  return found;
}

/**
 * Milliseconds that the processor has worked for this process: it stands still while other programs have their turn.
 */
export function worked(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}
