/** A beam search as a tree: step by step what is tried, what is kept and what falls away. */

import type { ComponentChildren } from 'preact';
import { useRef, useState } from 'preact/hooks';
import type { Say } from '../../../lib/language.ts';
import { decimal } from '../../../lib/print.ts';
import { valueOf } from '../../tracing/number.ts';
import { Stepper } from '../stepper.tsx';
import type { Drawn, TreePicture, Tried } from './picture.ts';
import { grown, MARKS, statesIn, type Branch } from './tree-layout.ts';

/** The tree as far as the search has come; at first to its end. ln P is a number that opens. */
export function Tree({
  picture: { path, says },
  found,
  say,
  inWords,
  opened,
  open,
  stepOf,
  stepTo,
}: Drawn<TreePicture>) {
  const list = useRef<HTMLDivElement>(null);
  const [stop, stopAt] = useState(''); // where the tab key stops; arrows go on from there
  const tried = found(path) as Tried[][];
  const last = tried.length - 1;
  const at = Math.min(stepOf(path) ?? last, last);
  const roots = grown(tried.slice(0, at + 1), path, at === last);
  const stopping = pathsOf(roots).includes(stop) ? stop : roots[0].path;
  const move = (event: KeyboardEvent) => {
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const buttons = [...(list.current?.querySelectorAll('button') ?? [])];
    const next = buttons[buttons.findIndex((button) => button === event.target) + (by ?? 0)];
    if (by === undefined || next === undefined) return;
    event.preventDefault();
    next.focus();
  };
  const number = (branch: Branch) => (
    <button
      type="button"
      data-entry={branch.path}
      tabIndex={branch.path === stopping ? 0 : -1}
      aria-expanded={opened === branch.path}
      onFocus={() => stopAt(branch.path)}
      onClick={() => open(branch.path)}
    >
      {decimal(valueOf(branch.logP))}
    </button>
  );
  return (
    <Stepper
      name={path}
      label={say('step through the search', '一步步走这次搜索')}
      at={at}
      last={last}
      go={(to) => stepTo(path, to)}
      says={sentence(tried, at, say)}
      say={say}
    >
      <div class="tree" ref={list} onKeyDown={move} role="group" aria-label={inWords(says)}>
        <p class="tree-head">
          <span>{inWords(says)}</span> <span>ln P</span>
        </p>
        <Branches branches={roots} say={say} number={number} />
      </div>
    </Stepper>
  );
}

/** Hypotheses one below the other, each with those that are longer by a word. */
function Branches({
  branches,
  say,
  number,
}: {
  branches: Branch[];
  say: Say;
  number: (branch: Branch) => ComponentChildren;
}) {
  const names = statesIn(say);
  return (
    <ul>
      {branches.map((branch) => (
        <li data-hypothesis={branch.said} data-state={branch.state}>
          <div class="tree-branch">
            <span class="tree-mark" aria-hidden="true">
              {MARKS[branch.state]}
            </span>
            <span class="tree-word">{branch.word}</span>
            <span class="tree-state">{names[branch.state]}</span>
            {number(branch)}
          </div>
          {branch.longer.length > 0 && <Branches branches={branch.longer} say={say} number={number} />}
        </li>
      ))}
    </ul>
  );
}

/** The paths of all that stands in a tree, from top to bottom. */
function pathsOf(branches: Branch[]): string[] {
  return branches.flatMap(({ path, longer }) => [path, ...pathsOf(longer)]);
}

/** What a step does, in words. */
function sentence(tried: Tried[][], at: number, say: Say): string {
  const [step, last] = [tried[at], tried.length - 1];
  const best = tried.flat().find((one) => one.best);
  const told = (some: Tried[]) =>
    some.map(({ said, finished }) => (finished ? `${said} <eos>` : said)).join(say(', ', '、'));
  if (at === 0) return say('Nothing is said yet.', '还什么都没说。');
  const kept = step.filter((one) => one.kept);
  const what = say(
    `Step ${at}: ${step.length} tried, ${kept.length} kept: ${told(kept)}.`,
    `第 ${at} 步：试了 ${step.length} 个，留下 ${kept.length} 个：${told(kept)}。`,
  );
  return at === last ? what + say(` Said: ${best?.said}.`, `说出的是：${best?.said}。`) : what;
}
