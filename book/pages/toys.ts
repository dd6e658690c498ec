/** The toy of a page loads when it comes near, or when a reader's hand does. */

/** Watches it. */
export function loadToys(): void {
  for (const element of document.querySelectorAll<HTMLElement>('[data-toy]')) {
    const load = () => {
      watcher.disconnect();
      if (element.dataset.loading !== undefined) return;
      element.dataset.loading = '';
      const script = document.createElement('script');
      script.src = `../toys/${element.dataset.toy}.js`;
      document.head.append(script);
    };
    const watcher = new IntersectionObserver((entries) => {
      if (entries.some(({ isIntersecting }) => isIntersecting)) load();
    });
    watcher.observe(element);
    for (const hand of ['pointerover', 'focusin']) element.addEventListener(hand, load, { once: true });
    if (location.search !== '') load(); // the address says how it stands
  }
}
