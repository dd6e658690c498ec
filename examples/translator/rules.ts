/** What the value of a flag must be, and what is said when it is not. */

import type { Say } from '../../lib/language.ts';

/** What a number must be. */
export interface NumberRule {
  kind: 'whole' | 'real';
  least: number;
  most: number;
}

/** What the value of a flag must be. */
export type Rule =
  NumberRule | { kind: 'one of'; words: readonly [string, string] } | { kind: 'text' | 'file' | 'switch' };

/** What was said, if it keeps the rule. Throws RangeError with the rule if not. */
export function checked(name: string, text: string, rule: Rule, say: Say): string {
  if (rule.kind === 'file' && text === '') {
    throw new RangeError(say(`--${name} needs a file name, got nothing`, `--${name} 后面要写文件名，这里什么也没有`));
  }
  if (rule.kind === 'one of' && !rule.words.includes(text)) {
    const [one, other] = rule.words;
    throw new RangeError(
      say(`--${name} must be ${one} or ${other}, got ${text}`, `--${name} 只能是 ${one} 或 ${other}，得到 ${text}`),
    );
  }
  if (rule.kind === 'whole' || rule.kind === 'real') checkNumber(name, text, rule, say);
  return text;
}

function checkNumber(name: string, text: string, { kind, least, most }: NumberRule, say: Say): void {
  const value = text.trim() === '' ? NaN : Number(text);
  const fits = Number.isFinite(value) && value >= least && value <= most;
  if (fits && (kind === 'real' || Number.isInteger(value))) return;
  const [number, 种类] = kind === 'whole' ? ['a whole number', '整数'] : ['a number', '数'];
  const [range, 范围] =
    most === Infinity
      ? [`of at least ${least}`, `不小于 ${least} 的`]
      : [`from ${least} to ${most}`, `${least} 到 ${most} 的`];
  throw new RangeError(
    say(`--${name} must be ${number} ${range}, got ${text}`, `--${name} 必须是${范围}${种类}，得到 ${text}`),
  );
}
