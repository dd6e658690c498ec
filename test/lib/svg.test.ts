import t from 'tap';
import { lineChart, type Chart, type Drawn } from '../../lib/line-chart.ts';
import { cells } from '../../lib/pictures.ts';
import { escaped } from '../../lib/svg.ts';
import { refuses } from '../refuses.ts';
import { elements, type Element } from '../xml.ts';

const named = (all: Element[], name: string) => all.filter((element) => element.name === name);
const texts = (all: Element[]) => named(all, 'text').map(({ text }) => text);
const points = (all: Element[], name: string) => named(all, name).map(({ attributes }) => attributes.points);

/** A line from (0, 0) over (5, 50) to (10, 100), called A. */
const rising: Drawn = { name: 'A', points: [0, 5, 10].map((x) => ({ x, y: 10 * x })) };
const chart = (...series: Drawn[]): Chart => ({ title: 'T', x: { label: 'x' }, y: { label: 'y' }, series });

t.test('the parser of this test bites', async (t) => {
  for (const [xml, why] of [
    ['<a><b></a>', 'a closes what is not open'],
    ['<a>', 'a is never closed'],
    ['<a/><b/>', 'a second root: b'],
    ['<a/>text', 'text outside: text'],
    ['<a>x & y</a>', 'not well formed: & y</a>'],
    ['<a b="<"/>', 'not well formed: <a b="<"/>'],
    ['<a b=1/>', 'not well formed: <a b=1/>'],
  ]) {
    refuses(t, () => elements(xml), new Error(why));
  }
  t.strictSame(elements('<a b="1">x<c/>&lt;</a>\n'), [
    { name: 'a', attributes: { b: '1' }, text: 'x&lt;' },
    { name: 'c', attributes: {}, text: '' },
  ]);
});

t.test('by hand: where points stand', async (t) => {
  const all = elements(lineChart(chart(rising)));
  // Labels up to 100 are 3·7 wide: the chart begins at 20 + 21 + 8 = 49. The name A is 7 wide: it ends at
  // 720 − 34 − 7 = 679. Down from 76 to 356. The middle is ((49 + 679)/2, (76 + 356)/2) = (364, 216).
  t.strictSame(points(all, 'polyline'), ['49,356 364,216 679,76']);
  const circles = named(all, 'circle').map(({ attributes: { cx, cy } }) => `${cx},${cy}`);
  t.strictSame(circles, ['49,356', '364,216', '679,76'], 'and their marks');
  t.strictSame(
    texts(all).sort(),
    ['T', 'x', 'y', 'A', '0', '2', '4', '6', '8', '10', '0', '20', '40', '60', '80', '100'].sort(),
  );
  const name = named(all, 'text').find(({ text }) => text === 'A');
  t.strictSame(name?.attributes, { class: 'name s0', x: '693', y: '80.5' }, 'the name at the end');
  // y = 20, 40, … stand a fifth of 280 apart: 356, 300, 244, 188, 132, 76.
  const grid = named(all, 'line').filter(({ attributes }) => attributes.class === 'grid');
  t.strictSame(
    grid.map(({ attributes }) => attributes.y1),
    ['356', '300', '244', '188', '132', '76'],
  );
  t.strictSame(all[0].attributes.viewBox, '0 0 720 420');
  // From 1 over 5 to 9: across, the chart ends where its points do, not at round numbers.
  const odd = chart({ name: 'A', points: [1, 5, 9].map((x, k) => ({ x, y: 50 * k })) });
  t.strictSame(points(elements(lineChart(odd)), 'polyline'), ['49,356 364,216 679,76']);
  // The lines: across from 49 to 679; the axis; x = 0, 2, … stand a fifth of 630 apart, each with a mark of 5 pixels.
  const ends = (kind: string) =>
    named(all, 'line')
      .filter(({ attributes }) => attributes.class === kind)
      .map(({ attributes: { x1, y1, x2, y2 } }) => `${x1},${y1} ${x2},${y2}`);
  t.strictSame(
    ends('grid'),
    [356, 300, 244, 188, 132, 76].map((y) => `49,${y} 679,${y}`),
  );
  t.strictSame(ends('axis'), ['49,356 679,356', ...[49, 175, 301, 427, 553, 679].map((x) => `${x},356 ${x},361`)]);
  // The words: 18 above the chart, 8 left of it, 20 and 46 below it.
  const places = named(all, 'text').map(({ text, attributes: { x, y } }) => `${text} ${x},${y}`);
  const beside = [360.5, 304.5, 248.5, 192.5, 136.5, 80.5].map((y, k) => `${20 * k} 41,${y}`);
  const below = [49, 175, 301, 427, 553, 679].map((x, k) => `${2 * k} ${x},376`);
  t.strictSame(places, ['T 20,30', 'y 20,58', ...beside, ...below, 'x 364,402', 'A 693,80.5']);
});

