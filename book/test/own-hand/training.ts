/** Chapter 12 under a hand: dropout on and off, and one weight through many steps of Adam. */

import type { Page } from 'playwright-core';
import { hadamard } from '../../../chapters/01-vectors/matrices.ts';
import { adam, beginner } from '../../../chapters/12-training/adam.ts';
import { dropout } from '../../../chapters/12-training/dropout.ts';
import { given } from '../../chapters/12-training.ts';
import { note, type Counting } from '../counting.ts';
import { same } from '../figures.ts';
import { slide, texts } from './page.ts';

/** Dropout off, on, and more of it: factors and row are those of `dropout`. */
export async function usedDropout(page: Page, counting: Counting): Promise<void> {
  const stage = '[data-stage="4"]';
  const shown = async (path: string) => (await texts(page, `${stage} [data-entry^="${path}["]`)).map(Number);
  const { X, draws } = given.row;
  const compare = async (p: number, what: string) => {
    const queue = [...draws];
    const D = dropout(() => queue.shift() ?? 1, 1, 4, p);
    const rounded = (row: number[]) => row.map((x) => Number(x.toFixed(3)));
    same(counting, await shown('passed.D'), rounded(D[0]), `${what}: the factors`);
    same(counting, await shown('passed.Y'), rounded(hadamard(D, X)[0]), `${what}: the row`);
  };
  await page.click(`${stage} [data-choice="row.p=0"]`);
  await compare(0, 'off');
  same(counting, await shown('passed.Y'), X[0], 'off, the row passes as it is');
  const pressed = page.locator(`${stage} [data-choice][aria-pressed="true"]`);
  same(counting, await pressed.count(), 1, 'one button is pressed');
  await slide(page, '4', 'row.p', 0.6);
  await compare(0.6, 'p = 0.6');
  same(counting, await pressed.count(), 0, 'neither button says 0.6');
  await page.click(`${stage} [data-choice="row.p=0.25"]`);
  await compare(0.25, 'on');
}

/** Two dozen steps of Adam for one weight, in matrices and as curves, and again with another gradient. */
export async function usedAdam(page: Page, counting: Counting): Promise<void> {
  const g = structuredClone(given.walk.g);
  const compare = async (what: string) => {
    let learner = beginner({ w: [given.walk.w] });
    const wanted: Record<'w' | 'm' | 'v' | 'moves', number[]> = { w: [], m: [], v: [], moves: [] };
    for (const g_t of g.flat()) {
      const next = adam(learner, { w: [g_t] }, given.rate);
      wanted.w.push(next.P.w[0]);
      wanted.m.push(next.m.w[0]);
      wanted.v.push(next.v.w[0]);
      wanted.moves.push(next.P.w[0] - learner.P.w[0]);
      learner = next;
    }
    for (const name of ['w', 'm', 'v', 'moves'] as const) {
      const shown = await texts(page, `[data-entry^="walked.${name}["]`);
      same(
        counting,
        shown.map(Number),
        wanted[name].map((x) => Number(x.toFixed(3)) + 0),
        `${what}: ${name}`,
      );
    }
  };
  await compare('as it stands');
  const curves = page.locator('[data-stage="2"] .curve');
  const points = () => curves.evaluateAll((all) => all.map((line) => line.getAttribute('points') ?? ''));
  const before = await points();
  same(
    counting,
    before.map((line) => line.split(' ').length),
    [24, 24, 24],
    'a point each step, in three curves',
  );
  await page.click('[data-entry="walk.g[2][1]"]');
  await page.fill('.history-edit input', '-40');
  await page.click('.history-edit button');
  g[2][1] = -40;
  await compare('turned round');
  note(
    counting,
    'the curves follow',
    (await points()).every((line, k) => k === 1 || line !== before[k]),
  );
}
