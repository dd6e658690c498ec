import t from 'tap';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { speaker } from '../../lib/language.ts';
import { exampleIn, names, type Example } from '../../scripts/example.ts';
import { root } from '../../scripts/quote.ts';

// It computes every quick example twice, and once more for each constant below.
t.setTimeout(600_000);

/** What the «Try it» of each chapter has the reader set: one value of each constant, ours where it names none. */
const tries: Record<string, Record<string, unknown>[]> = {
  '01': [{ salary: [4, 4, 2, 4, 4, 3] }, { rounds: 2 }],
  '02': [{ d_model: 2 }, { d_small: 512 }],
  '03': [{ d_model: 16 }, { width: 8, rows: 40 }],
  '04': [{ sharpness: [-8, 0, 8] }, { widths: [4, 64, 512, 4096] }],
  '05': [{ numbersOfHeads: [1, 16, 512] }, { sharpness: [-8] }],
  '06': [{ lengths: [4, 5, 6, 7] }, { hiders: [0, 1, 10] }],
  '07': [{ word: [1, 2, 3, 6] }, { upstream: [-1, -1, 1, 1] }],
  '08': [{ rate: 1 / 2 }, { precision: 1e-6 }, { netRate: 1 / 8 }],
  '09': [{ layers: 12 }, { biases: [0, 4, 8] }],
  '10': [{ window: 2 }, { N: 24 }],
};

const numberOf = (name: string) => name.slice(0, 2);

/** Those that take no time; what the others print is compared with the pages by `npm run quote -- --check`. */
const quick = names.filter((name) => numberOf(name) <= '11');
const [en, zh] = [speaker('en'), speaker('zh')];

const ZERO = /\bzeros?\b|零/;

/** The numbers of each line in their order. A line that spells out a 0, as «zeros» or 零, may have another order. */
const numbers = (text: string, other: string) => {
  const others = other.split('\n');
  return text.split('\n').map((line, l) => {
    const found = line.replace(ZERO, '0').match(/\d+(?:[.,]\d+)*/g) ?? [];
    return ZERO.test(line) || ZERO.test(others[l]) ? [...found].sort() : [...found];
  });
};
const parts = (text: string) => text.match(/^── \d+ · .+ ──$/gm)?.map((heading) => heading.split(' · ')[0]);
const found = async ({ constants, computed }: Example, change = {}) => computed({ ...constants, ...change });

const defaults = new Map<string, string>(); // what each prints unchanged, in English

t.test('importing an example prints nothing', async (t) => {
  const imports = names.map((name) => `await import('./examples/${name}');`).join('\n');
  const command = ['--import', 'tsx', '--input-type=module', '--eval', `${imports}\nconsole.log('imported');`];
  t.equal(execFileSync(process.execPath, command, { cwd: root, encoding: 'utf8' }), 'imported\n');
});

t.test('an example computes the same each time, and prints it in two languages', async (t) => {
  for (const name of quick) {
    const example = await exampleIn(name);
    const [once, again] = [await found(example), await found(example)];
    t.strictSame(again, once, `${name}: the same numbers`);
    const [english, chinese] = [example.printed(once, en), example.printed(once, zh)];
    defaults.set(name, english);
    t.equal(example.printed(again, en), english, `${name}: printing changes nothing`);
    t.not(english, chinese, `${name}: two languages`);
    t.notMatch(english.replace(/我爱你|你爱我/g, ''), /[，。：（）“”]/, `${name}: English`);
    t.strictSame(parts(chinese), parts(english), `${name}: the same parts`);
    t.strictSame(numbers(chinese, english), numbers(english, chinese), `${name}: the same numbers in the same order`);
  }
});

t.test('what «Try it» has the reader change changes what is printed', async (t) => {
  for (const [number, changes] of Object.entries(tries)) {
    const name = names.find((name) => numberOf(name) === number);
    if (name === undefined) throw new Error(`there is no example ${number}`);
    const example = await exampleIn(name);
    const told = toldIn(name, example.constants);
    t.strictSame([...new Set(changes.flatMap(Object.keys))].sort(), told, `${name}: the constants that it names`);
    for (const change of changes) {
      const after = example.printed(await found(example, change), en);
      t.not(after, defaults.get(name), `${name}: ${JSON.stringify(change)}`);
    }
  }
});

/** The constants that the section «Try it» of either page names; the file that it names must be the example. */
function toldIn(name: string, constants: object): string[] {
  const [english, chinese] = ['README.md', 'README.zh.md'].map((page) => {
    const text = readFileSync(join(root, 'chapters', name.slice(0, -3), page), 'utf8');
    const section = text.split(/^## (?:Try it|试一试)$/m)[1];
    t.match(section, `\`examples/${name}\``, `${name}: ${page} names it`);
    const words = [...section.matchAll(/`(\w+)`/g)].map(([, word]) => word).filter((word) => word in constants);
    return [...new Set(words)].sort();
  });
  t.strictSame(chinese, english, `${name}: both pages name the same`);
  return english;
}
