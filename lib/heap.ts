/**
 * A queue whose first comes out first, whatever the order of putting in: a binary heap (Williams 1964) in an array,
 * where the item at i comes no later than those at 2 i + 1 and 2 i + 2. Both ways take about log₂ n steps.
 */

/** Whether one item comes before another. */
export type Before<T> = (one: T, other: T) => boolean;

/** Puts an item into the heap. */
export function push<T>(heap: T[], item: T, before: Before<T>): void {
  let at = heap.length; // an empty place behind the last
  while (at > 0) {
    const parent = (at - 1) >> 1;
    if (!before(item, heap[parent])) break;
    heap[at] = heap[parent];
    at = parent;
  }
  heap[at] = item;
}

/** Takes the first item out of the heap; undefined when there is none. */
export function pop<T>(heap: T[], before: Before<T>): T | undefined {
  const first = heap[0];
  const item = heap.pop();
  if (item === undefined || heap.length === 0) return item;
  let at = 0;
  for (;;) {
    let child = 2 * at + 1;
    if (child >= heap.length) break;
    if (child + 1 < heap.length && before(heap[child + 1], heap[child])) child++;
    if (!before(heap[child], item)) break;
    heap[at] = heap[child];
    at = child;
  }
  heap[at] = item;
  return first;
}
