/** What a reader is told of his file, section by section; and where a number comes from that a check wants. */

import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Say } from '../../lib/language.ts';
import { sectionName, type Objection, type Verdict } from '../judging/verdict.ts';
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
  const { verdicts, endless, trouble, printed } = judgement;
  const lines = [
    ...besideOthers(task, left, say),
    ...changedArguments(verdicts),
    ...verdicts.flatMap((verdict) => ofSection(root, task, verdict, say)),
  ];
  if (endless !== undefined)
    lines.push(
      say(
        `✗ ${sectionName(endless, say) || 'reading the file'}: stopped after 10 s: a loop does not end, or takes that long`,
        `✗ ${sectionName(endless, say) || '读文件时'}：10 秒后停下：有一个循环没有尽头，或者慢到了这个地步`,
      ),
    );
  if (trouble !== undefined)
    lines.push(`✗ ${[trouble.place, trouble.message || endedByItself(say)].filter((part) => part !== '').join(': ')}`);
  const passed =
    left.length === 0 &&
    endless === undefined &&
    trouble === undefined &&
    verdicts.length > 0 &&
    verdicts.every(({ objecting }) => objecting === 0);
  if (printed.length > 0) lines.push('', say('Printed by your functions:', '你的函数打印的：'), ...printed);
  lines.push('', passed ? finished(task, say) : unfinished(task, left, say));
  return { text: lines.join('\n'), passed };
}

/** Nothing was said of why the program ended. */
function endedByItself(say: Say): string {
  return say('the program ended by itself: does a function end it?', '程序自己结束了：是不是有个函数把它结束了？');
}

/** Where only some functions are written, they are judged beside the project's own. */
function besideOthers({ names }: Task, left: string[], say: Say): string[] {
  if (left.length === 0 || left.some((name) => names.includes(name))) return [];
  const [written, others] = [names.join(', '), left.join(', ')];
  return [say(`${written}, beside the project's own ${others}:`, `${written}，其余的 ${others} 用本项目的：`)];
}

/** That a function changes its arguments comes first: every other number may be wrong for it. */
function changedArguments(verdicts: Verdict[]): string[] {
  const said = verdicts.flatMap(({ objections }) => objections.map(({ thrown = '' }) => thrown));
  const found = said.find((thrown) => thrown.includes(' changes its argument '));
  return found === undefined ? [] : [`✗ ${found}`];
}

function ofSection(root: string, task: Task, { section, checks, objections, objecting }: Verdict, say: Say): string[] {
  if (objecting === 0) return [`✓ ${sectionName(section, say)}  ${say(`${checks} checks`, `${checks} 项检查`)}`];
  const [{ thrown, found }] = objections;
  const waiting = task.names.find((name) => (thrown ?? found ?? '').includes(notWritten(name)));
  if (waiting !== undefined)
    return [`· ${sectionName(section, say)}  ${say(`waits for ${waiting}`, `等着 ${waiting}`)}`];
  const more = objecting - objections.length;
  return [
    `✗ ${sectionName(section, say)}`,
    ...objections.flatMap((objection) => ofCheck(root, task, objection, say)).map((line) => `    ${line}`),
    ...(more > 0 ? [`    ${say(`and ${more} more`, `另外还有 ${more} 处`)}`] : []),
  ];
}

/** One check: what it says, both numbers, the line that asks, and the pencil case it asks for. */
function ofCheck(root: string, task: Task, objection: Objection, say: Say): string[] {
  const { check, place, at, wanted, found, thrown, sample } = objection;
  const lines = check === '' ? [] : [check];
  if (wanted !== undefined)
    lines.push(
      (at === '' ? '' : say(`${at}: `, `${at}：`)) +
        say(`wanted ${wanted}, found ${found}`, `要的是 ${wanted}，得到 ${found}`),
    );
  if (thrown !== undefined) lines.push(thrown);
  if (sample !== undefined)
    lines.push(...claimAt(root, place), say(`does not hold for ${sample}`, `对 ${sample} 不成立`));
  if (place !== '') lines.push(`${place}${asksAt(root, place)}`);
  lines.push(...pencilCases(root, task, place));
  return lines;
}

/** What the test says of the random cases that it tries at a place, in the line that passes when all of them hold. */
function claimAt(root: string, place: string): string[] {
  const [file, line] = place.split(':');
  if (!existsSync(join(root, file))) return [];
  const after = readFileSync(join(root, file), 'utf8')
    .split('\n')
    .slice(Number(line), Number(line) + 20);
  const claim = after.map((text) => /\bt\.pass\((['"`])(.*)\1\)/.exec(text)?.[2]).find((text) => text !== undefined);
  return claim === undefined ? [] : [claim];
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
