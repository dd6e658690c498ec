/** The tables *Break it*: each row gets a button that makes the change; the rest loads when one is pressed. */

import { speaker } from '../../lib/language.ts';
import { complainOfAddress } from '../stage/complain.ts';
import { load } from '../breaking/loading.ts';

/** Offers the changes of the page's table, and makes the one that the address names: ?break=3. */
export function offerBreaking(): void {
  const place = document.querySelector<HTMLElement>('[data-bench]');
  const slug = place?.dataset.bench;
  const rows = place?.previousElementSibling?.querySelectorAll<HTMLTableRowElement>('tbody tr');
  if (!place || slug === undefined || !rows) return;
  const isChinese = document.documentElement.lang.startsWith('zh');
  const say = speaker(isChinese ? 'zh' : 'en');
  const open = async (row: number) => {
    place.hidden = false;
    if (window.breaking?.open === undefined) place.textContent = say('loading …', '正在载入……');
    try {
      await Promise.all([load(slug), load('bench')]);
      window.breaking?.open?.(place, slug, row);
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
  const named = new URLSearchParams(location.search).get('break');
  if (named === null) return;
  if (/^[1-9]\d*$/.test(named) && Number(named) <= rows.length) void open(Number(named));
  else complainOfAddress(say);
}