t.test('by hand: logarithmic axes and bounds that are given', async (t) => {
  const doubling = { name: 'A', points: [100, 1000, 10_000].map((x) => ({ x, y: x / 100 })) };
  const both = chart(doubling);
  both.x.logarithmic = true;
  both.y.logarithmic = true;
  const all = elements(lineChart(both));
  // On both axes 10 times as much is one step; labels up to 100 as above.
  t.strictSame(points(all, 'polyline'), ['49,356 364,216 679,76']);
  t.ok(['100', '1000', '10,000', '1', '10'].every((label) => texts(all).includes(label)));

  const given = chart({
    ...rising,
    points: [
      { x: 2, y: 20 },
      { x: 4, y: 40 },
    ],
  });
  given.x = { label: 'x', from: 0, to: 8, ticks: [2, 8] };
  given.y = { label: 'y', from: 0, to: 100 };
  const found = elements(lineChart(given));
  // The line ends at x = 4 of 8: 49 + 630/2 = 364, at 206.5 before; y = 20: 356 − 56; y = 40: 356 − 112.
  t.strictSame(points(found, 'polyline'), ['206.5,300 364,244']);
  t.strictSame(
    texts(found).filter((text) => ['0', '2', '4', '6', '8'].includes(text)),
    ['0', '2', '8'],
    'its own ticks along x',
  );
});

t.test('by hand: bands', async (t) => {
  const band = (low: number, high: number) => ({
    ...rising,
    points: rising.points.map((p) => ({ ...p, low: p.y - low, high: p.y + high })),
  });
  const bounded = chart(band(10, 50));
  bounded.y = { label: 'y', from: 0, to: 100 };
  const all = elements(lineChart(bounded));
  // Above: 50, 100, 150 (cut at 100); then back: 90, 40, −10 (cut at 0). 2.8 pixels a unit.
  t.strictSame(points(all, 'polygon'), ['49,216 364,76 679,76 679,104 364,244 49,356']);
  t.strictSame(points(all, 'polyline'), ['49,356 364,216 679,76'], 'the line is where it was');
  // Without bounds the axis makes room for the band: −10 … 150 in steps of 50, from −50 to 150.
  const free = elements(lineChart(chart(band(10, 50))));
  t.ok(['−50', '0', '50', '100', '150'].every((label) => texts(free).includes(label)));
  t.equal(points(elements(lineChart(chart(rising))), 'polygon').length, 0, 'none asked for');
  const [first, ...others] = rising.points;
  const single = { ...rising, points: [{ ...first, low: 0, high: 5 }, ...others] };
  t.equal(points(elements(lineChart(chart(single))), 'polygon').length, 0, 'one point has no band');
  const below = { ...rising, points: rising.points.map((point) => ({ ...point, low: 0 })) };
  t.equal(points(elements(lineChart(chart(below))), 'polygon').length, 0, 'nor has what has a lower end alone');
});

