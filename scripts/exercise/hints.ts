/**
 * Help with one function, three times, each more: where its formula stands, the shape of its loops, all of it but one
 * line. Each is made from the chapter's own source and page.
 */

import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import type { Say } from '../../lib/language.ts';
import { askedAs, type Task } from './tasks.ts';
import { declarationIn, sourceOf, wholeOf } from './text.ts';

/** How many hints there are. */
const HINTS = 3;

/** The project's own function. Throws RangeError, with what there is, for a name that the task does not have. */
export function shown(root: string, task: Task, name: string, say: Say): string {
  if (!task.names.includes(name)) {
    const all = task.names.join(', ');
    throw new RangeError(say(`--show takes ${all}; got ${name}`, `--show 后面写 ${all}；得到 ${name}`));
  }
  return wholeOf(sourceOf(root, task.chapter), task, name);
}

/** The next hint for a function. Once there is no more, the last again. */
export function nextHint(root: string, task: Task, name: string, say: Say): string {
  const kept = join(root, 'exercises', '.hints.json');
  const given = (existsSync(kept) ? JSON.parse(readFileSync(kept, 'utf8')) : {}) as Record<string, number>;
  const key = `${task.chapter} ${name}`;
  const number = Math.min((given[key] ?? 0) + 1, HINTS);
  writeFileSync(kept, `${JSON.stringify({ ...given, [key]: number })}\n`);
  const after = number < HINTS ? '' : `\nnpm run exercise -- ${askedAs(task)} --show ${name}`;
  return `${name}, ${say('hint', '提示')} ${number} / ${HINTS}\n\n${hint(root, task, name, number, say)}${after}`;
}

/** That hint. */
export function hint(root: string, task: Task, name: string, number: number, say: Say): string {
  if (number === 1) return whereToRead(root, task, name, say);
  const text = wholeOf(sourceOf(root, task.chapter), task, name);
  return number === 2 ? withoutRightSides(text) : withoutOne(text);
}

/** The heading under which the chapter's page shows the function, or first names it, and the formula of its file. */
function whereToRead(root: string, { chapter }: Task, name: string, say: Say): string {
  const page = say(`chapters/${chapter}/README.md`, `chapters/${chapter}/README.zh.md`);
  const lines = readFileSync(join(root, page), 'utf8').split('\n');
  const shows = (line: string) => new RegExp(`^<!-- code .*\\b${name}\\b`).test(line);
  const at = [lines.findIndex(shows), lines.findIndex((line) => line.includes(name))].find((k) => k >= 0) ?? 0;
  const heading = lines.slice(0, at + 1).findLast((line) => /^#+ /.test(line)) ?? lines[0];
  const { file } = declarationIn(sourceOf(root, chapter), name);
  const [comment] = readFileSync(join(root, 'chapters', chapter, file), 'utf8').split('*/');
  const formula = [...comment.matchAll(/^ \* {5}(.*)$/gm)].map(([, line]) => line.trim());
  return [`${page}, «${heading.replace(/^#+ /, '')}»`, ...formula].join('\n');
}

/** The function with what stands to the right of = left out, except shapes, zeros and where a loop begins. */
function withoutRightSides(text: string): string {
  return leftOut(text, rightSides(text));
}

/** The function without the longest of these. */
function withoutOne(text: string): string {
  const sides = rightSides(text);
  const longest = sides.reduce<ts.Node | undefined>(
    (a, b) => (a && a.getText().length >= b.getText().length ? a : b),
    undefined,
  );
  return leftOut(text, longest === undefined ? [] : [longest]);
}

function rightSides(text: string): ts.Node[] {
  const tree = ts.createSourceFile('hint.ts', text, ts.ScriptTarget.ES2022, true);
  const found: ts.Node[] = [];
  const take = (node: ts.Node | undefined) => {
    if (node !== undefined && !/^(shape|zeros|\[?0\b|-?Infinity|[\w.]+$)/.test(node.getText())) found.push(node);
  };
  const walk = (node: ts.Node) => {
    if (ts.isVariableDeclaration(node) && !ts.isForStatement(node.parent.parent)) take(node.initializer);
    else if (ts.isReturnStatement(node) || ts.isYieldExpression(node)) take(node.expression);
    else if (ts.isBinaryExpression(node) && /^[-+*/]?=$/.test(node.operatorToken.getText())) take(node.right);
    else ts.forEachChild(node, walk);
  };
  ts.forEachChild(tree, walk);
  return found;
}

function leftOut(text: string, nodes: ts.Node[]): string {
  let left = text;
  for (const node of [...nodes].reverse()) left = `${left.slice(0, node.getStart())}…${left.slice(node.end)}`;
  return left;
}
