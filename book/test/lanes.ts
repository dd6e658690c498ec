/** Several pages at once: each is a process of its own, and most machines have more than one core. */

const LANES = 2;

/** Runs something for each, so many at a time. Not for what is timed. */
export async function inLanes<Item>(
  items: readonly Item[],
  run: (item: Item, k: number) => Promise<void>,
): Promise<void> {
  const left = items.entries(); // all lanes take from one list
  const lane = async () => {
    for (const [k, item] of left) await run(item, k);
  };
  await Promise.all(Array.from({ length: LANES }, lane));
}
