/**
 * Which sentences the model never sees while it trains: a rule, not a lottery, so that anybody can
 * say of a sentence whether it was held out, and a corpus of your own is split in the same way.
 */

import type { Language } from '../../lib/language.ts';

/** One sentence in both languages, spelled as a reader would write it. */
export type SentencePair = { english: string; chinese: string };

/** The three parts of a corpus: what is trained on, and the two sets that are held out. */
export type Split = { training: SentencePair[]; unseen: SentencePair[]; recombined: SentencePair[] };

/**
 * Verb and object that never meet in training, though each of the two is frequent there with
 * others: a sentence in which the verb is followed, anywhere later, by the object is held out.
 */
export const KEPT_APART: readonly (readonly [verb: string, object: string])[] = [
  ['爱', '你'],
  ['喜欢', '玛丽'],
  ['认识', '我们'],
  ['帮助', '他们'],
  ['看见', '约翰'],
  ['等', '玛丽'],
  ['吃', '鸡蛋'],
  ['喝', '牛奶'],
  ['读', '信'],
  ['写', '书'],
  ['买', '狗'],
  ['看见', '猫'],
  ['有', '车'],
];

/** One unseen sentence in so many of those that KEPT_APART leaves. */
export const ONE_IN = 10;

/**
 * The 32-bit FNV-1a hash, one step a code point: h ← (h ⊕ code point) · 16777619 mod 2³², from
 * h = 2166136261. Same text, same number, on every machine. Source: Fowler, Noll and Vo.
 */
export function fnv1a(text: string): number {
  let h = 2166136261;
  for (const character of text) h = Math.imul(h ^ character.codePointAt(0)!, 16777619) >>> 0;
  return h;
}

/** Whether verb and object meet in a Chinese sentence: the verb, and later the object. */
export function meets(chinese: string, [verb, object]: readonly [string, string]): boolean {
  const at = chinese.indexOf(verb);
  return at >= 0 && chinese.includes(object, at + verb.length);
}

/**
 * The part of the corpus a Chinese sentence belongs to. A recombination is one whatever its hash;
 * of all others, those with hash mod ONE_IN = 0 are unseen.
 */
export function part(chinese: string): keyof Split {
  if (KEPT_APART.some((kind) => meets(chinese, kind))) return 'recombined';
  return fnv1a(chinese) % ONE_IN === 0 ? 'unseen' : 'training';
}

/** training ∪ unseen ∪ recombined = pairs, none in two of them, each in the order of the corpus. */
export function split(pairs: readonly SentencePair[]): Split {
  const only = (wanted: keyof Split) => pairs.filter(({ chinese }) => part(chinese) === wanted);
  return { training: only('training'), unseen: only('unseen'), recombined: only('recombined') };
}

/** The rule in words, a line an entry, to be printed before training. */
export function rule(language: Language): string[] {
  const pairs = KEPT_APART.map(([verb, object]) => `${verb}…${object}`);
  return language === 'zh'
    ? [
        '留出两组句子，训练时一句也不看：',
        `  新搭配：动词后面出现指定宾语的句子：${pairs.join('、')}`,
        `  新句子：其余句子里，中文的 FNV-1a 散列值能被 ${ONE_IN} 整除的`,
      ]
    : [
        'Two sets of sentences are held out; training never sees them:',
        `  recombinations: the verb is followed by this object: ${pairs.join(', ')}`,
        `  unseen sentences: of the others, those whose Chinese has an FNV-1a hash divisible by ${ONE_IN}`,
      ];
}
