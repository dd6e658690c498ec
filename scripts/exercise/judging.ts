/** Judges a reader's file by the chapter's own test: what each section says, or why it cannot be asked at all. */

import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import type { Say } from '../../lib/language.ts';
import type { Line } from '../judging/run.ts';
import type { Verdict } from '../judging/verdict.ts';
import { benchFor, removed } from './bench.ts';
import { fileOf, type Task } from './tasks.ts';
import { notWritten } from './text.ts';

/** Lines that are kept of what a reader's functions print. */
const PRINTED = 20;

/** Seconds that a section may take before its loop counts as endless. */
const PATIENCE = 10;

/** What came of it: the sections that ended; the one that did not end; why nothing could be asked. */
export interface Judgement {
  verdicts: Verdict[];
  printed: string[]; // by the reader's functions, the first lines of it
  endless?: string;
  trouble?: { message: string; place: string };
}

/** Runs the chapter's test on the reader's functions. patience: seconds that a section may take. */
export async function judgement(root: string, task: Task, patience = PATIENCE): Promise<Judgement> {
  const copy = benchFor(root, [task], true);
  try {
    return await heard(copy, `test/chapters/${task.chapter}.test.ts`, patience);
  } finally {
    removed(copy);
  }
}

/**
 * The first of the functions that does not hold when all the others are the project's own; undefined if all do.
 * patience: seconds that a section may take.
 */
export async function firstWrong(root: string, task: Task, patience = PATIENCE): Promise<string | undefined> {
  const left = leftIn(root, task);
  for (const name of task.names) {
    if (left.includes(name)) return name;
    const { verdicts, endless, trouble } = await judgement(root, { ...task, names: [name] }, patience);
    if (endless !== undefined || trouble !== undefined || verdicts.some(({ objecting }) => objecting > 0)) return name;
  }
  return undefined;
}

/** What the test tells, line by line, until it has ended or says nothing for too long. */
async function heard(copy: string, test: string, patience: number): Promise<Judgement> {
  const program = ['--import', 'tsx', join('scripts', 'judging', 'run.ts'), test];
  const child = spawn(process.execPath, program, { cwd: copy, stdio: ['ignore', 'pipe', 'pipe'] });
  const judgement: Judgement = { verdicts: [], printed: [] };
  let [section, complaint] = ['', ''];
  let [isEndless, isOver] = [false, false];
  const timer = setTimeout(() => {
    isEndless = true;
    child.kill('SIGKILL'); // an endless loop never comes to the handler of a milder signal
  }, patience * 1000);
  child.stderr.on('data', (text: Buffer) => (complaint += text.toString()));
  const closed = new Promise<void>((resolve) => child.on('close', () => resolve()));
  for await (const text of createInterface({ input: child.stdout })) {
    timer.refresh();
    const line = lineIn(text);
    if (line === undefined) judgement.printed.push(text);
    else if ('begun' in line) section = line.begun;
    else if ('verdict' in line) judgement.verdicts.push(line.verdict);
    else if ('trouble' in line) judgement.trouble = line.trouble;
    else {
      isOver = true;
      child.kill(); // there is nothing to wait for
    }
  }
  await closed;
  clearTimeout(timer);
  if (isEndless && !isOver) judgement.endless = section;
  else if (!isOver && judgement.trouble === undefined)
    judgement.trouble = { message: complaint.trim().split('\n')[0], place: '' };
  else judgement.printed.push(...complaint.split('\n').filter((line) => line !== ''));
  judgement.printed.splice(PRINTED);
  return judgement;
}

function lineIn(text: string): Line | undefined {
  try {
    const line: unknown = JSON.parse(text);
    const known = ['begun', 'verdict', 'trouble', 'over'];
    return known.some((kind) => Object.hasOwn(line as object, kind)) ? (line as Line) : undefined; // he may print JSON
  } catch {
    return undefined;
  }
}

/**
 * What is wrong with a reader's file before anything is run: it cannot be read as TypeScript, imports what would write
 * the exercise for him, or lacks a function. One line each, with file and line number.
 */
export function complaints(root: string, task: Task, say: Say): string[] {
  const file = fileOf(task);
  const tree = ts.createSourceFile(file, readFileSync(join(root, file), 'utf8'), ts.ScriptTarget.ES2022, true);
  const at = (place: number) => `${file}:${tree.getLineAndCharacterOfPosition(place).line + 1}`;
  const { parseDiagnostics } = tree as unknown as { parseDiagnostics: ts.DiagnosticWithLocation[] };
  if (parseDiagnostics.length > 0) {
    const [{ start, messageText }] = parseDiagnostics;
    return [`${at(start)}: ${ts.flattenDiagnosticMessageText(messageText, ' ')}`];
  }
  const found: string[] = [];
  const exported = new Set<string>();
  for (const node of tree.statements) {
    if (ts.isImportDeclaration(node)) {
      const refused = refusedIn(node, task);
      if (refused)
        found.push(
          say(`${at(node.getStart())}: must not import ${refused}`, `${at(node.getStart())}：不能导入 ${refused}`),
        );
    }
    for (const name of exportsOf(node)) exported.add(name);
  }
  for (const name of task.names)
    if (!exported.has(name))
      found.push(
        say(
          `${file} must export ${name} (delete the file to be given it anew)`,
          `${file} 要导出 ${name}（删掉这个文件，就会重新发给你）`,
        ),
      );
  return found;
}

/** What an import may not bring: packages, what comes later, and of its own chapter the functions to write. */
function refusedIn(node: ts.ImportDeclaration, { chapter, names }: Task): string {
  const from = (node.moduleSpecifier as ts.StringLiteral).text;
  const home = /^\.\.\/(?:lib|chapters\/(\d\d)-[\w-]+)\/[\w/-]+\.ts$/.exec(from);
  if (home === null || Number(home[1] ?? 0) > Number(chapter.slice(0, 2))) return from;
  const bindings = node.importClause?.namedBindings;
  if (!from.includes(chapter)) return '';
  if (bindings === undefined || !ts.isNamedImports(bindings)) return from;
  const taken = bindings.elements
    .map((each) => (each.propertyName ?? each.name).text)
    .filter((name) => names.includes(name));
  return taken.join(', ');
}

function exportsOf(node: ts.Statement): string[] {
  if (ts.isExportDeclaration(node) && node.exportClause && ts.isNamedExports(node.exportClause))
    return node.exportClause.elements.map(({ name }) => name.text);
  if ((ts.getCombinedModifierFlags(node as ts.FunctionDeclaration) & ts.ModifierFlags.Export) === 0) return [];
  if (ts.isVariableStatement(node)) return node.declarationList.declarations.map(({ name }) => name.getText());
  const { name } = node as ts.FunctionDeclaration;
  return name === undefined ? [] : [name.text];
}

/** The functions that the reader has not begun: their bodies still only say so. */
export function leftIn(root: string, task: Task): string[] {
  const text = readFileSync(join(root, fileOf(task)), 'utf8');
  return task.names.filter((name) => text.includes(`'${notWritten(name)}'`));
}
