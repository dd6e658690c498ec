import t from 'tap';
import { changedLines } from '../../book/breaking/changed-lines.ts';
import { difference, inShort } from '../../scripts/judging/difference.ts';
import { placeIn } from '../../scripts/judging/place.ts';
import { judged, type Checks } from '../../scripts/judging/tap.ts';

/** What the page's runner makes of one check. */
async function verdictOf(run: (t: Checks) => unknown) {
  return judged({ name: 'by hand', run: async (t) => void (await run(t)) }, () => undefined);
}

t.test('the difference that is told is that of the entry furthest apart', async (t) => {
  t.strictSame(difference({ W: [[1, 2], [3]] }, { W: [[1, 2.5], [9]] }), { at: '.W[1][0]', found: 3, wanted: 9 });
  t.strictSame(difference([1, NaN], [5, 2]), { at: '[1]', found: NaN, wanted: 2 }, 'what is no number is furthest');
  t.strictSame(difference([1, 2], [1, 2, 3]), { at: '.length', found: 2, wanted: 3 });
  t.strictSame(difference('1', 1), { at: '', found: '1', wanted: 1 });
  t.strictSame(difference(new Map([['a', 1]]), new Map([['a', 2]])), { at: '.a', found: 1, wanted: 2 });
  t.not(difference(new Set([1]), new Set([2])), undefined);
  t.not(difference([], {}), undefined, 'a list is no tree');
  for (const value of [0, NaN, 'a', [[1], [-0]], { a: [NaN] }, new Set([1, 2]), new Float64Array([1])]) {
    t.equal(difference(value, structuredClone(value)), undefined, inShort(value));
  }
});

t.test('two numbers are written so that they can be told apart', async (t) => {
  t.equal(inShort(Math.LN2), '0.693147');
  t.equal(inShort(1.00000001, 1), '1.00000001');
  t.equal(inShort(-0.5), '−0.5');
  t.equal(inShort('-Infinity'), '−Infinity');
  t.equal(inShort([1, NaN]), '[1,"NaN"]');
});

t.test('every assertion of the page’s runner holds where it should, and nowhere else', async (t) => {
  const no = new Error('no');
  const pairs: [name: string, holds: (t: Checks) => unknown, not: (t: Checks) => unknown][] = [
    ['ok', (t) => t.ok(1), (t) => t.ok(0)],
    ['notOk', (t) => t.notOk(0), (t) => t.notOk(1)],
    ['equal', (t) => t.equal(NaN, NaN), (t) => t.equal(0, -0)],
    ['not', (t) => t.not(1, 2), (t) => t.not(1, 1)],
    ['strictSame', (t) => t.strictSame([1], [1]), (t) => t.strictSame([1], ['1'])],
    ['strictNotSame', (t) => t.strictNotSame([1], [2]), (t) => t.strictNotSame([1], [1])],
    ['notSame', (t) => t.notSame([1], [2]), (t) => t.notSame([1], [1])],
    ['doesNotThrow', (t) => t.doesNotThrow(() => 0), (t) => t.doesNotThrow(() => raised(no))],
    ['resolves', (t) => t.resolves(Promise.resolve()), (t) => t.resolves(Promise.reject(no))],
    ['a section', (t) => t.pass(), () => raised(no)],
  ];
  for (const [name, holds, not] of pairs) {
    t.strictSame(await verdictOf(holds), { section: 'by hand', checks: 1, objections: [], objecting: 0 }, name);
    t.equal((await verdictOf(not)).objecting, 1, `${name} objects`);
  }
  const { objections } = await verdictOf((t) => t.strictSame([1, 2], [1, 4], 'two numbers'));
  t.match(objections, [{ check: 'two numbers', at: '[1]', wanted: '4', found: '2' }]);
});

t.test('an error is told by its innermost place in the project', async (t) => {
  const error = new Error('no');
  error.stack =
    'Error: no\n at x (chapters/04-attention/softmax.ts:12:3)\n at y (test/chapters/04-attention.test.ts:5:1)';
  t.equal(placeIn(error), 'chapters/04-attention/softmax.ts:12');
  t.equal(placeIn(error, /^test/), 'test/chapters/04-attention.test.ts:5');
  t.equal(placeIn('no error'), '');
});

t.test('lines that differ', async (t) => {
  t.strictSame(changedLines('a\nb\nc', 'a\nx\nc'), [{ line: 2, was: ['b'], is: ['x'] }]);
  t.strictSame(changedLines('a\nb\nc', 'a\nc'), [{ line: 2, was: ['b'], is: [] }]);
  t.strictSame(changedLines('a\nc', 'a\nb\nb\nc'), [{ line: 2, was: [], is: ['b', 'b'] }]);
  t.strictSame(changedLines('a', 'a'), []);
});

function raised(error: Error): never {
  throw error;
}
