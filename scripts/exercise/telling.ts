/** What a reader is told of his file, section by section; and where a number comes from that a check wants. */

import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Say } from '../../lib/language.ts';
import type { Objection, Verdict } from '../judging/verdict.ts';
import type { Judgement } from './judging.ts';
import { askedAs, fileOf, tasks, type Task } from './tasks.ts';
import { notWritten } from './text.ts';

/** What is printed, and whether nothing is left to do. */
export interface Said {
  text: string;
  passed: boolean;
}

/** Everything that is to be said. left: the functions that the reader has not begun. */
export function told(root: string, task: Task, judgement: Judgement, left: string[], say: Say): Said {
  const { verdicts, endless, trouble } = judgement;
  const lines = verdicts.flatMap((verdict) => ofSection(root, task, verdict, say));
  if (endless !== undefined)
    lines.push(
      say(
        `✗ ${endless || 'reading the file'}: stopped after 10 s: a loop does not end`,
        `✗ ${endless || '读文件时'}：10 秒后停下：有一个循环没有尽头`,
      ),
    );
  if (trouble !== undefined)
    lines.push(`✗ ${[trouble.place, trouble.message].filter((part) => part !== '').join(': ')}`);
  const passed =
    left.length === 0 &&
    endless === undefined &&
    trouble === undefined &&
    verdicts.length > 0 &&
    verdicts.every(({ objecting }) => objecting === 0);
  lines.push('', passed ? finished(task, say) : unfinished(task, left, say));
  return { text: lines.join('\n'), passed };
}

function ofSection(root: string, task: Task, { section, checks, objections, objecting }: Verdict, say: Say): string[] {
  if (objecting === 0) return [`✓ ${section}  ${say(`${checks} checks`, `${checks} 项检查`)}`];
  const [{ thrown, found }] = objections;
  const waiting = task.names.find((name) => (thrown ?? found ?? '').includes(notWritten(name)));
  if (waiting !== undefined) return [`· ${section}  ${say(`waits for ${waiting}`, `等着 ${waiting}`)}`];
  const more = objecting - 1;
  return [
    `✗ ${section}`,
    ...ofCheck(root, task, objections[0], say).map((line) => `    ${line}`),
    ...(more > 0 ? [`    ${say(`and ${more} more`, `另外还有 ${more} 处`)}`] : []),
  ];
}

/** One check: what it says, both numbers, the line that asks, and the pencil case it asks for. */
function ofCheck(root: string, task: Task, objection: Objection, say: Say): string[] {
  const { check, place, at, wanted, found, thrown, sample } = objection;
  const lines = check === '' ? [] : [check];
  if (wanted !== undefined)
    lines.push(
      say(`${at || 'there'}: wanted ${wanted}, found ${found}`, `${at || '这里'}：要的是 ${wanted}，得到 ${found}`),
    );
  if (thrown !== undefined) lines.push(thrown);
  if (sample !== undefined) lines.push(say(`for example for ${sample}`, `比如 ${sample}`));
  if (place !== '') lines.push(`${place}${asksAt(root, place)}`);
  lines.push(...pencilCases(root, task, place));
  return lines;
}

/** The line of a test at a place. */
function asksAt(root: string, place: string): string {
  const line = lineAt(root, place).trim();
  return line === '' ? '' : `  ${line}`;
}

/** Where the numbers of the pencil case that the line names are declared, with what is said of them there. */
function pencilCases(root: string, { chapter }: Task, place: string): string[] {
  const test = place.split(':')[0];
  if (!test.startsWith('test/')) return [];
  const source = readFileSync(join(root, test), 'utf8');
  const found: string[] = [];
  for (const [, name] of new Set([...lineAt(root, place).matchAll(/\bhand\.(\w+)/g)].map((match) => match))) {
    const file =
      /import \* as hand from '(?:\.\.\/)+(chapters\/[\w/-]+\.ts)'/.exec(source)?.[1] ??
      `chapters/${chapter}/by-hand.ts`;
    const lines = readFileSync(join(root, file), 'utf8').split('\n');
    const at = lines.findIndex((line) => new RegExp(`^export const ${name}\\b`).test(line));
    if (at < 0) continue;
    const comment = /^\/\*\* (.*?)(?: \*\/)?$/.exec(lines[at - 1])?.[1];
    found.push(`${file}:${at + 1}  hand.${name}${comment === undefined ? '' : `: ${comment}`}`);
  }
  return [...new Set(found)];
}

function lineAt(root: string, place: string): string {
  const [file, line] = place.split(':');
  const path = join(root, file);
  return existsSync(path) ? (readFileSync(path, 'utf8').split('\n')[Number(line) - 1] ?? '') : '';
}

function finished(task: Task, say: Say): string {
  const next = tasks[tasks.findIndex((each) => fileOf(each) === fileOf(task)) + 1];
  const done = say(`${fileOf(task)}: all of it holds.`, `${fileOf(task)}：全部通过。`);
  return next === undefined
    ? done
    : done + say(` Next: npm run exercise -- ${askedAs(next)}`, `下一个：npm run exercise -- ${askedAs(next)}`);
}

function unfinished(task: Task, left: string[], say: Say): string {
  const help = say(
    `npm run exercise -- ${askedAs(task)} --hint helps.`,
    `npm run exercise -- ${askedAs(task)} --hint 会帮忙。`,
  );
  return left.length === 0
    ? help
    : say(`Still to write: ${left.join(', ')}. ${help}`, `还没写的：${left.join('、')}。${help}`);
}
