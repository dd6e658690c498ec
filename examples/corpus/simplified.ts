/**
 * Traditional Chinese made Simplified: 我愛你 → 我爱你. The tables are OpenCC's. Two things they leave open are
 * decided here: which sentences are Traditional at all, and when 著 is the particle that Simplified text writes 着.
 */

import { Converter } from 'opencc-js/t2cn';

/** Characters and phrases by OpenCC's tables, whatever the text is. */
const convert: (text: string) => string = Converter({ from: 't', to: 'cn' });

/** Characters that OpenCC simplifies, but that Simplified text uses as well: 乾坤, 宫商角徵羽, 哪吒, 菜薹. */
const IN_BOTH = new Set('乾徵吒夥摺拚捱榘薹袷麴麽');

/** The characters of a double-byte encoding from one code to another, without those whose second byte is too low. */
function charactersOf(encoding: string, first: number, last: number, lowest: number): Set<string> {
  const bytes: number[] = [];
  for (let code = first; code <= last; code++) {
    if ((code & 0xff) >= lowest && (code & 0xff) < 0xff) bytes.push(code >> 8, code & 0xff);
  }
  return new Set(new TextDecoder(encoding).decode(Uint8Array.from(bytes)));
}

/** What GB 2312 (1980) has for Simplified text. */
const gb2312 = charactersOf('gbk', 0xb0a1, 0xf7fe, 0xa1);

/** What Big5 (1984) has for everyday Traditional text. */
const big5 = charactersOf('big5', 0xa440, 0xc67e, 0x40);

/** Characters that Traditional text does without; 坏 is in Big5 as a rare form of 坯. */
const ONLY_SIMPLIFIED = new Set([...gb2312].filter((one) => !big5.has(one))).add('坏');

/**
 * Words in which 著 is zhù and stays: 显著, 土著, 名著, 著名, 著作. Beside each stands what makes it a verb with a
 * particle after all: 讨论著, 翻译著, 编著辫子, 合著眼; 叫著名字, 看著名单; 做著作业, 起著作用, 试著作出; 笑著称赞, 对著录音机.
 */
const ZHU = [
  '(?<=[显卓昭彰土原名巨钜专遗拙新所知撰])著',
  '(?<=(?<!翻)译|(?<![谈讨议争评辩])论)著',
  '(?<=编)著(?![辫毛花筐草])',
  '(?<=合)著(?![眼手掌拍双])',
  '著名(?![字单片牌额])',
  '著作(?![业梦用答品战曲画弊]|出(?!版))',
  '著称(?![赞呼道])',
  '著录(?![音影像制])',
  '著者|著述|著书立说|著有《',
];

/** Any other 著: 看著, 著急, 接著. */
const PARTICLE = new RegExp(`(${ZHU.join('|')})|著`, 'gu');

/**
 * A sentence in Simplified characters: 看著著名的畫 → 看着著名的画. One that is Simplified already is left alone
 * (乾安县 is a place, though 乾 alone would become 干): it has a character that only Simplified text uses, and none
 * that only Traditional text does. 著 is looked at in either, since Simplified text never uses it as a particle.
 */
export function simplify(sentence: string): string {
  const characters = [...sentence];
  const isTraditional = characters.some((one) => !IN_BOTH.has(one) && convert(one) !== one);
  const isSimplified = !isTraditional && characters.some((one) => ONLY_SIMPLIFIED.has(one));
  const simplified = isSimplified ? sentence : convert(sentence);
  return simplified.replaceAll(PARTICLE, (_, word?: string) => word ?? '着');
}
