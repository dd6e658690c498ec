/** A box is a stop of the keyboard only while there is something to scroll in it. */

/** Watches the boxes of wide code and tables. */
export function watchScrollBoxes(): void {
  const boxes = document.querySelectorAll<HTMLElement>('.scroll');
  const watcher = new ResizeObserver((entries) => {
    for (const { target } of entries) {
      const box = target as HTMLElement;
      if (box.scrollWidth > box.clientWidth) box.tabIndex = 0;
      else box.removeAttribute('tabindex');
    }
  });
  for (const box of boxes) watcher.observe(box);
}
