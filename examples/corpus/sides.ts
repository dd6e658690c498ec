/** What is said when a corpus leaves nothing to train on, or nothing to judge by. */

import type { Say } from '../../lib/language.ts';
import type { Parts } from './groups.ts';

/** A corpus in parts, as far as it matters whether each has a pair. */
interface Sides {
  training: unknown[];
  validation: unknown[];
  test: unknown[];
  parts: Parts;
  tooLong: number; // pairs left out because a side has more than `longest` tokens
}

/** Throws an Error of one line that says what is the matter, unless each side has a pair. */
export function checkSides(
  { training, validation, test, parts, tooLong }: Sides,
  longest: number,
  file: string,
  say: Say,
) {
  const [n, v, t] = [training.length, validation.length, test.length];
  if (n > 0 && v > 0 && t > 0) return;
  const all = parts.training.length + parts.validation.length + parts.test.length;
  const why =
    tooLong === all
      ? say(
          `all ${all} pairs are too long, with more than ${longest} tokens on a side; raise --longest or give shorter sentences`,
          `${all} 对全都太长，有一边超过 ${longest} 个词元；请调高 --longest，或提供更短的句子`,
        )
      : parts.groups === 1
        ? say(
            `all ${all} pairs are one group, joined by the sentences they share, and a group stays on one side; give pairs with sentences of their own`,
            `${all} 对句子有相同的句子相连，全在一组，而同组的句对不会分开；请提供句子各不相同的句对`,
          )
        : say(
            `got ${n} for training, ${v} for validation, ${t} for the test, of ${all} pairs in ${parts.groups} groups, ${tooLong} too long; give more pairs`,
            `这里训练 ${n} 对、验证 ${v} 对、测试 ${t} 对（共 ${all} 对，分 ${parts.groups} 组，其中 ${tooLong} 对太长）；请提供更多句子`,
          );
  throw new Error(say(`${file}: each side needs a pair; ${why}`, `${file}：每一份至少要有一对句子；${why}`));
}
