import t from 'tap';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import type { Figure } from '../book/stage/figure.ts';
import { shadesOf, squares } from '../book/stage/pictures/heat-layout.ts';
import { traced } from '../book/tracing/bundle.ts';
import { captioned, drawings } from '../scripts/draw.ts';
import { piecesOf, wrapped } from '../scripts/draw/block.ts';
import { sheet } from '../scripts/draw/sheet.ts';
import { pages, root } from '../scripts/quote.ts';
import { close } from './close.ts';
import { elements, type Element } from './xml.ts';

t.setTimeout(300_000); // thirteen chapters are rewritten to remember; a busy machine takes its time

const drawn = new Map<string, Map<string, string>>();
for (const page of pages()) drawn.set(page, await drawings(page));
const all = [...drawn.values()].flatMap((files) => [...files]);

/** The texts of a drawing that belong to a class. */
const texts = (svg: string, kind: string) =>
  elements(svg)
    .filter(({ name, attributes }) => name === 'text' && attributes.class?.split(' ')[0] === kind)
    .map(({ text }) => text);
const count = (svg: string, name: string, kind: string) =>
  elements(svg).filter((element: Element) => element.name === name && element.attributes.class === kind).length;

t.test('every drawing is what its figure says', async (t) => {
  t.ok(all.length >= 40, 'the drawings were found');
  for (const [path, svg] of all) {
    const name = relative(root, path);
    t.ok(existsSync(path) && readFileSync(path, 'utf8') === svg, `${name} is as \`npm run quote\` draws it`);
  }
  for (const [page, files] of drawn) {
    const twin = drawn.get(page.replace(/(\.zh)?\.md$/, '.zh.md')) ?? new Map<string, string>();
    const twins = [...files.keys()].map((path) => path.replace(/\.(en|zh)\.svg$/, '.zh.svg'));
    t.strictSame(twins, [...twin.keys()], `${relative(root, page)} and its twin show the same`);
  }
});

t.test('no drawing is left that no page shows', async (t) => {
  for (const folder of new Set([...drawn.keys()].map(dirname))) {
    if (existsSync(join(folder, 'study.json'))) continue; // studies.test.ts knows the charts of a study
    const kept = readdirSync(folder).filter((name) => name.endsWith('.svg'));
    const stray = kept.filter((name) => !all.some(([path]) => path === join(folder, name)));
    t.strictSame(stray, [], relative(root, folder));
  }
});

