/**
 * The formulas of the prose, set: d_k, W_Q, Kᵀ, √d_model and single letters become italic with real subscripts. The
 * prose writes them as one types them, so that it reads well in a terminal, too.
 */

import type { Language } from '../../lib/language.ts';
import { escaped } from './html.ts';
import { partOf } from './parts.ts';

const BEFORE = "(?<![\\p{Script=Latin}\\p{N}_'’])(?<![A-Za-z][-.])";
const AFTER = "(?![\\p{Script=Latin}\\p{M}\\p{N}_'’])(?!-[A-Za-z])(?!\\.[A-Za-z])";
const SUBSCRIPTED = '(?<base>[A-Za-zα-ω∂]+\\u0302?|Σ)_(?<sub>\\{[^}]*\\}|−?[A-Za-z0-9]+π?)(?<turned>ᵀ?)';
const LETTER = '(?<letter>QK|wx|(?:∂|d)?[B-HJ-Z]\\u0302?|∂?[b-zα-ω]\\u0302?|A)(?<small>[₀-₉ᵢⱼ]*)(?<transposed>ᵀ?)';
const COUNTED = '(?<=(?<![\\p{L}\\p{N}.])\\d)(?<counted>[hikn])'; // 2i
const RAISED = '\\^(?<raised>[−\\d/½]+|[A-Z])';
const NAME = new RegExp(`${BEFORE}(?:${SUBSCRIPTED}|${LETTER}${AFTER})|${COUNTED}${AFTER}|${RAISED}`, 'gu');

/**
 * A text of the prose, in pieces: what is set is HTML, the rest is text still. goesOn: does the text go on with a word
 * that began before it, as the s in `<pad>`s does?
 */
export function formulas(
  text: string,
  language: Language,
  inParts: boolean,
  goesOn: boolean,
): (string | { html: string })[] {
  const pieces: (string | { html: string })[] = [];
  let done = 0;
  for (const match of text.matchAll(NAME)) {
    const [whole] = match;
    if (isWord(whole, text, match.index, language) || (goesOn && /^[a-z]/.test(text) && match.index === 0)) continue;
    pieces.push(text.slice(done, match.index), { html: set(match.groups ?? {}, inParts) });
    done = match.index + whole.length;
  }
  return [...pieces, text.slice(done)].filter((piece) => piece !== '');
}

/** Roots get the line over what stands under them. */
export function withRoots(html: string): string {
  return html.replaceAll(
    /√(<span class="math[^"]*">.*?<\/span>|\d+)/g,
    '<span class="root"><span class="sign">√</span><span class="under">$1</span></span>',
  );
}

/** Is a paragraph a formula by itself, to be set apart? */
export function isDisplayed(text: string): boolean {
  const words = text.match(/[A-Za-z]{4,}/g) ?? [];
  const plain = words.filter(
    (word) => !/^(softmax|tanh|model|scale|attention|head|Concat|loss|mean|gain|bias)/i.test(word),
  );
  return / [=≈] /.test(text) && text.length < 120 && !/[\u4e00-\u9fff。，]|[.:;] |[.:]$/.test(text) && plain.length < 3;
}

/** A letter may be a word: A that begins a sentence in English, a unit behind a number, the capitals of a constant. */
function isWord(whole: string, text: string, at: number, language: Language): boolean {
  const [before, after] = [text.slice(0, at), text.slice(at + whole.length)];
  if (/^[A-Z]{2,}_/.test(whole)) return true;
  if (whole === 'A' && language === 'en') {
    return /(^|[.?!:"“(] ?)$/.test(before) && /^ (?!and |is |has |by )[A-Za-z]{2,}/.test(after);
  }
  return (/^[smh]$/.test(whole) && /\d $/.test(before)) || (whole === 's' && before.endsWith('/'));
}

function set(groups: Record<string, string | undefined>, inParts: boolean): string {
  const { base, letter, counted, raised, small } = groups;
  if (raised !== undefined) return `<sup class="math upright">${raised}</sup>`;
  const name = base ?? letter ?? counted ?? '';
  const subscript = groups.sub ?? digitsOf(small);
  const part = inParts ? partOf(subscript === undefined ? name : `${name}_${subscript}`) : undefined;
  const classes = ['math', ...(isUpright(name) ? ['upright'] : []), ...(part ? [part] : [])];
  const turned = groups.turned || groups.transposed ? '<sup>T</sup>' : '';
  return `<span class="${classes.join(' ')}">${name}${lowered(subscript)}${turned}</span>`;
}

function lowered(subscript: string | undefined): string {
  if (subscript === undefined) return '';
  const text = subscript.replaceAll(/[{}]/g, '');
  return /^[a-z]{1,2}$/.test(text) ? `<sub>${text}</sub>` : `<sub class="word">${escaped(text)}</sub>`;
}

/** Names of several letters stand upright, head_i, and so does the sign of a sum. */
function isUpright(name: string): boolean {
  return name === 'Σ' || !/^([∂d]?\p{L}\u0302?|QK|wx)$/u.test(name);
}

/** ₀ is the subscript 0. */
function digitsOf(small: string | undefined): string | undefined {
  if (!small) return undefined;
  return [...small].map((sign) => '0123456789ij'['₀₁₂₃₄₅₆₇₈₉ᵢⱼ'.indexOf(sign)]).join('');
}
