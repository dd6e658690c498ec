/** The kept list of mutants that live, survivors.tsv: a line each, with the reason why no test can notice. */

import { existsSync, readFileSync } from 'node:fs';
import type { Mutant } from './mutants.ts';

/** A line of the list: which mutant, by its texts, and why it lives. */
export interface Survivor {
  file: string;
  place: string;
  from: string;
  becomes: string; // '' for a removed statement
  why: string;
}

/** The kept list. */
export function survivors(): Survivor[] {
  const [, ...lines] = readFileSync(new URL('survivors.tsv', import.meta.url), 'utf8')
    .trimEnd()
    .split('\n');
  return lines.map((line) => {
    const [file = '', place = '', from = '', becomes = '', why = ''] = line.split('\t');
    return { file, place, from, becomes, why };
  });
}

/** A mutant as a line of the list, its reason left to be written. */
export function lineOf({ file, place, from, becomes }: Mutant): string {
  return [file, place, from, becomes, ''].join('\t');
}

/** The line of the list that explains a mutant. One line explains every place of its function that reads alike. */
export function explained(mutant: Mutant, list: Survivor[]): Survivor | undefined {
  return list.find((line) => alike(line, mutant));
}

/** The lines about these files that explain none of their mutants, and those about files that are gone. */
export function outdated(list: Survivor[], files: string[], mutants: Mutant[]): Survivor[] {
  const gone = ({ file }: Survivor) => !existsSync(new URL(`../../${file}`, import.meta.url));
  return list
    .filter((line) => files.includes(line.file) || gone(line))
    .filter((line) => !mutants.some((mutant) => alike(line, mutant)));
}

function alike(line: Survivor, { file, place, from, becomes }: Mutant): boolean {
  return line.file === file && line.place === place && line.from === from && line.becomes === becomes;
}
