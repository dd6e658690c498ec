/** Brings a bench to life below its table. */

import { effect } from '@preact/signals';
import { render } from 'preact';
import { speaker } from '../../lib/language.ts';
import { BenchView } from './bench.tsx';
import { benchOf, choose, show, type Bench } from './state.ts';

let bench: Bench | undefined;

window.breaking = Object.assign(window.breaking ?? {}, { open });

/** Opens the page's bench at a row, or at one of the exercises, and takes the reader there. */
function open(place: HTMLElement, slug: string, asked: number | string): void {
  const table = window.breaking?.[`of ${slug}`];
  if (table === undefined) return;
  if (bench === undefined) {
    const language = document.documentElement.lang.startsWith('zh') ? 'zh' : 'en';
    bench = benchOf(slug, table, speaker(language));
    const { row } = bench;
    place.textContent = '';
    render(<BenchView bench={bench} />, place);
    effect(() => light(row.value));
  }
  if (typeof asked === 'number') choose(bench, asked);
  else show(bench, asked);
  const button = place.querySelector<HTMLElement>('[data-bench-run]');
  button?.focus({ preventScroll: true });
  setTimeout(() => button?.scrollIntoView({ block: 'nearest' })); // once the change is drawn
}

/** The button of the row that is made is pressed. */
function light(row: number): void {
  for (const button of document.querySelectorAll<HTMLElement>('button[data-break]')) {
    button.ariaPressed = String(button.dataset.break === String(row));
  }
}
