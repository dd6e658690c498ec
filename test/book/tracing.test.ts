import t from 'tap';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { traced } from '../../book/tracing/bundle.ts';
import type { Operand, Place, Remembered } from '../../book/tracing/number.ts';
import type { Case } from '../../book/tracing/work.ts';
import { rewritten } from '../../book/tracing/rewrite.ts';
import { cases } from '../../scripts/why.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** How each operation is written in the source. */
const SIGNS: Record<string, string> = { '+': '+', '−': '-', '·': '*', '/': '/', '^': '**', negative: '-' };

t.test('numbers that remember are the same numbers, and their histories are true', async (t) => {
  t.ok(cases.length >= 17, `${cases.length} chapters have a case`);
  for (const slug of cases) {
    await t.test(slug, async (t) => {
      const { chapter, numbers, history } = await traced(slug);
      const plainly = (await import(`../../book/chapters/${slug}.ts`)) as Case;
      const wanted = numbers.numbersOf(plainly.worked(plainly.given as never));
      const { found, film } = numbers.filmed(() => chapter.worked(numbers.given(chapter.given) as never));
      const got = numbers.numbersOf(numbers.labelled(found));
      t.ok(got.length > 20, `${got.length} numbers in ${film.length} steps`);

      const differing = got.filter(
        ([name, x], k) => name !== wanted[k][0] || !Object.is(numbers.valueOf(x), wanted[k][1]),
      );
      t.strictSame(differing.map(nameOf), [], 'the same bits as from the chapters as they are');
      t.equal(got.length, wanted.length, 'as many');

      const { written = [] } = chapter;
      const isWritten = (name: string) => written.some((path) => name.startsWith(`${path}.`));
      const silent = got.filter(([name, x]) => typeof x === 'number' && x !== 0 && !isWritten(name));
      t.ok(
        got.every(([name, x]) => typeof x === 'number' || !isWritten(name)),
        'what the source writes has none',
      );
      t.strictSame(silent.map(nameOf), [], 'every number has a history, or is a zero to which nothing was added');

      const memory = new Map<Remembered, number>();
      const wrong = got.filter(([, x]) => !Object.is(history.recomputed(x, memory), numbers.valueOf(x)));
      t.strictSame(wrong.map(nameOf), [], 'computed again from what was given, each is itself');
      const ends = [...memory.keys()].filter(({ operation }) => operation === 'given');
      t.ok(ends.length > 0, `they end in ${ends.length} given numbers`);

      // One operation is at each place, so the places are few and the numbers many.
      const made = film.flatMap(({ numbers }) => numbers);
      const places = new Map(made.map(({ operation, place }) => [place, operation]));
      const misplaced = [...places].filter(([place, operation]) => !holds(place as Place, operation));
      t.strictSame(misplaced, [], `${places.size} places hold the operator that they name`);
    });
  }
});

function nameOf([name]: [string, Operand]): string {
  return name;
}

const sources = new Map<string, string[]>();

/** Whether the source has that operator at that line and column. An alias, tanh as tanhOf, is longer than the name. */
function holds({ file, line, column }: Place, operation: string): boolean {
  const lines = sources.get(file) ?? readFileSync(`${root}${file}`, 'utf8').split('\n');
  sources.set(file, lines);
  return lines[line - 1].startsWith(SIGNS[operation] ?? operation, column - 1);
}

t.test('the rewriting', async (t) => {
  const ground = "import { exp, tanh as tanhOf } from '../lib/elementary.ts';\n";
  const bare = (text: string) => rewritten('file.ts', text, 'n').split('\n').slice(2).join('\n').trim();
  t.equal(bare('y += a - b;'), 'y = $.written($.made("+", [y, $.made("\\u2212", [a, b], $at[0])], $at[1]), "y");');
  t.equal(bare('S[i][j] = -a;'), 'S[i][j] = $.written($.made("negative", [a], $at[0]), "S", i, j);');
  t.equal(bare('if (a === -1) f();'), 'if ($.plain(a) === $.plain(-1))\n    f();');
  t.equal(bare('new Array(m)'), 'new Array($.plain(m));');
  t.equal(bare('Number.isFinite(x)'), 'Number.isFinite(...$.plainTree([x]));');
  t.equal(bare('const A: Matrix = B;'), 'const A = B;', 'what computes nothing is left alone');
  t.match(rewritten('file.ts', `${ground}tanhOf(x)`, 'n'), /\$\.made\("tanh", \[x\], \$at\[0\]\)/, 'by its own name');
  t.throws(() => rewritten('file.ts', `${ground}\nxs.map(exp);`, 'n'), {
    message: 'file.ts:3: exp must be called here, not handed over: its results would not remember',
  });
  t.throws(() => rewritten('file.ts', 'xs.map(Math.sqrt);', 'n'), {
    message: 'file.ts:1: Math.sqrt must be called here, not handed over: its results would not remember',
  });
  const places = (file: string, text: string) =>
    JSON.parse(/\$at = (.*?);/s.exec(rewritten(file, text, 'n'))?.[1] ?? '') as Place[];
  const [place] = places('a/b.ts', 'let y =\n  2 *\n  x;');
  t.strictSame(place, { file: 'a/b.ts', line: 2, column: 5, code: '2 * x' }, 'a place is that of the sign');
  const constants = (text: string) => places('file.ts', text).map(({ constants }) => constants?.join());
  t.strictSame(constants('y = dot / Math.sqrt(d_k);'), [undefined, ',√d_k'], 'a root is called so');
  t.equal(constants('const a = 1 / Math.sqrt(d); y = a * x;').at(-1), '(1 / √d),', 'and where its name stands');
  t.equal(constants('const a = Math.sqrt(d); f = (x) => x * a;').at(-1), ',√d', 'within a function, too');
  t.equal(
    constants('let a = Math.sqrt(d); a *= 2; y = a * x;').at(-1),
    undefined,
    'a variable may have become another',
  );
  t.equal(constants('y = Math.sqrt(a / b) * 2;').at(-1), undefined, 'of a name alone');
});
