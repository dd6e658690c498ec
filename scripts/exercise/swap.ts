/**
 * How a reader's functions take the place of a chapter's, in a copy of the project or in the page: attention.ts becomes
 * attention.own.ts, and another attention.ts hands on all of it, but of what the reader has written his.
 */

/** The name under which a chapter's own file is kept: attention.ts → attention.own.ts. */
export function ownName(file: string): string {
  return file.replace(/\.ts$/, '.own.ts');
}

/**
 * The reader's text as it is run: the rest of its own chapter comes to it from *.own.ts, else the two files would wait
 * for each other. No line moves.
 */
export function fromOwn(text: string, chapter: string): string {
  return text.replace(new RegExp(`(?<=['"]\\.\\./chapters/${chapter}/[\\w-]+)(?=\\.ts['"])`, 'g'), '.own');
}

/** A chapter's file that hands on its own, attention.ts, and these functions of readers' files. */
export function handingOn(file: string, readers: [file: string, names: string[]][], watched: boolean): string {
  const lines = readers
    .filter(([, names]) => names.length > 0)
    .map(([reader, names]) => (watched ? watchedFrom(reader, names) : handedOn(reader, names)));
  return [...lines, `export * from './${ownName(file)}';\n`].join('');
}

function handedOn(reader: string, names: string[]): string {
  return `export { ${names.join(', ')} } from '../../${reader}';\n`;
}

/** The same, and each call is asked whether it leaves its arguments as they are. */
function watchedFrom(reader: string, names: string[]): string {
  const name = reader.replace(/^.*\/|\.ts$/g, '').replace(/\W/g, '_');
  return [
    `import * as reader_${name} from '../../${reader}';`,
    `import { unchanging as watched_${name} } from '../../scripts/judging/unchanging.ts';`,
    ...names.map((each) => `export const ${each} = watched_${name}('${each}', () => reader_${name}.${each});`),
    '',
  ].join('\n');
}
