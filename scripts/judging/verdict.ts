/** What a section of a chapter's test says of source that a reader has written, or changed. */

import type { Say } from '../../lib/language.ts';

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

/** A section by its name in the test, and in Chinese beside it. */
export function sectionName(name: string, say: Say): string {
  const chinese: Record<string, string> = {
    'by hand': '手算',
    'by formula': '公式',
    'by property': '性质',
    'by nudging': '微扰',
    refuses: '拒绝',
  };
  return say(name, chinese[name] === undefined ? name : `${name}（${chinese[name]}）`);
}
