/** The toy of a page loads when it comes near, or when a reader's hand does. */

import { loaded } from '../running/script.ts';

/** Watches it. */
export function loadToys(): void {
  for (const element of document.querySelectorAll<HTMLElement>('[data-toy]')) {
    const load = () => {
      watcher.disconnect();
      loaded(`toys/${element.dataset.toy}.js`).catch(() => undefined); // it stays as it was drawn
    };
    const watcher = new IntersectionObserver((entries) => {
      if (entries.some(({ isIntersecting }) => isIntersecting)) load();
    });
    watcher.observe(element);
    for (const hand of ['pointerover', 'focusin']) element.addEventListener(hand, load, { once: true });
    if (location.search !== '') load(); // the address says how it stands
  }
}
