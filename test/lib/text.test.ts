import t from 'tap';
import { languageOf, localLanguage, speaker } from '../../lib/language.ts';
import { curve, heatMap, lines, shade, shades } from '../../lib/plot.ts';
import {
  alignLeft,
  alignRight,
  bracketed,
  columns,
  decimal,
  displayWidth,
  grouped,
  labelled,
  numbered,
  part,
} from '../../lib/print.ts';
import { refuses } from '../refuses.ts';

const text = (...lines: string[]) => lines.join('\n');

t.test('language', async (t) => {
  t.equal(speaker('en')('weights', '权重'), 'weights');
  t.equal(speaker('zh')('weights', '权重'), '权重');
  t.strictSame(['zh-CN', 'zh-Hant-HK', 'zh', 'en-US', 'de'].map(localLanguage), ['zh', 'zh', 'zh', 'en', 'en']);
  t.match(localLanguage(), /^(en|zh)$/, 'the machine’s own');
  t.equal(languageOf(['--lang', 'zh']), 'zh');
  t.equal(languageOf(['我爱你', '--lang=en', '--beam', '4'], 'zh'), 'en', 'among others');
  t.equal(languageOf(['lang', 'zh'], 'en'), 'en', 'not asked for');
  t.equal(languageOf([]), localLanguage());
  refuses(t, () => languageOf(['--lang', 'fr']), new RangeError('--lang must be en or zh, got fr'));
  refuses(t, () => languageOf(['--lang']), new RangeError('--lang must be en or zh, got nothing'));
  refuses(t, () => languageOf(['--lang=']), new RangeError('--lang must be en or zh, got nothing'));
});

t.test('print: widths', async (t) => {
  for (const [word, columns] of [
    ['', 0],
    ['love', 4],
    ['我爱你', 6],
    ['√d_k', 4],
    ['，「」', 6],
    ['ＡＢ', 4],
    ['𠮷', 2],
    ['🐉', 2],
    ['−∞', 2],
  ] as const) {
    t.equal(displayWidth(word), columns, `“${word}” takes ${columns} columns`);
  }
  t.equal(alignRight('爱', 4), '  爱');
  t.equal(alignLeft('爱', 4), '爱  ');
  t.equal(alignRight('love', 2), 'love', 'too long is left as it is');
  t.equal(alignLeft('我爱你', 5), '我爱你');
});

t.test('print: decimals', async (t) => {
  t.strictSame(
    [1 / 3, 2, -2.5, 0.0004].map((x) => decimal(x)),
    ['0.333', '2.000', '-2.500', '0.000'],
  );
  t.strictSame(
    [-0, -0.0004, -0.0006].map((x) => decimal(x)),
    ['0.000', '0.000', '-0.001'],
    'no −0',
  );
  t.equal(decimal(-0.4, 0), '0');
  t.equal(decimal(12.3456, 2), '12.35');
  t.strictSame(
    [NaN, Infinity, -Infinity].map((x) => decimal(x)),
    ['NaN', '∞', '-∞'],
  );
});

t.test('print: lists', async (t) => {
  t.strictSame([7, 999, 1000, 65041408].map(grouped), ['7', '999', '1,000', '65,041,408']);
  t.equal(bracketed([3, -0.4, 12.6]), '[3, 0, 13]');
  t.equal(bracketed([3, -0.4], 2), '[3.00, -0.40]');
  t.strictSame(numbered(3), ['1', '2', '3']);
  t.strictSame(numbered(0), []);
});

