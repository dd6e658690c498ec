/** What every page does once it is there: theme, search, the language switch that keeps the state. */

import { search } from './search.ts';
import { theme } from './theme.ts';

for (const tools of document.querySelectorAll<HTMLElement>('[data-tools]')) tools.hidden = false;
theme();
search();

// Over https or on localhost the book is kept for later, without a network. From a disk it is there anyway.
if (location.protocol !== 'file:' && 'serviceWorker' in navigator) {
  navigator.serviceWorker.register('../offline.js').catch(() => undefined); // refused: it works with a network
}

// The other language's page opens in the same state, at the same place.
for (const link of document.querySelectorAll<HTMLAnchorElement>('a[data-language]')) {
  const address = link.href;
  link.addEventListener('click', () => {
    link.href = location.hash.startsWith('#!') ? address + location.hash : address;
  });
}

// A link to a line of the source, #chapters/…/attention.ts:48, finds the line on the page.
const line = decodeURIComponent(location.hash.slice(1));
if (/\.ts:\d+$/.test(line))
  document.querySelector(`[data-line="${CSS.escape(line)}"]`)?.scrollIntoView({ block: 'center' });
