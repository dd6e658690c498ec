/** While a box's film plays, the entry that is being written stays in sight. */

/** Scrolls if the entry lies above the window or behind what lies at its foot: the player, the opened number. */
export function follow(stage: Element | null): void {
  const entry = stage?.querySelector('[data-box-open] [data-light="writing"]')?.getBoundingClientRect();
  if (entry === undefined) return;
  const atFoot = [...(stage?.querySelectorAll('.stage-side, .player, .history') ?? [])]
    .filter((each) => /fixed|sticky/.test(getComputedStyle(each).position))
    .map((each) => each.getBoundingClientRect().top)
    .filter((top) => top > 0);
  const foot = Math.min(window.innerHeight, ...atFoot);
  if (entry.top < 0 || entry.bottom > foot) window.scrollBy(0, entry.top - foot / 2);
}
