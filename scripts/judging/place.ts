/** Where an error comes from, as file:line of the project, and never a stack. */

const FRAME = /((?:chapters|lib|test|exercises)\/[\w./-]+\.ts):(\d+):\d+/g;

/** The innermost place of an error in a file that `wanted` names, file:line; '' if there is none. */
export function placeIn(error: unknown, wanted = /./): string {
  const stack = error instanceof Error ? (error.stack ?? '') : '';
  for (const [, file, line] of stack.matchAll(FRAME)) if (wanted.test(file)) return `${file}:${line}`;
  return '';
}