t.test('by hand: names of lines', async (t) => {
  const level = (name: string, y: number): Drawn => ({
    name,
    points: [
      { x: 0, y },
      { x: 1, y },
    ],
  });
  const heights = (svg: string) =>
    named(elements(svg), 'text')
      .filter(({ attributes }) => attributes.class.startsWith('name'))
      .map(({ text, attributes: { x, y } }) => ({ text, x: Number(x), y: Number(y) }));
  const two = chart(level('a', 50), level('b', 51), level('c', 0), level('d', 100));
  // a and b end 2.8 apart, at 216 and 213.2, and must be 16 apart: the middle 214.6 ± 8, and 4.5 below for the letters.
  const moved = heights(lineChart(two));
  t.strictSame(
    moved.map(({ y }) => y),
    [227.1, 211.1, 360.5, 80.5],
  );
  t.equal(new Set(moved.map(({ x }) => x)).size, 1, 'under each other');
  // 75/14 above it is 15 pixels: at 216 and 201 they are one too near, and move half of it each.
  // The longer name, 4·7 wide, makes room for both: at 720 − 34 − 28 + 14.
  const percent = (...series: Drawn[]) => ({ ...chart(...series), y: { label: 'y', from: 0, to: 100 } });
  t.strictSame(heights(lineChart(percent(level('a', 50), level('long', 50 + 75 / 14)))), [
    { text: 'a', x: 672, y: 221 },
    { text: 'long', x: 672, y: 205 },
  ]);
  // Five, 3.75 apart, would move the outer two by 2 · (16 − 3.75) = 24.5 from their lines: more than 24.
  const crowd = heights(lineChart(percent(...[-2, -1, 0, 1, 2].map((k) => level('a', 50 + (3.75 / 2.8) * k)))));
  t.strictSame(
    crowd.map(({ y }) => y),
    Array(5).fill(54),
  );

  // Six at one height would be up to 40 pixels from their line: they stand in a line above.
  const six = heights(lineChart(chart(...'abcdef'.split('').map((name) => level(name, 50)))));
  t.strictSame(
    six.map(({ y }) => y),
    Array(6).fill(54),
  );
  t.strictSame(
    six.map(({ x }) => x),
    [34, 77, 120, 163, 206, 249],
    '7 for a letter, 36 between',
  );
  // Lines that end elsewhere have their names above, too; and clouds of points.
  const early = heights(lineChart(chart(rising, { name: 'B', points: [{ x: 1, y: 3 }] })));
  t.strictSame(
    early.map(({ text, y }) => [text, y]),
    [
      ['A', 54],
      ['B', 54],
    ],
  );
  // Then the chart begins 18 lower, at 94, and ends at 720 − 30 = 690; x = 1 is a tenth of 641 from 49, y = 3 is
  // 3/100 of 262 above 356. Each name has its mark before it.
  const above = elements(lineChart(chart(rising, { name: 'B', points: [{ x: 1, y: 3 }] })));
  t.strictSame(points(above, 'polyline'), ['49,356 369.5,225 690,94']);
  t.strictSame(
    named(above, 'circle').map(({ attributes: { cx, cy } }) => `${cx},${cy}`),
    ['49,356', '369.5,225', '690,94', '113.1,348.1', '24,49.5', '67,49.5'],
  );
  t.equal(named(above, 'text').find(({ text }) => text === 'y')?.attributes.y, '76', 'the label of y is lower, too');
  const cloud = lineChart(chart({ ...rising, scattered: true }));
  t.equal(heights(cloud)[0].y, 54);
  t.equal(points(elements(cloud), 'polyline').length, 0, 'points alone');
});

t.test('by hand: marks', async (t) => {
  const at = (y: number): Drawn => ({ name: `s${y}`, points: [{ x: 1, y }] });
  const all = elements(lineChart(chart(...[0, 1, 2, 3, 4, 5].map((k) => at(k)))));
  const marks = all.filter(({ attributes: { class: kind = '' } }) => /dot|hollow/.test(kind));
  t.strictSame(
    marks.map(({ name, attributes }) => [name, attributes.class, 'transform' in attributes]),
    [
      ['circle', 'dot', false],
      ['circle', 'page hollow', false],
      ['rect', 'dot', false],
      ['rect', 'page hollow', false],
      ['rect', 'dot', true],
      ['rect', 'page hollow', true],
    ],
    'each series its own',
  );
  // All at x = 1, in the middle of 35 and 672; a fifth of 280 for 1. Squares of 5.6 around their
  // points, the last turned.
  const squares = named(all, 'rect').filter(({ attributes }) => attributes.width === '5.6');
  t.strictSame(
    squares.map(({ attributes: { x, y, transform } }) => [x, y, transform]),
    [
      ['350.7', '241.2', undefined],
      ['350.7', '185.2', undefined],
      ['350.7', '129.2', 'rotate(45 353.5 132)'],
      ['350.7', '73.2', 'rotate(45 353.5 76)'],
    ],
  );
  const many = { name: 'many', points: Array.from({ length: 26 }, (_, x) => ({ x, y: x })) };
  t.equal(named(elements(lineChart(chart(many))), 'circle').length, 0, 'a long line has none');
  // A single point stands in the middle: y = 6 between 3 and 9, in steps of 2 from 2 to 10; x = 0 between −1 and 1.
  const [one] = named(elements(lineChart(chart({ name: 'A', points: [{ x: 0, y: 6 }] }))), 'circle');
  t.equal(one.attributes.cy, '216');
  t.equal(one.attributes.cx, String((20 + 14 + 8 + 679) / 2));
  const drawn = lineChart(chart({ name: 'A', points: [{ x: 0, y: 6 }] }));
  const ticks = [...drawn.matchAll(/>([^<>]+)<\/text>/g)].map(([, text]) => text).slice(7, 12);
  t.strictSame(ticks, ['−1.0', '−0.5', '0.0', '0.5', '1.0'], 'a single 0 stands between −1 and 1');
});

