import t from 'tap';
import fc from 'fast-check';
import { pop, push } from '../../lib/heap.ts';

const less = (a: number, b: number) => a < b;

t.test('by hand: the first comes out first', async (t) => {
  const heap: number[] = [];
  for (const x of [3, 1, 2]) push(heap, x, less);
  t.equal(pop(heap, less), 1);
  push(heap, 0, less);
  t.strictSame([pop(heap, less), pop(heap, less), pop(heap, less)], [0, 2, 3]);
  t.equal(pop(heap, less), undefined, 'nothing is left');
});

t.test('by property: out comes what went in, sorted', async (t) => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 20 })), (items) => {
      const heap: number[] = [];
      for (const item of items) push(heap, item, less);
      const out = items.map(() => pop(heap, less));
      t.strictSame(
        out,
        items.toSorted((a, b) => a - b),
      );
      t.strictSame(heap, []);
    }),
  );
});
