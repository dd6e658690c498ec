/** Which lines of a text are not those of another. */

/** A place where the texts differ: from line `line` of the new one, these lines in place of those. Lines from 1. */
export interface ChangedLines {
  line: number;
  was: string[];
  is: string[];
}

/** Line by line where their number is the same; else what stands between the lines that both begin and end with. */
export function changedLines(before: string, after: string): ChangedLines[] {
  const [was, is] = [before.split('\n'), after.split('\n')];
  if (was.length === is.length) {
    return is.flatMap((line, i) => (line === was[i] ? [] : [{ line: i + 1, was: [was[i]], is: [line] }]));
  }
  const shorter = Math.min(was.length, is.length);
  let head = 0;
  while (head < shorter && was[head] === is[head]) head++;
  let tail = 0;
  while (tail < shorter - head && was[was.length - 1 - tail] === is[is.length - 1 - tail]) tail++;
  return [{ line: head + 1, was: was.slice(head, was.length - tail), is: is.slice(head, is.length - tail) }];
}