t.test('by hand: text', async (t) => {
  t.equal(escaped('a < b & "c" > d'), 'a &lt; b &amp; &quot;c&quot; &gt; d');
  const odd: Chart = {
    title: '翻译 <R&D>',
    x: { label: '句长 "词" & more' },
    y: { label: 'p < 0.05' },
    series: [{ ...rising, name: '循环网络 <&>' }],
  };
  const all = elements(lineChart(odd));
  for (const text of [
    '翻译 &lt;R&amp;D&gt;',
    '句长 &quot;词&quot; &amp; more',
    'p &lt; 0.05',
    '循环网络 &lt;&amp;&gt;',
  ]) {
    t.ok(texts(all).includes(text), text);
  }
  t.equal(named(all, 'title')[0].text, '翻译 &lt;R&amp;D&gt;', 'for who listens');
  // Four Chinese characters of 14 and four others of 7 with a space: 4·14 + 4·7 = 84.
  const [line] = points(all, 'polyline');
  t.match(line, new RegExp(` ${720 - 34 - 84},76$`), 'a wide name takes its room');
  t.match(lineChart(chart(rising)), '@media (prefers-color-scheme: dark)');
});

t.test('by hand: cells', async (t) => {
  // prettier-ignore
  const plain = elements(cells('像素', [{ caption: 'a & b', pixels: [[0, 1], [0.5, 1]] }]));
  t.strictSame(texts(plain), ['像素', 'a &amp; b']);
  // A half is step 8 of 15; the blank one is not drawn.
  t.strictSame(
    named(plain, 'path').map(({ attributes }) => attributes),
    [
      { class: 'ink', 'fill-opacity': '0.53', d: 'M0 1h1v1h-1z' },
      { class: 'ink', 'fill-opacity': '1', d: 'M1 0h1v1h-1zM1 1h1v1h-1z' },
    ],
  );
  // Two pixels on 168: 84 each, below the title.
  t.equal(named(plain, 'g')[0].attributes.transform, 'translate(20 68) scale(84)');
  t.equal(named(plain, 'rect')[1].attributes.height, '168');

  // Shares 1, 3 of the largest 3: 0.8/3 is step 4 of 15, 0.8 is step 12. Each over a block of 2×2 pixels.
  // prettier-ignore
  const over = elements(cells('T', [{ caption: 'c', pixels: [[0, 0, 0, 0], [0, 0, 0, 0]], over: [[1, 3]] }]));
  t.strictSame(
    named(over, 'path').map(({ attributes }) => attributes),
    [
      { class: 'over', 'fill-opacity': '0.27', d: 'M0 0h2v2h-2z' },
      { class: 'over', 'fill-opacity': '0.8', d: 'M2 0h2v2h-2z' },
    ],
  );
  const nothing = elements(cells('T', [{ caption: 'c', pixels: [[0]], over: [[0]] }]));
  t.equal(named(nothing, 'path').length, 0, 'no share at all');

  // The faintest step is 1/15, from 1/30 on; what is more than full or less than blank is full and blank.
  // Nine pixels on 168: 18.6667 each.
  const row = [1 / 20, 1 / 40, 2, -1, 0, 0, 0, 0, 0];
  const faint = elements(cells('T', [{ caption: 'c', pixels: [row] }]));
  t.strictSame(
    named(faint, 'path').map(({ attributes }) => [attributes['fill-opacity'], attributes.d]),
    [
      ['0.07', 'M0 0h1v1h-1z'],
      ['1', 'M2 0h1v1h-1z'],
    ],
  );
  t.equal(named(faint, 'g')[0].attributes.transform, 'translate(20 68) scale(18.6667)');
});