t.test('a drawing stands alone and is to be read on a phone', async (t) => {
  for (const [path, svg] of all) {
    const name = relative(root, path);
    const [{ attributes }] = elements(svg); // throws where it is not well formed
    t.ok(Number(attributes.width) <= 720, `${name}: at most 720 wide, got ${attributes.width}`);
    t.ok(Buffer.byteLength(svg) <= 30_000, `${name}: at most 30 kB`);
    t.notMatch(
      svg.replace('http://www.w3.org/2000/svg', ''),
      /http|href|url\(|@import|<script/,
      `${name}: no reference`,
    );
    const small = elements(svg).filter(({ attributes }) => attributes.class?.includes('small'));
    t.strictSame(small, [], `${name}: no small print`);
    const described = elements(svg).filter(({ name, text }) => ['title', 'desc'].includes(name) && text !== '');
    t.equal(described.length, 2, `${name}: said in words, too`);
  }
});

t.test('我 爱 你 by hand', async (t) => {
  const files = new Map(all);
  for (const language of ['en', 'zh']) {
    const svg = files.get(join(root, `chapters/04-attention/attention.${language}.svg`)) ?? '';
    // Shares ¼ ½ ¼, ⅖ ⅕ ⅖, ⅕ ⅗ ⅕ of [20, 0], [0, 20] and [40, 0].
    const entries = texts(svg, 'entry').join(' ');
    t.match(entries, '0.25 0.50 0.25 0.40 0.20 0.40 0.20 0.60 0.20 15 10 24 4 12 12');
    t.strictSame(texts(svg, 'code').slice(0, 6), [
      'Y[0][1]',
      '= Σ_j A[0][j]·V[j][1]',
      '= A[0][0]·V[0][1] + A[0][1]·V[1][1]',
      '  + A[0][2]·V[2][1]',
      '= 0.25·0 + 0.5·20 + 0.25·0',
      '= 10',
    ]);
    const [told] = elements(svg).filter(({ name }) => name === 'desc');
    t.match(told.text, 'A (我, 爱, 你): 我 0.25, 0.50, 0.25; 爱 0.40, 0.20, 0.40; 你 0.20, 0.60, 0.20\n');
    t.match(told.text, '= 0.25·0 + 0.5·20 + 0.25·0 = 10', 'and the same is said to those who hear it');
    t.equal(count(svg, 'rect', 'opened'), 1, 'one entry is opened');
    t.equal(count(svg, 'line', 'read'), 1 + 6, 'six are read, and one line holds the sum together');
    t.equal(count(svg, 'line', 'look'), 9, 'each of three looks at three');
  }
});

t.test('the same numbers in both languages', async (t) => {
  for (const [path, svg] of all.filter(([path]) => path.endsWith('.en.svg'))) {
    const twin = new Map(all).get(path.replace('.en.', '.zh.')) ?? '';
    t.strictSame(texts(twin, 'entry').filter(isNumber), texts(svg, 'entry').filter(isNumber), relative(root, path));
  }
});

t.test('the way back by hand', async (t) => {
  const attention = drawingOf('04-attention', 'attention-back');
  // dA is 20, 0, 40, the average 15; dS is ¼ · 5, ½ · (−15), ¼ · 25.
  t.match(texts(attention, 'entry').join(' '), '20.0 0.0 40.0 0.0 0.0 0.0 0.0 0.0 0.0 1.25 −7.50 6.25');
  t.match(texts(attention, 'code').join(' '), 'dS[0][1] = A[0][1]·(dA[0][1] − average) = 0.5·(0 − 15) = −7.5');
  // John, read twice, hears 2 · ([1, 0, 0, 2] + [0, 1, 0, −1]).
  const embedding = drawingOf('02-embedding', 'embedding-back');
  t.match(texts(embedding, 'code').join(' '), '= 2·2 + 2·(−1) = 2');
  const called = elements(embedding).filter(({ attributes }) => attributes.class === 'called');
  t.strictSame(
    called.map(({ text }) => text),
    ['dY', 'dE'],
    'what came forwards and is not read is left out',
  );
});

t.test('an angle by hand', async (t) => {
  // The foot of [3, 4] on [4, 3] is 24/25 of it.
  const svg = drawingOf('01-vectors', 'angle');
  t.strictSame(texts(svg, 'entry').filter(isNumber), ['3', '4', '4', '3', '24', '5', '5', '0.96', '3.84', '2.88']);
  const number = (kind: string, name: string) =>
    Number(elements(svg).find(({ attributes }) => attributes.class === kind)?.attributes[name]);
  const [along, up] = [number('walk', 'x2') - number('walk', 'x1'), number('walk', 'y1') - number('walk', 'y2')];
  // The way from a to its foot is [0.84, −1.12].
  close(t, [along / up], [0.84 / -1.12], 2, 'it falls at a right angle');
});

t.test('colours by hand', async (t) => {
  t.strictSame(
    shadesOf([
      [1, -1, 0.5, 0.06],
      [-0.9, 1, 0, -0.5],
    ]),
    [
      { isNegative: true, strength: 1, cells: [{ i: 0, c: 1 }] },
      { isNegative: true, strength: 7 / 8, cells: [{ i: 1, c: 0 }] },
      { isNegative: true, strength: 1 / 2, cells: [{ i: 1, c: 3 }] },
      { isNegative: false, strength: 1 / 2, cells: [{ i: 0, c: 2 }] },
      {
        isNegative: false,
        strength: 1,
        cells: [
          { i: 0, c: 0 },
          { i: 1, c: 1 },
        ],
      },
    ],
    'in eighths, and nothing below a sixteenth',
  );
  const shade = { isNegative: true, strength: 1, cells: [{ i: 1, c: 2 }] };
  t.equal(squares(shade, 8), 'M18 10h4v4h-4z', 'a negative square is half as wide, in the middle of its cell');
  // At place 0 every sine is 0 and every cosine 1: the even columns of the first row are empty, the odd ones full.
  const waves = elements(drawingOf('03-positions', 'waves')).filter(({ name }) => name === 'path');
  const cells = waves.flatMap(({ attributes: { d = '', opacity } }) =>
    [...d.matchAll(/M([\d.]+) ([\d.]+)h/g)].map(([, x, y]) => ({
      i: Math.floor(+y / 16),
      c: Math.floor(+x / 16),
      opacity,
    })),
  );
  const first = cells.filter(({ i }) => i === 0).sort((a, b) => a.c - b.c);
  t.strictSame(
    first.map(({ c, opacity }) => [c, opacity]),
    Array.from({ length: 13 }, (_, k) => [2 * k + 1, '1']),
  );
});

t.test('curves by hand', async (t) => {
  // Of 16 ways to add four terms of 1 or −1, one gives −4, four −2, six 0.
  const spread = drawingOf('04-attention', 'spread');
  t.strictSame(texts(spread, 'entry').filter(isNumber), ['0.0625', '0.2500', '0.3750', '0.2500', '0.0625']);
  t.equal(elements(spread).filter(({ name }) => name === 'polyline').length, 6, 'three widths, twice');

  const downhill = drawingOf('08-backprop', 'downhill');
  const circles = elements(downhill).filter(({ name }) => name === 'circle');
  t.equal(circles.length, 5, 'the start and four steps');
  // w goes 0, 3/2, 9/4, 21/8, 45/16 along an axis from 0 to 6.
  const across = circles.map(({ attributes }) => Number(attributes.cx));
  const axis = elements(downhill).find(({ attributes }) => attributes.class === 'axis')?.attributes ?? {};
  const [from, to] = [Number(axis.x1), Number(axis.x2)];
  for (const [k, w] of [0, 3 / 2, 9 / 4, 21 / 8, 45 / 16].entries()) {
    t.ok(Math.abs(across[k] - (from + ((to - from) * w) / 6)) < 0.1, `step ${k} stands at ${w}`);
  }
  // A question that is not put gives each fruit a third: both curves begin at one point.
  const begins = elements(drawingOf('04-attention', 'soft'))
    .filter(({ name }) => name === 'polyline')
    .map(({ attributes }) => attributes.points?.split(' ')[0]);
  t.strictSame([begins.length, new Set(begins).size], [2, 1], 'two curves from one point');
  const slopes = drawingOf('09-feed-forward', 'slopes');
  t.equal(count(slopes, 'polyline', 'share curve second'), 2, 'the second curve of each of two pictures is dashed');
  t.match(texts(slopes, 'code').join(' '), '= 0.25');
});

t.test('six customers by hand', async (t) => {
  const of = (svg: string, wanted: string, kind: string) =>
    elements(svg).filter(({ name, attributes }) => name === wanted && attributes.class === kind);
  const number = ({ attributes }: Element, name: string) => Number(attributes[name]);
  // D and E have one late payment each, after four years and two: a level line, and B A crosses it in its middle.
  const none = drawingOf('01-vectors', 'no-line');
  const [one, other] = of(none, 'line', 'walk').map((line) => ({
    x: (number(line, 'x1') + number(line, 'x2')) / 2,
    y: (number(line, 'y1') + number(line, 'y2')) / 2,
  }));
  t.ok(Math.abs(one.x - other.x) < 0.2 && Math.abs(one.y - other.y) < 0.2, 'two middles are one');
  t.equal(of(none, 'line', 'opened').length, 0, 'and no line separates');
  // With the salary upwards, every disc lies above the line and every square below.
  const line = drawingOf('01-vectors', 'line');
  const [cut] = of(line, 'line', 'opened');
  const slope = (number(cut, 'y2') - number(cut, 'y1')) / (number(cut, 'x2') - number(cut, 'x1'));
  const above = (x: number, y: number) => y < number(cut, 'y1') + slope * (x - number(cut, 'x1'));
  const discs = of(line, 'circle', 'dot').map((dot) => above(number(dot, 'cx'), number(dot, 'cy')));
  const squares = of(line, 'rect', 'dot').map((dot) => above(number(dot, 'x') + 6.5, number(dot, 'y') + 6.5));
  t.strictSame([discs, squares], [Array(3).fill(true), Array(3).fill(false)], 'a line between discs and squares');
});

t.test('dials by hand', async (t) => {
  const alike = drawingOf('03-positions', 'alike');
  const faces = elements(alike).filter(({ attributes }) => attributes.class === 'frame');
  t.equal(faces.length, 4, 'eight numbers are four hands');
  // In each the hand of p + k ends in the middle of the ring, where R_k turned the hand of p.
  const of = (wanted: string, kind: string) =>
    elements(alike).filter(({ name, attributes }) => name === wanted && attributes.class === kind);
  const rings = of('circle', 'opened').map(({ attributes }) => `${attributes.cx},${attributes.cy}`);
  const ends = of('line', 'walk').map(({ attributes }) => `${attributes.x2},${attributes.y2}`);
  t.strictSame(ends, rings, 'four rings');
});

t.test('a network by hand', async (t) => {
  const network = drawingOf('08-backprop', 'network');
  // x and dx; h = x W_1 with dh, then behind the bend; s with P − T; P; −ln ½. After them each weight and its gradient.
  const inBoxes = '1 −1 2 0.5 1 1 2 −0.5 −1 0 1 1 2 −0.5 0 2 2 0.5 2 −0.5 0.5 0.5 0.693';
  const onLines = '−1 1 0 −0.5 1 0 1 2 1 −1 −1 0 2 0.5 0 −0.5 0 1 1 −1 3 0 −1 0';
  t.match(texts(network, 'entry').join(' '), `${inBoxes} ${onLines}`);
  t.equal(count(network, 'rect', 'box'), 2 + 3 + 3 + 2 + 2 + 1, 'a box for each number');
  t.equal(count(network, 'line', 'edge'), 6 + 3 + 6 + 4 + 2, 'the bend alone leads from one to one');
  const both = drawingOf('08-backprop', 'examples-back');
  t.match(texts(both, 'code').join(' '), '= 2·(−0.5) + 4·0.5 = 1', 'a column of X times a column of dH');
  const tape = drawingOf('08-backprop', 'tape');
  t.strictSame(texts(tape, 'entry').slice(-9), ['x', '3', '7', 'x·x', '9', '1', 'x·x + x', '12', '1']);
  t.equal(count(tape, 'path', 'edge'), 4, 'x is read three times, its square once');
});

t.test('before and after a norm by hand', async (t) => {
  const norm = drawingOf('07-layer-norm', 'add-norm');
  const dots = elements(norm).filter(({ attributes }) => attributes.class === 'dot');
  t.equal(dots.length, 2 * 8, 'two words of four numbers, before and after');
  // 1, 1, 5, 5 around the mean 3, and −1, −1, 1, 1 around 0: the same pattern.
  const [before, after] = [dots.slice(0, 4), dots.slice(4, 8)].map((of) => of.map(({ attributes }) => attributes.cy));
  for (const [a, b, c, d] of [before, after]) t.ok(a === b && c === d && Number(a) > Number(c), 'low, low, high, high');
  const [first] = elements(norm).filter(({ attributes }) => attributes.class === 'band');
  // One deviation, 2, to either side on an axis from −4 to 12 that is 100 high: 25.
  t.equal(Number(first.attributes.height), 25, 'the band is two deviations wide');
});

t.test('four boxes by hand', async (t) => {
  const layer = drawingOf('10-encoder', 'layer');
  // 爱 shares 2 : 1 : 2 and hears ⅖ · 7½ twice; 5 and 6 become 1 and −1.
  t.match(texts(layer, 'code').join(' '), '= 0.4·7.5 + 0.2·0 + 0.4·7.5 = 6');
  t.match(texts(layer, 'entry').join(' '), '1 −1 −1 1 −1 1 −1 1 −1 −1 1 1');
  t.equal(count(layer, 'rect', 'opened'), 1, 'the matrix of the opened number is shown');
});

t.test('a line breaks where prose may break', async (t) => {
  t.strictSame(wrapped(piecesOf('one two three'), 8), ['one two', 'three']);
  t.strictSame(wrapped(piecesOf('我爱你，真的。'), 7), ['我爱', '你，真', '的。'], 'no comma begins a line');
  t.strictSame(wrapped(piecesOf('说“我”。'), 4), ['说', '“我”。'], 'no sign that opens ends a line');
  const caption = 'John 读了两次，就听到 2 次：“是的”。';
  t.equal(piecesOf(caption).join(''), caption, 'nothing is lost');
});

t.test('a beam by hand', async (t) => {
  const beam = drawingOf('13-translator', 'beam');
  // Of width 2: ln 0.6, ln 0.3 kept beside ln 0.4, ln 0.36; Johnny falls away twice.
  const tree = texts(beam, 'entry')
    .join(' ')
    .replace(/&lt;bos&gt;/g, '<bos>')
    .replace(/&lt;eos&gt;/g, '<eos>');
  t.match(tree, '● <bos> 0.000 ● clever −0.511 ● John −1.204 ■ <eos> −1.204 ● smart −0.916 ● John −1.022 ★ −1.022');
  t.equal(texts(beam, 'note').filter((text) => text === '×').length, 2, 'what was dropped is fainter');
  t.equal(count(beam, 'path', 'axis'), 8 + 10, 'a line to each but the first');
});

t.test('the first of several views by hand', async (t) => {
  const word = drawingOf('13-translator', 'first-word');
  const entries = texts(word, 'entry').join(' ');
  // 我 enters as 4 at its coordinate and leaves as 13/√15, and again: it is normalized already.
  t.match(entries, '4.00 3.36 3.36');
  t.match(entries, '0.99 0.01 0.00 0.00 0.0007', 'where <bos> looks, and no later word');
  const shades = elements(word).filter(({ attributes }) => attributes.class === 'heat');
  t.equal(
    shades.filter(({ attributes }) => attributes['fill-opacity'] === '0.32').length,
    2,
    'full from 4 on: 4.00, 7.31',
  );
  t.match(texts(word, 'note').join(' '), 'It has read');
});

t.test('a kind of picture that cannot be drawn is left out', async (t) => {
  const chapter = await traced('04-attention');
  const shown: Figure = { part: '1', caption: 'c', given: [], forwards: [[{ path: 'Y' }]] };
  const moving = { ...shown, pictures: [{ kind: 'dance' } as never] };
  t.equal(sheet(moving, undefined, chapter, 'en'), sheet(shown, undefined, chapter, 'en'));
});

t.test('refuses', async (t) => {
  const page = join(root, 'chapters/04-attention/README.md');
  const asking = (marker: string, file = 'a.en.svg') => captioned(page, `<!-- ${marker} -->\n![](${file})\n`);
  await t.rejects(asking('picture 99'), {
    message: /^book\/chapters\/04-attention\.ts has no figure for <!-- picture 99/,
  });
  await t.rejects(asking('picture 3', 'a.svg'), { message: 'a.svg must end in .en.svg' });
  const chapter = await traced('04-attention');
  const shown: Figure = { part: '1', caption: 'c', given: [{ path: 'X' }], forwards: [] };
  t.throws(() => sheet(shown, 'Y[7][7]', chapter, 'en'), { message: /^nothing is called Y\[7\]\[7\]/ });
  const message = 'a drawing opens a number that was computed, got X[0][0]';
  t.throws(() => sheet(shown, 'X[0][0]', chapter, 'en'), { message });
});

/** A drawing in English. */
function drawingOf(chapter: string, name: string): string {
  return new Map(all).get(join(root, 'chapters', chapter, `${name}.en.svg`)) ?? '';
}

function isNumber(text: string): boolean {
  return /\d|∞/.test(text);
}
