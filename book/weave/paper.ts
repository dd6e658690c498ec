/** The index by the paper, as the front page has it. */

/** A row: a section, equation, table or figure, what it is about, and in Markdown where it is stated. */
export interface Cited {
  place: string; //    §3.2.1 or 式 1
  about: string;
  chapters: number[];
  functions: string; // Markdown
}

/** The rows of a front page. */
export function citedIn(front: string): Cited[] {
  const index = /^<!-- paper -->\n([\s\S]*?)^<!-- \/paper -->$/m.exec(front)?.[1] ?? '';
  const rows = [...index.matchAll(/^\| (\S.*?) \| (.*?) \| (.*?) \| (.*) \|$/gm)].slice(1);
  if (rows.length === 0) throw new Error('the front page has no index by the paper');
  return rows.map(([, place, about, chapters, functions]) => ({
    place,
    about,
    chapters: (chapters.match(/\d+/g) ?? []).map(Number),
    functions,
  }));
}

/** The name of a place in addresses: 3.2.1, eq-1, table-3. */
export function anchorOf(place: string): string {
  return place
    .replace('§', '')
    .replace('式 ', 'eq. ')
    .replace('表 ', 'table ')
    .replace('图 ', 'figure ')
    .toLowerCase()
    .replaceAll(/\.? /g, '-');
}
