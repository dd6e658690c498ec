/** What one looks at stays in sight: not above the window, nor behind what lies at its foot. */

/** Scrolls if an element of a figure cannot be seen: the player or the opened number may lie over it. */
export function keepInSight(element: Element | null | undefined): void {
  const box = element?.getBoundingClientRect();
  if (box === undefined || box.width === 0) return;
  const foot = footOf(element?.closest('.stage'));
  if (box.top >= 0 && box.bottom <= foot) return;
  const by = box.top - foot / 2;
  // From far away, as from a link, nobody wants to see all that lies between.
  window.scrollBy({ top: by, behavior: Math.abs(by) > window.innerHeight ? 'instant' : 'auto' });
}

/** Where what lies at the window's foot begins: a sheet on a phone, beside boxes the side of their figure. */
function footOf(stage: Element | null | undefined): number {
  const atFoot = [...(stage?.querySelectorAll('.has-boxes .stage-side, .player, .history') ?? [])]
    .filter((each) => /fixed|sticky/.test(getComputedStyle(each).position))
    .map((each) => each.getBoundingClientRect().top)
    .filter((top) => top > 0);
  return Math.min(window.innerHeight, ...atFoot);
}
