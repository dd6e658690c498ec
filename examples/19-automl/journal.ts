/**
 * What trials came to, in a file: a line that says of which search, then a line a trial. A line is written in one piece
 * when its trial is done; if the machine stops in the middle of one, what is torn is dropped.
 */

import { appendFileSync, existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import type { Choice } from '../../chapters/19-automl/space.ts';
import type { Say } from '../../lib/language.ts';

/** The losses that are known, by choice. */
export type Outcomes = Map<string, number>;

/** The outcomes that are known already, and where a new one is kept. */
export interface Journal {
  known: Outcomes;
  keep: (choice: Choice, loss: number) => void;
}

/** A choice as the key of its outcome. */
export function keyOf(choice: Choice): string {
  return choice.join(' ');
}

/**
 * The outcomes that a file holds; a new file is begun. `about` is what they depend on. Throws an Error of one line if
 * the file is about something else, or holds a line that is no trial.
 */
export function opened(path: string, about: object, say: Say): Outcomes {
  const text = existsSync(path) ? readFileSync(path, 'utf8') : '';
  const whole = text.slice(0, text.lastIndexOf('\n') + 1);
  const [head, ...lines] = whole.split('\n').slice(0, -1);
  const wanted = JSON.stringify(about);
  if (head !== undefined && head !== wanted)
    throw new Error(
      say(`${path} is not about ${wanted}; name another file`, `${path} 记的不是 ${wanted}，请换一个文件`),
    );
  const outcomes = new Map(lines.map((line, k) => parsed(line, `${path}:${k + 2}`, say)));
  if (head === undefined || whole !== text) {
    // Beside, and renamed: at no moment is there half a file.
    writeFileSync(`${path}.new`, head === undefined ? `${wanted}\n` : whole);
    renameSync(`${path}.new`, path);
  }
  return outcomes;
}

/** Keeps an outcome. */
export function keep(path: string, choice: Choice, loss: number): void {
  appendFileSync(path, `${JSON.stringify({ choice, loss })}\n`);
}

function parsed(line: string, where: string, say: Say): [string, number] {
  try {
    const { choice, loss } = JSON.parse(line) as { choice: Choice; loss: number };
    if (Array.isArray(choice) && Number.isFinite(loss)) return [keyOf(choice), loss];
  } catch {
    // told below
  }
  throw new Error(
    say(`${where}: a trial is a choice and a loss, got ${line}`, `${where}：每行应是一个选择和一个损失，得到 ${line}`),
  );
}