t.test('print: columns', async (t) => {
  t.equal(
    columns([
      ['', '我', 'love'],
      ['爱情', '1', '2'],
      ['x', '10.5'],
    ]),
    text('        我  love', '爱情     1     2', 'x     10.5'),
    'the first to the left, the others to the right, a short line ends early',
  );
  t.equal(columns([['a', 'b']], ' | '), 'a | b');
  t.equal(
    // prettier-ignore
    labelled([[1, -0.5], [0, 10]], ['我', 'you'], ['爱', 'second'], 1),
    text('      爱  second', '我   1.0    -0.5', 'you  0.0    10.0'),
  );
  t.equal(labelled([[1 / 3]], ['a'], ['b']), text('       b', 'a  0.333'), 'three decimals');
  const names = 'a 1×2 matrix needs 1 row names and 2 column names, got';
  refuses(t, () => labelled([[1, 2]], ['a', 'b'], ['c', 'd']), new RangeError(`${names} 2 and 2`));
  refuses(t, () => labelled([[1, 2]], ['a'], ['c']), new RangeError(`${names} 1 and 1`));
  refuses(t, () => labelled([], [], []), new RangeError('a matrix must have at least one row, got 0'));
  t.equal(part(4, 'John'), '\n── 4 · John ──');
});

t.test('plot: shades', async (t) => {
  const steps = [-1, 0, 0.19, 0.2, 0.4, 0.6, 0.8, 1, 2].map((x) => shade(x, 0, 1));
  t.strictSame(steps, [' ', ' ', ' ', '░', '▒', '▓', '█', '█', '█'], 'five equal steps');
  t.strictSame([shade(-Infinity, 0, 1), shade(Infinity, 0, 1), shade(NaN, 0, 1)], [' ', '█', '?']);
  t.equal(shade(3, 2, 4), '▒', 'halfway between other bounds');
  t.equal(shade(3, 3, 3), ' ', 'nothing between equal bounds');
  // prettier-ignore
  t.equal(shades([[0, 1], [0.5, 0]], ['我', 'you'], 0, 1), text('我     ██', 'you  ▒▒'));
  // prettier-ignore
  refuses(t, () => shades([[1], [2]], ['a'], 0, 1), new RangeError('a heat map of 2 rows needs 2 row names, got 1'));
});

t.test('plot: heat map', async (t) => {
  t.equal(
    // prettier-ignore
    heatMap([[1, 0], [0.25, -Infinity]], ['我', '爱情'], ['I', '爱']),
    text('            I       爱', '我    ██ 1.00     0.00', '爱情  ░░ 0.25       -∞'),
  );
  t.equal(
    heatMap([[5]], ['r'], ['a long name'], 0, 10, 0),
    text('   a long name', 'r         ▒▒ 5'),
    'a column as wide as its name',
  );
  const names = 'a heat map of 1×2 needs 1 row names and 2 column names, got';
  refuses(t, () => heatMap([[1, 2]], [], ['a', 'b']), new RangeError(`${names} 0 and 2`));
  refuses(t, () => heatMap([[1, 2]], ['a'], ['b']), new RangeError(`${names} 1 and 1`));
});

t.test('plot: curve', async (t) => {
  t.equal(curve([0, 1, 2, 1], 4, 3, 0), text('2 │  •', '  │ • •', '0 │•', '  └────'), 'one value a column');
  // Means 1, 3, 9 of two values each; 3 stands nearest the line at a third of the height.
  t.equal(
    curve([0, 2, 3, 3, 8, 10], 3, 11, 0).replaceAll(/^ +│\n/gm, ''),
    text('10 │', '   │  •', '   │ •', '   │•', ' 0 │', '   └───'),
    'several values in a column: their mean, below the highest',
  );
  t.equal(curve([-1, 1], 4, 2, 1), text(' 1.0 │  ••', '-1.0 │••', '     └────'), 'stretched');
  t.equal(curve([7, 7, 7], 3, 2, 0), text('7 │', '7 │•••', '  └───'), 'a constant lies flat');
  const [top, ...others] = curve([0, 1]).split('\n');
  t.equal(top, `1.00 │${' '.repeat(30)}${'•'.repeat(30)}`, '60 columns');
  t.equal(others.length, 12, '12 lines and the axis');
  const needs = 'a curve needs a value and two lines, got';
  refuses(t, () => curve([]), new RangeError(`${needs} 0 values and 12 lines`));
  refuses(t, () => curve([1], 4, 1), new RangeError(`${needs} 1 values and 1 lines`));
});

