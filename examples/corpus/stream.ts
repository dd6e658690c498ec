/** The lines of a text that is still coming in. */

import { decoded, linesOf } from './lines.ts';

const LINE_FEED = 0x0a;

/** Stands for a line that is not UTF-8. */
const UNREADABLE = '\uFFFD';

/** The lines of `linesOf`, each as soon as its end has come in. */
export async function* lines(input: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  let rest = new Uint8Array();
  let hasFeeds = false;
  for await (const bytes of input) {
    const all = joined(rest, bytes);
    const end = all.lastIndexOf(LINE_FEED) + 1;
    rest = all.subarray(end);
    hasFeeds ||= end > 0;
    for (const line of linesOf(all.subarray(0, end))) yield decoded(line) ?? UNREADABLE;
  }
  for (const line of linesOf(rest, hasFeeds)) yield decoded(line) ?? UNREADABLE;
}

function joined(one: Uint8Array, other: Uint8Array): Uint8Array<ArrayBuffer> {
  const all = new Uint8Array(one.length + other.length);
  all.set(one);
  all.set(other, one.length);
  return all;
}
