/** What a worker that runs a chapter's checks tells the page. */

/** A check that does not hold. */
export interface Objection {
  check: string; //              what the test says of it; '' where a section broke off
  place: string; //              file:line of the check, or of the line that broke off
  at: string; //                 which entry is furthest from what was wanted: [0][1]; '' of a single value
  wanted?: string | undefined;
  found?: string | undefined;
  thrown?: string | undefined; // what broke the section off
  sample?: string | undefined; //  the random case that does not hold
}

/** A section of the test that is over: how many checks it made, the first that object, and how many do. */
export interface Verdict {
  section: string;
  checks: number;
  objections: Objection[];
  objecting: number;
}

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