t.test('plot: lines', async (t) => {
  const series = (name: string, ...points: [number, number][]) => ({
    name,
    points: points.map(([x, y]) => ({ x, y })),
  });
  // From (0, 0) to (4, 2): a step up every second column. The other lies at 2, and meets the first at its end.
  t.equal(
    lines([series('A', [0, 0], [4, 2]), series('循环', [0, 2], [4, 2])], 5, 3, 0),
    text('2 │○○○●●', '  │ ●●', '0 │●', '  └─────', '   0   4', '   ● A   ○ 循环'),
    'joined by straight lines; the first is in front',
  );
  // x = 1, 2, 8 on a logarithmic axis: 0, 1/3 and 3/3 of the way, columns 0, 2 and 6 of 7.
  t.equal(
    lines([series('A', [1, 3], [2, 5], [8, 5])], 7, 3, 1, true),
    text('5.0 │  ●●●●●', '    │ ●', '3.0 │●', '    └───────', '     1     8', '     ● A'),
  );
  // 0 and 2 in column 0 stand at their mean, 1; halfway to 2 is nearer the top, as 1.5 rounds up. B is one point.
  t.equal(
    lines([series('A', [0, 0], [0, 2], [10, 2]), series('B', [5, 0])], 3, 3, 0),
    text('2 │ ●●', '  │●', '0 │ ○', '  └───', '   0  10', '   ● A   ○ B'),
  );
  // Flat as far as column 2, then a line up for each column.
  t.equal(
    lines([series('A', [0, 0], [2, 0], [6, 4])], 7, 5, 0),
    text('4 │      ●', '  │     ●', '  │    ●', '  │   ●', '0 │●●●', '  └───────', '   0     6', '   ● A'),
  );
  const third = lines([series('A', [1 / 3, 0], [1, 1])], 12, 2, 0).split('\n');
  t.equal(third[3], '   0.333333   1', 'six digits of x');
  t.equal(lines([series('A', [3, 7])], 2, 2, 0), text('7 │', '7 │●', '  └──', '   3  3', '   ● A'));
  const [first, ...others] = lines([series('A', [0, 0], [1, 1])]).split('\n');
  t.match(first, /^1\.00 │ +●+$/, 'two decimals');
  t.equal(first.length, 6 + 60, '60 columns');
  t.equal(others.length, 14, '12 lines, the axis, its ends, the names');
});

t.test('plot: lines refuse', async (t) => {
  const one = (...points: [number, number][]) => ({ name: 'A', points: points.map(([x, y]) => ({ x, y })) });
  const wanted = (message: string) => new RangeError(message);
  refuses(t, () => lines([]), wanted('a plot has one to 6 series, got 0'));
  refuses(t, () => lines(Array(7).fill(one([0, 0]))), wanted('a plot has one to 6 series, got 7'));
  refuses(t, () => lines([one()]), wanted('a series needs a point, got none in A'));
  refuses(t, () => lines([one([0, NaN])]), wanted("a point's numbers must be finite, got NaN in A"));
  refuses(t, () => lines([one([Infinity, 0])]), wanted("a point's numbers must be finite, got Infinity in A"));
  const band = { name: 'A', points: [{ x: 0, y: 0, low: NaN, high: 1 }] };
  refuses(t, () => lines([band]), wanted("a point's numbers must be finite, got NaN in A"));
  refuses(t, () => lines([one([1, 0], [0, 0])]), wanted('a series goes from left to right, got 0 after 1 in A'));
  const room = 'lines need two columns and two lines, got';
  refuses(t, () => lines([one([0, 0])], 1, 2), wanted(`${room} 1 columns and 2 lines`));
  refuses(t, () => lines([one([0, 0])], 2, 1), wanted(`${room} 2 columns and 1 lines`));
  refuses(t, () => lines([one([0, 0])], 2, 2, 0, true), wanted('a logarithmic axis holds positive numbers, got 0'));
});