t.test('by hand: pictures in lines, with names', async (t) => {
  const one = { caption: 'c', pixels: [[1]] };
  const all = elements(cells('T', [one, one, one], 2));
  // Beside each other 168 + 20 apart, below each other 168 + 40.
  t.strictSame(
    named(all, 'g').map(({ attributes }) => attributes.transform),
    ['translate(20 68) scale(168)', 'translate(208 68) scale(168)', 'translate(20 276) scale(168)'],
  );
  // 40 + 2·188 − 16 wide, 48 + 2·208 high; the title and the captions 8 above.
  t.equal(all[0].attributes.viewBox, '0 0 400 464');
  const places = named(all, 'text').map(({ text, attributes: { x, y } }) => `${text} ${x},${y}`);
  t.strictSame(places, ['T 20,30', 'c 20,60', 'c 208,60', 'c 20,268']);
  // Four share 680: 170 each, of which 16 are the gap. A flat one, 2×4, is half as high: the next line at 68 + 84 + 40.
  const four = named(elements(cells('T', [one, one, one, one])), 'g');
  t.strictSame(
    four.map(({ attributes }) => attributes.transform),
    [20, 194, 368, 542].map((x) => `translate(${x} 68) scale(154)`),
  );
  const flat = { caption: 'c', pixels: [Array<number>(4).fill(1), Array<number>(4).fill(1)] };
  t.equal(named(elements(cells('T', [flat, flat], 1)), 'g')[1].attributes.transform, 'translate(20 192) scale(42)');
  t.equal(named(elements(cells('T', [flat, one], 1)), 'g')[1].attributes.transform, 'translate(20 276) scale(168)');
  // prettier-ignore
  const words = { caption: '对齐', pixels: [[1, 0], [0, 1]], rows: ['I', 'love'], columns: ['我', '爱'] };
  const aligned = elements(cells('T', [words]));
  // love is 28 wide and 8 away: the picture begins at 20 + 36, below its columns' names at 68 + 20.
  t.equal(named(aligned, 'g')[0].attributes.transform, 'translate(56 88) scale(84)');
  const place = (name: string) => named(aligned, 'text').find(({ text }) => text === name)?.attributes;
  t.strictSame(place('love'), { class: 'small', x: '50', y: '218.5', 'text-anchor': 'end' });
  t.strictSame(place('对齐'), { class: 'small', x: '56', y: '60' }, 'above the names');
  const both = named(elements(cells('T', [words, words])), 'g');
  t.equal(both[1].attributes.transform, 'translate(280 88) scale(84)', '168 + 36 + 20 further right');
  t.strictSame(place('爱'), { class: 'small', x: '182', y: '81', 'text-anchor': 'middle' });
  const wide = elements(cells('A title much longer than its picture', [one]));
  t.equal(wide[0].attributes.width, '343', '36 letters of 7, a fifth more as titles are larger, and 40');
});

t.test('refuses', async (t) => {
  refuses(t, () => lineChart(chart()), new RangeError('a plot has one to 6 series, got 0'));
  const bounded = { ...chart(rising), y: { label: 'share', from: 0, to: 99 } };
  refuses(t, () => lineChart(bounded), new RangeError('the axis from 0 to 99 holds no 100: share'));
  const log = { ...chart(rising), x: { label: 'x', logarithmic: true, ticks: [1, 10] } };
  refuses(t, () => lineChart(log), new RangeError('a logarithmic axis holds positive numbers, got 0'));

  refuses(t, () => cells('T', []), new RangeError('a drawing needs a picture, got none'));
  const rule = 'shares lie over equal square blocks of pixels, got';
  // prettier-ignore
  const pixels = [[0, 0, 0, 0], [0, 0, 0, 0]];
  for (const [over, size] of [
    [[[1, 1, 1]], '1×3'],
    [[[1], [1]], '2×1'],
    [[[1], [1], [1]], '3×1'],
  ] as const) {
    refuses(
      t,
      () => cells('T', [{ caption: 'c', pixels, over: over.map((row) => [...row]) }]),
      new RangeError(`${rule} ${size} shares over 2×4 pixels in c`),
    );
  }
  const names = 'a picture of 2×4 needs 2 row names and 4 column names, got';
  refuses(t, () => cells('T', [{ caption: 'c', pixels, rows: ['a'] }]), new RangeError(`${names} 1 and 4 in c`));
  refuses(t, () => cells('T', [{ caption: 'c', pixels, columns: ['a'] }]), new RangeError(`${names} 2 and 1 in c`));
});
