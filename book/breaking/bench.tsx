/** A bench below a table *Break it*: choose a row, or write; run the checks; put everything back. */

import { useEffect, useRef } from 'preact/hooks';
import type { Say } from '../../lib/language.ts';
import { changedLines, type ChangedLines } from './changed-lines.ts';
import { download } from './exercising.ts';
import type { Row } from './loading.ts';
import { PATIENCE } from './running.ts';
import { SourceEditor } from './source-editor.tsx';
import { check, choose, exerciseIn, halt, show, textOf, write, type Bench } from './state.ts';
import { Verdicts } from './verdicts.tsx';

/** All of it, drawn from the bench's state. */
export function BenchView({ bench }: { bench: Bench }) {
  const { say, sources, run, row } = bench;
  const file = bench.file.value;
  const exercise = exerciseIn(bench);
  const text = textOf(bench);
  const changed = exercise === undefined ? changedLines(sources[file], text) : [];
  const told = useRef<HTMLDivElement>(null);
  const state = run.value?.state;
  useEffect(() => {
    // On a phone what the checks say is below the button that runs them, and often below the screen.
    const { top = 0 } = told.current?.getBoundingClientRect() ?? {};
    const isBelow = top > 0.7 * window.innerHeight;
    if ((state === 'loading' || state === 'over') && isBelow) window.scrollBy({ top: top - 0.4 * window.innerHeight });
  }, [state]);
  return (
    <div class="bench-body">
      <div>
        <Choices bench={bench} />
        <SourceEditor
          text={text}
          label={
            exercise === undefined
              ? say(`source of ${file}, to be changed`, `${file} 的源码，可以改`)
              : say(`${file}, to be written by you`, `${file}，由你来写`)
          }
          changed={changed}
          shown={`${file} ${row.value}`}
          write={(text) => write(bench, text)}
        />
        {exercise === undefined ? <Changes changed={changed} say={say} /> : <Writing say={say} />}
        <Tools bench={bench} />
      </div>
      <div ref={told}>
        {run.value ? (
          <Verdicts run={run.value} say={say} patience={PATIENCE} />
        ) : (
          <p class="bench-hint">
            {say(
              'The checks are the chapter’s own test, the same file that runs in the terminal.',
              '检查就是这一章自己的测试，和终端里跑的是同一个文件。',
            )}
          </p>
        )}
      </div>
    </div>
  );
}

/** What an exercise is. */
function Writing({ say }: { say: Say }) {
  return (
    <p class="bench-hint">
      {say(
        'Write what throws; the chapter’s own test judges it in the place of the project’s functions. What you write is kept in this browser, and is the file that npm run exercise takes.',
        '把抛出错误的地方写出来；这一章自己的测试会把它放到本项目函数的位置上来判。你写的东西留在这个浏览器里，它就是 npm run exercise 用的那个文件。',
      )}
    </p>
  );
}

/** Run, stop, put back; of an exercise, hand it out. */
function Tools({ bench }: { bench: Bench }) {
  const { say, run, texts, exercises } = bench;
  const isExercise = exerciseIn(bench) !== undefined;
  const isBroken = [...texts.value.keys()].some((name) => exercises.every(({ file }) => file !== name));
  const runs = run.value?.state === 'running' || run.value?.state === 'loading';
  return (
    <div class="bench-tools">
      {runs ? (
        <button type="button" data-bench-stop onClick={() => halt(bench)}>
          {say('stop', '停下')}
        </button>
      ) : (
        <button type="button" data-bench-run onClick={() => void check(bench)}>
          {say('run the checks', '运行检查')}
        </button>
      )}
      {isExercise && (
        <button type="button" data-bench-save onClick={() => download(bench.file.value, textOf(bench))}>
          {say('save as a file', '存成文件')}
        </button>
      )}
      {isBroken && !isExercise && (
        <button type="button" data-bench-reset onClick={() => choose(bench, 0)}>
          {say('as it was', '恢复原样')}
        </button>
      )}
    </div>
  );
}

/** Which change, and which file. */
function Choices({ bench }: { bench: Bench }) {
  const { say, rows, files, row, file, texts } = bench;
  const changedMark = (name: string) => (texts.value.has(name) ? '▸ ' : '');
  return (
    <div class="bench-choices">
      <label>
        {say('change', '改动')}{' '}
        <select
          data-bench-row
          value={String(row.value)}
          onChange={(event) => choose(bench, Number(event.currentTarget.value))}
        >
          <option value="0">{say('none: as it was', '没有：原样')}</option>
          {rows.map((each, i) => (
            <option value={String(i + 1)}>{`${i + 1} · ${inWords(each, say)}`}</option>
          ))}
        </select>
      </label>
      <label>
        {say('file', '文件')}{' '}
        <select data-bench-file value={file.value} onChange={(event) => show(bench, event.currentTarget.value)}>
          {files.map((name) => (
            <option value={name}>{changedMark(name) + fileInWords(name, bench)}</option>
          ))}
        </select>
      </label>
    </div>
  );
}

/** A file of the project by its path; an exercise by what it is. */
function fileInWords(name: string, { exercises, say }: Bench): string {
  if (exercises.every(({ file }) => file !== name)) return name;
  return name.endsWith('-backwards.ts')
    ? say('write it yourself: the way back', '自己写：回程')
    : say('write it yourself', '自己写');
}

function inWords({ file, from, to }: Row, say: Say): string {
  return `${file.split('/').at(-1)}: ${from} → ${to === '' ? say('nothing', '什么都没有') : to}`;
}

/** What is changed in this file, line by line, as it was and as it is. */
function Changes({ changed, say }: { changed: ChangedLines[]; say: Say }) {
  if (changed.length === 0) {
    return (
      <p class="bench-hint">{say('This file is as it was. Change any line.', '这个文件是原样。哪一行都可以改。')}</p>
    );
  }
  return (
    <dl class="bench-changes">
      {changed.map(({ line, was, is }) => (
        <>
          <dt>{say(`line ${line}`, `第 ${line} 行`)}</dt>
          {was.map((text) => (
            <dd>
              <span class="bench-sign">−</span>
              <del>{text.trim()}</del>
            </dd>
          ))}
          {is.map((text) => (
            <dd>
              <span class="bench-sign">+</span>
              <ins>{text.trim() || say('(nothing)', '（空）')}</ins>
            </dd>
          ))}
        </>
      ))}
    </dl>
  );
}
