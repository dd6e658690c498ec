/**
 * `npm run why -- 04 'Y[0][1]'` says where a number of a chapter's case comes from: the sum of products that made it,
 * in names and in numbers, and the line of the source. `--deep 3` goes on through the operands. The numbers remember it
 * themselves (book/tracing): no formula is written twice. Without a name it lists the names that there are.
 */

import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { traced, type Traced } from '../book/tracing/bundle.ts';
import type { History } from '../book/tracing/history.ts';
import type { Operand, Place } from '../book/tracing/number.ts';
import { parsed } from '../examples/translator/command-line.ts';
import { run } from '../examples/translator/failing.ts';
import type { Say } from '../lib/language.ts';

/** The chapters that have a case, 04-attention and so on. */
export const cases = readdirSync(new URL('../book/chapters', import.meta.url))
  .filter((name) => name.endsWith('.ts'))
  .map((name) => name.replace(/\.ts$/, ''));

/** Operands shown of one sum, and numbers opened in one answer, before it is cut. */
const [TERMS, OPENED] = [8, 40];

/** The numbers of a case that remember, by name: what is given, then what comes of it. */
export function numbersOf({ chapter, work }: Traced): Map<string, Operand> {
  return work.workOf(chapter, new Map(), false).numbers;
}

/** The number asked for: by its whole name, or by an ending of it that no other number has. Throws RangeError. */
export function asked(name: string, all: Map<string, Operand>, say: Say): [name: string, x: Operand] {
  const wanted = name.replaceAll(/\s/g, '');
  const endings = [...all.keys()].filter((full) => full === wanted || full.endsWith(`.${wanted}`));
  const full = endings.find((ending) => ending === wanted) ?? (endings.length === 1 ? endings[0] : undefined);
  if (full !== undefined) return [full, all.get(full) as Operand];
  if (endings.length > 1) {
    const several = endings.slice(0, TERMS).join(', ');
    throw new RangeError(say(`${wanted} may be any of ${several}`, `${wanted} 可以指 ${several}，请写全`));
  }
  const there = namesOf(all).join(', ');
  throw new RangeError(
    say(`nothing is called ${wanted}; there are ${there}`, `没有叫 ${wanted} 的数；有的是 ${there}`),
  );
}

/** Names with their ranges: X[0…2][0…3]. */
export function namesOf(all: Map<string, Operand>): string[] {
  const ends = new Map<string, number[]>();
  for (const full of all.keys()) {
    const indices = [...full.matchAll(/\[(\d+)\]/g)].map(([, digits]) => Number(digits));
    const form = full.replaceAll(/\[\d+\]/g, '[]');
    const end = ends.get(form) ?? indices;
    ends.set(
      form,
      end.map((index, at) => Math.max(index, indices[at])),
    );
  }
  return [...ends].map(([form, end]) => {
    let at = 0;
    return form.replaceAll('[]', () => (end[at] === 0 ? `[${end[at++]}]` : `[0…${end[at++]}]`));
  });
}

/** The history of a number in writing, and of its operands, so many levels deep. */
export function told({ history, wording }: Traced, name: string, x: Operand, deep: number, say: Say): string {
  const lines: string[] = [];
  const done = new Set<Operand>();
  const open = (name: string, x: Operand, level: number) => {
    if (done.has(x) || done.size >= OPENED) return;
    done.add(x);
    const opened = history.historyOf(x, name);
    const { operands, value, place } = opened;
    const indent = '  '.repeat(level);
    const line = (text: string) => lines.push(`${indent}${text}`);
    if (place === undefined) {
      const from = operands.map((operand) => `${wording.byName(operand)} = `).join('');
      line(`${name} = ${from}${value + 0}  ${wording.endOf(opened, say)}`);
    } else {
      const { sigma, names, numbers } = sidesOf(wording, opened, place);
      line(`${name} = ${sigma ? `${sigma} = ` : ''}${names}`);
      line(`${' '.repeat(name.length)} = ${numbers}`);
      line(`${' '.repeat(name.length)} = ${value}`);
      line(`${' '.repeat(name.length)}   ${place.file}:${place.line}  ${place.code}`);
    }
    if (level >= deep) return;
    for (const operand of operands) open(wording.byName(operand), operand, level + 1);
  };
  open(name, x, 0);
  if (done.size >= OPENED) lines.push(say(`… the first ${OPENED} numbers`, `…… 只列出前 ${OPENED} 个数`));
  return lines.join('\n');
}

/** What is equal to a number that was made at a place: the sum as Σ if it is one, in names, with the numbers put in. */
export function sidesOf(
  wording: Traced['wording'],
  { name, expression }: History,
  { code }: Place,
): { sigma: string | undefined; names: string; numbers: string } {
  return {
    sigma: wording.asSigma(expression, code),
    names: shortened(wording.written(expression, wording.besides(name))),
    numbers: shortened(wording.written(expression, wording.byValue)),
  };
}

/** A long sum without its middle. */
function shortened(text: string): string {
  const terms = text.split(/ (?=[+−] )/);
  if (terms.length <= TERMS) return text;
  return [...terms.slice(0, TERMS - 2), `+ … (${terms.length})`, ...terms.slice(-1)].join(' ');
}

/** What is said of one number: chapter 04, the name, so many levels deep. Throws RangeError for what there is not. */
export async function why(number: string, name: string | undefined, say: Say, deep = 0): Promise<string> {
  const slug = cases.find((slug) => slug.startsWith(`${number}-`));
  if (slug === undefined) {
    const there = cases.map((slug) => slug.slice(0, 2)).join(' ');
    throw new RangeError(
      say(
        `which chapter, and which number of it? npm run why -- 04 'Y[0][1]'; chapters: ${there}`,
        `哪一章的哪个数？npm run why -- 04 'Y[0][1]'；可选的章：${there}`,
      ),
    );
  }
  const chapter = await traced(slug);
  const all = numbersOf(chapter);
  return name === undefined ? namesOf(all).join('\n') : told(chapter, ...asked(name, all, say), deep, say);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await run(async (args, say) => {
    const options = { deep: { type: 'string', default: '0' }, lang: { type: 'string' } } as const;
    const { values, positionals } = parsed({ args, options, allowPositionals: true }, 'scripts/why.ts', say);
    const [number = '', name] = positionals;
    const deep = Number(values.deep);
    if (!Number.isInteger(deep) || deep < 0) {
      throw new RangeError(
        say(`--deep must be a whole number, got ${values.deep}`, `--deep 要一个非负整数，得到的是 ${values.deep}`),
      );
    }
    console.log(await why(number, name, say, deep));
  });
}
