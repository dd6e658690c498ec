import t from 'tap';
import { existsSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { breaks, fences, headingLevels, proseOf } from '../scripts/markdown.ts';
import { speaker } from '../lib/language.ts';
import { citations, paperIndex, placesIn } from '../scripts/by-paper.ts';
import { pages, quoted, root } from '../scripts/quote.ts';

const read = (page: string) => readFileSync(page, 'utf8');
const english = pages().filter((page) => page.endsWith('README.md'));
const chapters = english.filter((page) => page.includes('/chapters/'));
const guide = join(root, 'CONTRIBUTING.md');
const twinOf = (page: string) => page.replace(/\.md$/, '.zh.md');

/** The numbers of a page's own words: blocks, tables of changes, links and headings' numbering aside. */
const numbers = (text: string) =>
  [
    ...proseOf(text)
      .replace(/\]\(.*?\)/g, ']')
      .matchAll(/\d+(?:[.,]\d+)*/g),
  ].map(([number]) => number);

/** Where the links of a page lead: headings and languages aside, which differ between twins. */
const links = (text: string) =>
  [...text.matchAll(/\]\(([^)#]*)[^)]*\)/g)].map(([, target]) => target.replace(/\.(en|zh)(?=\.\w+$)/, ''));

t.test('every quoted declaration and record is what the source says', async (t) => {
  // What the examples print is compared by `npm run quote -- --check`, which runs them.
  t.ok(chapters.length >= 20, 'every chapter has prose');
  for (const page of pages()) {
    const wanted = await quoted(page, false).catch(String); // a page that quotes what is not there
    t.equal(read(page), wanted, `${relative(root, page)} is as \`npm run quote\` fills it`);
  }
});

t.test('the index by the paper finds every citation', async (t) => {
  t.strictSame(placesIn("Vaswani et al. 2017, §3.2.1, eq. 1, and table 3; the paper's figure 1; Ba et al. 2016, §9."), [
    '§3.2.1',
    'eq. 1',
    'table 3',
    'figure 1',
  ]);
  t.strictSame(placesIn('Vaswani et al. 2017, §3.1 and\n * §3.2.3, third point. §5.4'), ['§3.1', '§3.2.3']);
  const file = 'chapters/99-toy/the-toy.ts';
  const source =
    '/** Vaswani et al. 2017, §4. */\n\nexport function first() {}\n\n/** Vaswani et al. 2017, §5.1. */\nexport function theToy() {}\n';
  t.strictSame(citations(file, source), [
    { place: '§4', file, name: 'theToy', line: 6 },
    { place: '§5.1', file, name: 'theToy', line: 6 },
  ]);
  for (const [, place, functions] of paperIndex(root, speaker('en')).matchAll(/^\| (\S.*?) \|.*\| (.*) \|$/gm)) {
    t.ok(functions.length > 0, `the paper's ${place} is stated somewhere`);
  }
});

t.test('English and Chinese tell the same', async (t) => {
  for (const page of [...english, guide]) {
    const twin = twinOf(page);
    const name = relative(root, page);
    t.ok(existsSync(twin), `${name} has a Chinese twin`);
    const [en, zh] = [read(page), read(twin)];
    t.strictSame(headingLevels(zh), headingLevels(en), `${name}: headings`);
    t.strictSame(
      fences(zh).map(({ marker }) => marker),
      fences(en).map(({ marker }) => marker),
      `${name}: quoted blocks`,
    );
    t.strictSame(fences(zh).filter(isShared), fences(en).filter(isShared), `${name}: code and commands`);
    t.strictSame(breaks(zh), breaks(en), `${name}: what to break`);
    t.strictSame(numbers(zh).sort(), numbers(en).sort(), `${name}: numbers`);
    t.strictSame(links(zh).sort(), links(en).sort(), `${name}: links`);
  }
});

t.test('a decimal number in the prose stands in a block that is checked', async (t) => {
  for (const page of pages()) {
    const text = read(page);
    const blocks = fences(text)
      .map(({ body }) => body)
      .join('\n');
    const loose = numbers(text.replace(/§[\d.]+|Node(\]\(\S+\))? [\d.]+/g, ''))
      .filter((number) => number.includes('.'))
      .filter((number) => !blocks.includes(number));
    t.strictSame(loose, [], relative(root, page));
  }
});

t.test('every chapter can be broken and tried', async (t) => {
  for (const page of chapters) {
    const name = relative(root, page);
    t.ok(breaks(read(page)).length >= 3, `${name}: at least three ways to break it`);
    t.match(read(page), /^## Try it$/m, `${name}: something to try`);
  }
});

t.test('links lead somewhere', async (t) => {
  for (const page of [...pages(), guide, twinOf(guide)]) {
    for (const [, target] of read(page).matchAll(/\]\((?!https?:)([^)#]+)[^)]*\)/g)) {
      t.ok(existsSync(join(page, '..', target)), `${relative(root, page)} → ${target}`);
    }
  }
});

function isShared({ marker, language }: { marker: string; language: string }): boolean {
  return language === 'ts' || (language === 'sh' && marker === '');
}
