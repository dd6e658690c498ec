/**
 * `npm run record -- speed` measures chapter 20's ladder and keeps it for the prose to quote, in both languages.
 * With `--check` it measures again. Times differ from run to run and from machine to machine, so what must hold is
 *   - the recorded tables are those of the recorded measurement, to the letter;
 *   - each rung is at least 0.9 times as fast as the one it improves on (one block of memory alone improves nothing);
 *   - each gain is within a factor of 2 of the recorded gain;
 *   - no rung is more than a tenth above the machine's limit.
 */

import { readFileSync, writeFileSync } from 'node:fs';
import { constants } from '../../examples/20-speed.ts';
import { measured } from '../../examples/20-speed/measured.ts';
import { ladderTable, limitTable, partTable, stepTable, type Measured } from '../../examples/20-speed/report.ts';
import { speaker, type Language } from '../../lib/language.ts';
import { decimal } from '../../lib/print.ts';
import { folder, keep } from './kept.ts';

/** Seconds of measuring: longer than the example takes, for steadier medians. */
const SECONDS = 30;

/** A gain: one rate over another. firm: the first must not be the smaller one. */
interface Gain {
  name: string;
  gain: number;
  firm: boolean;
}

const path = `${folder}speed.json`;
const { size, training } = constants;

/** Measures and keeps; or, to check, measures and compares. */
export async function recordSpeed(check: boolean): Promise<void> {
  const now = await measured(size, training, SECONDS, () => {});
  if (check) {
    const kept = JSON.parse(readFileSync(path, 'utf8')) as Measured;
    tables(kept, true);
    const complaints = [...shrunk(kept, now), ...above(now)];
    for (const complaint of complaints) console.error(complaint);
    if (complaints.length > 0) process.exitCode = 1;
    else console.error('every rung holds, and every gain is within a factor of 2 of the recorded one');
  } else {
    writeFileSync(path, `${JSON.stringify(now, undefined, 2)}\n`);
    tables(now, false);
  }
}

/** Keeps or compares the tables of a measurement. */
function tables(found: Measured, check: boolean): void {
  for (const language of ['en', 'zh'] satisfies Language[]) {
    const say = speaker(language);
    const text = [
      limitTable(found, say),
      ladderTable(found, size, say),
      stepTable(found, training, say),
      partTable(found, say),
    ];
    keep(`speed.${language}.txt`, text.join('\n\n'), check);
  }
}

/** The gains from rung to rung, and of the engine's step. */
function gains({ ladder: { rungs }, steps }: Measured): Gain[] {
  const [plain, rows, flat, tile, long, short, two] = rungs;
  return [
    { name: 'rows named', gain: rows / plain, firm: true },
    { name: 'one block of memory', gain: flat / rows, firm: false },
    { name: 'a tile', gain: tile / Math.max(rows, flat), firm: true },
    { name: 'vectors of 64 bits', gain: long / tile, firm: true },
    { name: 'vectors of 32 bits', gain: short / long, firm: true },
    { name: 'two workers', gain: two / long, firm: true },
    { name: "the engine's step", gain: steps.chapters / steps.one, firm: true },
    { name: "the engine's step with two workers", gain: steps.one / steps.two, firm: true },
  ];
}

/** What has become of the gains, where it is too little or too far from what was recorded. */
function shrunk(kept: Measured, now: Measured): string[] {
  const old = gains(kept);
  return gains(now).flatMap(({ name, gain, firm }, g) => {
    const times = `× ${decimal(gain, 2)}`;
    const ratio = gain / old[g].gain;
    return [
      ...(firm && gain < 0.9 ? [`${name}: must not be slower than the rung below, got ${times}`] : []),
      ...(ratio > 2 || ratio < 0.5 ? [`${name}: recorded × ${decimal(old[g].gain, 2)}, got ${times}`] : []),
    ];
  });
}

/** The rungs that are faster than the machine can be, which would be a mistake in measuring. */
function above({ ladder: { rungs, limits } }: Measured): string[] {
  const limit = [...new Array<number>(5).fill(limits.one), limits.short, limits.both];
  return rungs.flatMap((rate, r) =>
    rate > 1.1 * limit[r]
      ? [`rung ${r + 1}: the limit is ${decimal(limit[r], 1)} GFLOP/s, got ${decimal(rate, 1)}`]
      : [],
  );
}
