/** What a corpus has beside its pairs. Nothing is dropped in silence: it is counted, and the first line of it named. */

import type { Say } from '../../lib/language.ts';

/** Why lines are left out, and how one and several of them are called. */
const REASONS = {
  comment: ['comment', 'comments', '注释'],
  header: ['line of column names', 'lines of column names', '列名'],
  columns: ['line without both columns', 'lines without both columns', '缺列'],
  language: ['pair in other languages', 'pairs in other languages', '语言不对'],
  words: ['pair without words on a side', 'pairs without words on a side', '有一边没有文字'],
} as const;

export type Reason = keyof typeof REASONS;

/** How many lines are left out for each reason, and which was the first; lines are counted from 1. */
export type LeftOut = Map<Reason, { count: number; first: number }>;

/** Counts a line that is left out. */
export function leaveOut(leftOut: LeftOut, reason: Reason, line: number): void {
  const { count, first } = leftOut.get(reason) ?? { count: 0, first: line };
  leftOut.set(reason, { count: count + 1, first });
}

/** 1 comment (line 81), 2 pairs without words on a side (the first in line 90) */
export function counted(leftOut: LeftOut, say: Say): string {
  return [...leftOut]
    .map(([reason, { count, first }]) => {
      const [one, several, chinese] = REASONS[reason];
      return count === 1
        ? say(`1 ${one} (line ${first})`, `${chinese} 1 行（第 ${first} 行）`)
        : say(`${count} ${several} (the first in line ${first})`, `${chinese} ${count} 行（第一处在第 ${first} 行）`);
    })
    .join(say(', ', '，'));
}
