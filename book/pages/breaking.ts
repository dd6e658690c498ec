/**
 * The tables *Break it*: each row gets a button that makes the change; and below, one for each exercise. The rest loads
 * when one is pressed.
 */

import { speaker, type Say } from '../../lib/language.ts';
import { complainOfAddress } from '../stage/complain.ts';
import { load } from '../breaking/loading.ts';

/** Offers the changes of the table, and the exercises; opens what the address names: ?break=3, ?exercise=1. */
export function offerBreaking(): void {
  const place = document.querySelector<HTMLElement>('[data-bench]');
  const slug = place?.dataset.bench;
  const rows = place?.previousElementSibling?.querySelectorAll<HTMLTableRowElement>('tbody tr');
  if (!place || slug === undefined || !rows) return;
  const isChinese = document.documentElement.lang.startsWith('zh');
  const say = speaker(isChinese ? 'zh' : 'en');
  const open = async (asked: number | string) => {
    place.hidden = false;
    if (window.breaking?.open === undefined) place.textContent = say('loading …', '正在载入……');
    try {
      await Promise.all([load(slug), load('bench')]);
      window.breaking?.open?.(place, slug, asked);
    } catch {
      place.textContent = say('the source could not be loaded', '源码没能载入');
    }
  };
  rows.forEach((row, i) => {
    const button = document.createElement('button');
    button.type = 'button';
    button.dataset.break = String(i + 1);
    button.textContent = say('break it', '改坏它');
    button.addEventListener('click', () => void open(i + 1));
    row.cells[1].append(document.createElement('br'), button);
  });
  const exercises = (place.dataset.exercises ?? '').split(' ').filter((file) => file !== '');
  if (exercises.length > 0) place.before(offered(exercises, open, say));
  const address = new URLSearchParams(location.search);
  const [row, exercise] = [address.get('break'), address.get('exercise')];
  if (row !== null && isUpTo(rows.length, row)) void open(Number(row));
  else if (exercise !== null && isUpTo(exercises.length, exercise)) void open(exercises[Number(exercise) - 1]);
  else if (row !== null || exercise !== null) complainOfAddress(say);
}

/** A line with a button for each exercise. */
function offered(exercises: string[], open: (file: string) => Promise<void>, say: Say): HTMLElement {
  const line = document.createElement('p');
  line.className = 'bench-exercises';
  line.append(say('Or write the functions yourself: ', '或者自己把这些函数写出来：'));
  for (const file of exercises) {
    const button = document.createElement('button');
    button.type = 'button';
    button.dataset.exercise = file;
    button.textContent = file.endsWith('-backwards.ts') ? say('the way back', '回程') : say('forwards', '前向');
    button.addEventListener('click', () => void open(file));
    line.append(button, ' ');
  }
  return line;
}

function isUpTo(most: number, text: string): boolean {
  return /^[1-9]\d*$/.test(text) && Number(text) <= most;
}
