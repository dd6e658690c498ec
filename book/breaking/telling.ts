/** What a worker that runs a chapter's checks tells the page. */

import type { Verdict } from '../../scripts/judging/verdict.ts';

/** Source that cannot run at all. `script`: what the browser was to read, where it did not say which line it minds. */
export interface Trouble {
  message: string;
  file: string;
  line?: number | undefined;
  script?: string | undefined;
}

/** One message. A worker that is silent for long is in a loop that does not end. */
export type Told =
  | { kind: 'begun'; section: string }
  | { kind: 'alive' }
  | { kind: 'verdict'; verdict: Verdict }
  | { kind: 'trouble'; trouble: Trouble }
  | { kind: 'over' };

/** What a worker is asked: to run the test of a chapter, with some files changed. */
export interface Asked {
  test: string; //                     test/chapters/04-attention.test.ts
  scripts: Record<string, string>; //  every file that it may import, as a script, by the file's path
  changed: Record<string, string>; //  the source of those that are to be others
  judges: string; //                   a script with the packages that tests import
}
