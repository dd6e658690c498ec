/**
 * A file as lines, the same on every Node: a line ends in a line feed, with or without a carriage return before it,
 * and in nothing else. U+2028, U+2029 and NEL stand inside a line, where `clean` makes spaces of them.
 */

const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;

const utf8 = new TextDecoder('utf-8', { fatal: true });

/**
 * The bytes of every line, without the line feeds; what follows the last line feed is a line if it is anything at all.
 * Some spreadsheets end lines in a carriage return; only where no line feed is found does it count as an end.
 * hasFeeds: whether there was one, here or in what came before.
 */
export function linesOf(bytes: Uint8Array, hasFeeds = bytes.includes(LINE_FEED)): Uint8Array[] {
  const end = hasFeeds ? LINE_FEED : CARRIAGE_RETURN;
  const found: Uint8Array[] = [];
  for (let from = 0; from < bytes.length;) {
    const at = bytes.indexOf(end, from);
    const to = at < 0 ? bytes.length : at;
    found.push(bytes.subarray(from, to));
    from = to + 1;
  }
  return found;
}

/** The text of a line, or undefined if it is not UTF-8. */
export function decoded(line: Uint8Array): string | undefined {
  try {
    const text = utf8.decode(line);
    return text.includes('\uFFFD') ? undefined : text;
  } catch {
    return undefined;
  }
}
