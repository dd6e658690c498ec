/** The texts beside the numbers of a file: reading them, and saying what is wrong with one. */

/** Throws Error unless the text of that name is the one wanted. */
export function need(metadata: Record<string, string>, name: string, wanted: string): void {
  if (metadata[name] === wanted) return;
  throw new Error(`expected ${name} ${wanted}, found ${shown(metadata[name])}`);
}

/** What a text of JSON says, as an object. Throws Error of one line when it says nothing. */
export function jsonFrom(text: string): object {
  try {
    return Object(JSON.parse(text));
  } catch {
    throw new Error(`expected JSON in the metadata, found ${shown(text)}`);
  }
}

/** A text out of a file, as it can stand in an error: on one line, and of at most so many characters. */
export function shown(text = '', most = 60): string {
  if (text === '') return 'nothing';
  const quoted = JSON.stringify(text);
  return quoted.length > most ? `${quoted.slice(0, most - 1)}…` : quoted;
}
