/** What long runs printed, kept in scripts/recorded: the prose quotes it, and `--check` compares a new run with it. */

import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** The folder of recorded runs. */
export const folder = fileURLToPath(new URL('../recorded/', import.meta.url));

/** Seconds differ from run to run and machine to machine; everything else must not. */
export function timeless(text: string): string {
  return text.replace(/\d+ (s|秒)(?=\W|$)/g, '… $1').trimEnd();
}

/**
 * Keeps what a run printed under a name; or, to check, compares it with what was kept and sets
 * exit code 1 if it differs.
 */
export function keep(name: string, text: string, check: boolean): void {
  const path = `${folder}${name}`;
  if (!check) {
    mkdirSync(folder, { recursive: true });
    writeFileSync(path, `${text.trimEnd()}\n`);
    console.error(`kept as scripts/recorded/${name}`);
    return;
  }
  const kept = existsSync(path) ? readFileSync(path, 'utf8') : '';
  if (timeless(kept) === timeless(text)) {
    console.error(`as recorded in scripts/recorded/${name}`);
    return;
  }
  const [old, now] = [timeless(kept).split('\n'), timeless(text).split('\n')];
  const longest = old.length > now.length ? old : now; // one may have lines more than the other
  const at = longest.findIndex((_, i) => old[i] !== now[i]);
  const [was, is] = [old[at] ?? '(nothing more)', now[at] ?? '(nothing more)'];
  console.error(
    `scripts/recorded/${name} differs from this run, line ${at + 1}:\n  recorded: ${was}\n  now:      ${is}`,
  );
  process.exitCode = 1;
}
