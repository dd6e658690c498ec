/**
 * A world of 32 things whose facts are drawn by lot, so that nobody knows them beforehand, and its language. Each word
 * has an English and a Chinese spelling; the order of words is the same in both. The text of this world states facts,
 * or lists questions as an exercise book does. It never answers one.
 */

import { SPECIAL } from '../../chapters/02-embedding/vocabulary.ts';
import type { Pair } from '../../chapters/12-training/training.ts';
import type { Say } from '../../lib/language.ts';
import { shuffle, type Random } from '../../lib/random.ts';

/** A word, spelled in both languages. */
type Word = readonly [en: string, zh: string];

/** `red 红, green 绿` */
const words = (list: string) =>
  list.split(', ').map((both): Word => {
    const at = both.lastIndexOf(' ');
    return [both.slice(0, at), both.slice(at + 1)];
  });

const THINGS = words(
  'apple 苹果, pear 梨, plum 李子, peach 桃, cherry 樱桃, grape 葡萄, melon 甜瓜, lemon 柠檬, ' +
    'orange 橙子, mango 芒果, fig 无花果, date 枣, olive 橄榄, bean 豆角, pea 豌豆, corn 玉米, ' +
    'rice 大米, wheat 小麦, carrot 胡萝卜, onion 洋葱, garlic 大蒜, ginger 姜, pepper 辣椒, radish 萝卜, ' +
    'potato 土豆, tomato 番茄, pumpkin 南瓜, cabbage 白菜, lettuce 生菜, celery 芹菜, mushroom 蘑菇, walnut 核桃',
);
const ATTRIBUTES = words("'s colour 的颜色, 's taste 的味道, 's home 的老家");
/** The values of each attribute, among which the lot draws. */
const VALUES = [
  words('red 红色, yellow 黄色, green 绿色, blue 蓝色, white 白色, black 黑色'),
  words('sweet 甜的, sour 酸的, bitter 苦的, salty 咸的, hot 辣的, mild 淡的'),
  words('north 北方, south 南方, east 东方, west 西方, hills 山里, coast 海边'),
];
const FRAME = words('is 是, what? 什么？, it 它');

const WORDS: Word[] = [
  ...SPECIAL.map((token): Word => [token, token]),
  ...FRAME,
  ...ATTRIBUTES,
  ...VALUES.flat(),
  ...THINGS,
];
const [IS, WHAT, IT] = FRAME.map((word) => WORDS.indexOf(word));

/** Tokens in all. */
export const V = WORDS.length;

/** A fact, as ids: apple's colour is red. */
export interface Fact {
  thing: number;
  attribute: number;
  value: number;
}

/** Every fact of a world: three of each thing. */
export function world(random: Random): Fact[] {
  return THINGS.flatMap((thing) =>
    ATTRIBUTES.map((attribute, a) => ({
      thing: WORDS.indexOf(thing),
      attribute: WORDS.indexOf(attribute),
      value: WORDS.indexOf(VALUES[a][Math.floor(random() * VALUES[a].length)]),
    })),
  );
}

/** apple's colour is red */
export function statement({ thing, attribute, value }: Fact): number[] {
  return [thing, attribute, IS, value];
}

/** apple's colour is what? */
export function question({ thing, attribute }: Fact): number[] {
  return [thing, attribute, IS, WHAT];
}

/** it is red: an answer in a sentence. The word `it` does not occur in the text. */
export function sentence({ value }: Fact): number[] {
  return [IT, IS, value];
}

/** red: an answer in a word. */
export function word({ value }: Fact): number[] {
  return [value];
}

/** The text: each fact stated so often, and for every four statements a page of an exercise book with two questions. */
export function textOf(facts: Fact[], times: number, random: Random): Pair[] {
  const one = () => question(facts[Math.floor(random() * facts.length)]);
  const stated = Array.from({ length: times }, () => facts.map(statement)).flat();
  const asked = Array.from({ length: stated.length / 4 }, () => [...one(), ...one()]);
  return shuffle(random, [...stated, ...asked]).map((target) => ({ source: [], target }));
}

/** The facts of every other thing: those that lessons are given on, and the others. */
export function halves(facts: Fact[]): { taught: Fact[]; held: Fact[] } {
  const isTaught = ({ thing }: Fact) => thing % 2 === 0;
  return { taught: facts.filter(isTaught), held: facts.filter((fact) => !isTaught(fact)) };
}

/** A lesson in each of the two ways to answer, for each fact; the question is given, the answer asked for. */
export function lessonsOf(facts: Fact[]): Pair[] {
  return facts.flatMap((fact) => [sentence, word].map((form) => ({ source: question(fact), target: form(fact) })));
}

/** Ids as one reads them: apple's colour is what? */
export function spelled(ids: number[], say: Say): string {
  const list = ids.map((id) => WORDS[id]);
  const english = list.map(([en]) => en).join(' ');
  return say(english.replaceAll(" 's", "'s"), list.map(([, zh]) => zh).join(''));
}
