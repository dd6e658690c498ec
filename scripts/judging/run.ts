/** Runs a chapter's test in a copy of the project, and tells what each section says: a line of JSON each. */

import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { placeIn } from './place.ts';
import { sections } from './sections.ts';
import { judged } from './tap.ts';
import type { Verdict } from './verdict.ts';

/** One line. */
export type Line =
  { begun: string } | { verdict: Verdict } | { trouble: { message: string; place: string } } | { over: true };

const tell = (line: Line) => process.stdout.write(`${JSON.stringify(line)}\n`);

try {
  await import(pathToFileURL(join(process.cwd(), process.argv[2])).href);
  for (const section of sections) {
    tell({ begun: section.name });
    tell({ verdict: await judged(section, () => undefined) });
  }
  tell({ over: true });
} catch (error) {
  tell({ trouble: { message: String(error), place: placeIn(error, /^exercises\//) } });
}
