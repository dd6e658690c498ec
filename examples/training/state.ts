/**
 * All that training goes on from, and its file: numbers in safetensors, sealed, everything else in the file's metadata.
 */

import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { TransformerParams } from '../../chapters/11-decoder/transformer.ts';
import type { Learner } from '../../chapters/12-training/adam.ts';
import type { Say } from '../../lib/language.ts';
import { leaves, rows, type Leaf } from '../../lib/params.ts';
import type { State } from './fit.ts';
import { jsonFrom, need, shown } from './metadata.ts';
import { seal, unseal } from './sealed.ts';

/** A state, and what must agree when it is resumed: corpus, direction, sizes, seed, plan. */
export interface SavedState extends State<TransformerParams> {
  described: Record<string, string>;
}

const FORMAT = 'transformer-by-hand training';
const VERSION = '2';

/** A whole file, but of a version whose trainings this one cannot go on with. */
class VersionError extends Error {}

/**
 * Writes the state to a path; the one that was there becomes `path.before`. Written beside (`path.part`), flushed, then
 * renamed: at every moment one of the three is whole, and `loadState` finds it.
 * Throws Error of one line if it cannot be written; the state that was there is then still there.
 */
export function saveState(path: string, state: SavedState, say: Say): void {
  const bytes = stateBytes(state);
  try {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(`${path}.part`, bytes, { flush: true });
    // A folder there is left where it is: renaming onto it fails.
    if (statSync(path, { throwIfNoEntry: false })?.isFile()) renameSync(path, `${path}.before`);
    renameSync(`${path}.part`, path);
  } catch (error) {
    if (existsSync(`${path}.part`)) rmSync(`${path}.part`);
    const code = (error as NodeJS.ErrnoException).code ?? String(error);
    throw new Error(
      say(
        `cannot save the training as ${path} (${code}); an earlier state there is untouched`,
        `无法把训练状态保存为 ${path}（${code}）；那里原有的状态没有动`,
      ),
    );
  }
}

/**
 * The state in a file. If a training was killed just as it saved, there is no such file for a moment:
 * then it is the one just written beside (`path.part`), or else the one before (`path.before`).
 * Throws Error of one line: none there, a damaged one, or one of a training that was described otherwise.
 */
export function loadState(path: string, described: Record<string, string>, say: Say): SavedState {
  const there = [path, `${path}.part`, `${path}.before`].filter((file) => existsSync(file));
  if (there.length === 0) {
    throw new Error(
      say(
        `there is no training to resume at ${path}: leave out --resume to begin one`,
        `${path} 处没有可以继续的训练：去掉 --resume 重新开始`,
      ),
    );
  }
  const tried = there[0] === path ? [path] : there;
  const faults: string[] = [];
  for (const file of tried) {
    const found = read(file, say);
    if (typeof found === 'string') {
      faults.push(found);
      continue;
    }
    const differences = differing(found.described, described, say);
    if (differences.length > 0) throw other(file, differences, say);
    return found;
  }
  // A file beside may have been cut off in the middle; the last one tried was whole once.
  throw damaged(tried[tried.length - 1], faults[faults.length - 1], path, described, say);
}

/**
 * The bytes of a state's file. Throws RangeError for a number that is none: a broken training must
 * not replace a whole one.
 */
export function stateBytes(state: SavedState): Uint8Array {
  const { learner, stream, epoch, drawnAt, done, best, last, losses, validation } = state;
  const { P, m, v, t } = learner;
  const trees = { P, m, v, ...(best && { best: best.P }), last };
  const counted = { t, at: stream.at, key: stream.key, epoch, drawnAt, done };
  const judged = { losses, validation, best: best && { loss: best.loss, epoch: best.epoch } };
  const numbers = [best?.loss ?? 0, ...losses, ...validation];
  for (const row of [numbers, ...rows(trees)]) {
    const odd = row.find((x) => !Number.isFinite(x));
    if (odd !== undefined) throw new RangeError(`a state must hold finite numbers, got ${odd}`);
  }
  const metadata = {
    format: FORMAT,
    version: VERSION,
    described: JSON.stringify(state.described),
    counted: JSON.stringify(counted),
    judged: JSON.stringify(judged),
  };
  return seal({ tensors: new Map(leaves(trees)), metadata });
}

/** The state of a file's bytes. Throws Error naming what was expected and what was found. */
export function stateFrom(bytes: Uint8Array): SavedState {
  const { tensors, metadata } = unseal(bytes);
  need(metadata, 'format', FORMAT);
  if (metadata.version !== VERSION) {
    throw new VersionError(`expected version ${VERSION}, found ${shown(metadata.version)}`);
  }
  const described = describedFrom(metadata.described);
  const { t, at, key, epoch, drawnAt, done } = countedFrom(metadata.counted);
  const { losses, validation, best } = judgedFrom(metadata.judged);
  const { P, m, v, best: kept, last } = treesFrom(tensors);
  if ((best === undefined) !== (kept === undefined)) {
    throw new Error('expected the best model with its loss, found one alone');
  }
  return {
    described,
    learner: { P, m, v, t },
    stream: { key: [key[0], key[1]], at },
    epoch,
    drawnAt,
    done,
    best: best && kept && { loss: best.loss, epoch: best.epoch, P: kept },
    last,
    losses,
    validation,
  };
}

type Counted = Pick<SavedState, 'epoch' | 'drawnAt' | 'done'> & { t: number; at: number; key: number[] };
type Judged = Pick<SavedState, 'losses' | 'validation'> & { best?: { loss: number; epoch: number } };
type Trees = Pick<Learner<TransformerParams>, 'P' | 'm' | 'v'> &
  Pick<SavedState, 'last'> & { best: TransformerParams | undefined };

/** The models in a file: all of one form, and nothing beside them. */
function treesFrom(tensors: Map<string, Leaf>): Trees {
  const { P, m, v, best, last = [] } = treeOf([...tensors]) as Partial<Trees>;
  if (!P || !m || !v) throw new Error('expected models P, m and v, found fewer');
  const models = Array.isArray(last) ? [P, m, v, ...(best ? [best] : []), ...last] : [];
  const [form, ...others] = models.map(formOf);
  const size = leaves(models).length;
  if (size !== tensors.size) throw new Error(`expected ${size} tensors, found ${tensors.size}`);
  if (others.some((other) => other !== form)) throw new Error('expected models of one form, found two');
  return { P, m, v, best, last };
}

function describedFrom(text = ''): SavedState['described'] {
  const described = jsonFrom(text);
  if (Object.values(described).every((value) => typeof value === 'string')) return described as SavedState['described'];
  throw new Error(`expected a description in texts, found ${shown(text)}`);
}

function countedFrom(text = ''): Counted {
  const counted = jsonFrom(text) as Counted;
  const { t, at, key, epoch, drawnAt, done } = counted;
  const whole = (x: unknown) => Number.isSafeInteger(x) && Number(x) >= 0;
  if (Array.isArray(key) && key.length === 2 && [t, at, ...key, epoch, drawnAt, done].every(whole)) return counted;
  throw new Error(`expected whole numbers for t, at, key, epoch, drawnAt, done, found ${shown(text)}`);
}

function judgedFrom(text = ''): Judged {
  const judged = jsonFrom(text) as Judged;
  const { losses, validation, best } = judged;
  const scored = best === undefined ? [] : [best?.loss, best?.epoch];
  const lists = [losses, validation, scored];
  if (lists.every((list) => Array.isArray(list) && list.every(Number.isFinite))) return judged;
  throw new Error(`expected losses in numbers, found ${shown(text)}`);
}

/** The names and sizes of all that a tree holds, as one text. */
function formOf(tree: object): string {
  return leaves(tree)
    .map(([name, leaf]) => `${name} ${leaf.length}×${rows(leaf)[0].length}`)
    .join();
}

/** The tree that `leaves` lists: a branch whose keys are 0, 1, 2, … is a list. */
function treeOf(entries: [name: string, leaf: Leaf][]): object {
  const branches = new Map<string, [name: string, leaf: Leaf][]>();
  for (const [name, leaf] of entries) {
    const [key, rest] = split(name);
    const inner = branches.get(key) ?? [];
    inner.push([rest, leaf]);
    branches.set(key, inner);
  }
  const grown = [...branches].map(([key, inner]) => {
    const [[name, leaf]] = inner;
    return [key, name === '' ? leaf : treeOf(inner)] as const;
  });
  return grown.every(([key], i) => key === String(i)) ? grown.map(([, branch]) => branch) : Object.fromEntries(grown);
}

/** `encoder.0.attention` is `encoder`, and then `0.attention`. */
function split(name: string): [key: string, rest: string] {
  const dot = name.indexOf('.');
  return dot < 0 ? [name, ''] : [name.slice(0, dot), name.slice(dot + 1)];
}

/**
 * The state in a file, or what is wrong with it. Throws Error of one line if it cannot be read,
 * or is of another version.
 */
function read(file: string, say: Say): SavedState | string {
  let bytes: Uint8Array;
  try {
    bytes = readFileSync(file);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? String(error);
    throw new Error(say(`cannot read ${file} (${code})`, `无法读取 ${file}（${code}）`));
  }
  try {
    return stateFrom(bytes);
  } catch (error) {
    if (error instanceof VersionError) {
      throw new Error(
        say(
          `${file} is of another version of this program: ${error.message}; leave out --resume to begin anew`,
          `${file} 出自本程序的另一个版本（${error.message}）；去掉 --resume 重新开始`,
        ),
      );
    }
    return (error as Error).message;
  }
}

/** Each description that is not the same in both, with both values. */
function differing(there: Record<string, string>, here: Record<string, string>, say: Say): string[] {
  const names = [...new Set([...Object.keys(there), ...Object.keys(here)])];
  return names
    .filter((name) => there[name] !== here[name])
    .map((name) => {
      const [was, is] = [there, here].map((side) => (side[name] ? shown(side[name], 40) : say('nothing', '没有')));
      return say(`${name} ${was} there, ${is} here`, `${name} 那里是 ${was}，这里是 ${is}`);
    });
}

/** The line for a state that is whole, but not of this training. */
function other(file: string, differences: string[], say: Say): Error {
  const more =
    differences.length > 2
      ? say(`, and ${differences.length - 2} more`, `，另有 ${differences.length - 2} 处不同`)
      : '';
  const told = differences.slice(0, 2).join(say('; ', '；')) + more;
  return new Error(
    say(
      `${file} is of another training: ${told}. Say the same again, or leave out --resume to begin anew`,
      `${file} 属于另一次训练：${told}。请用同样的选项，或去掉 --resume 重新开始`,
    ),
  );
}

/** The line for a damaged state, with the one before it if that would do. */
function damaged(file: string, what: string, path: string, described: Record<string, string>, say: Say): Error {
  const before = `${path}.before`;
  const spare = file !== before && existsSync(before) ? read(before, say) : '';
  if (typeof spare !== 'string' && differing(spare.described, described, say).length === 0) {
    return new Error(
      say(
        `${file} is damaged: ${what}; ${before} is whole: delete ${file}, and --resume goes on from there`,
        `${file} 已损坏（${what}）；${before} 是完整的：删掉 ${file}，再用 --resume 就从它继续`,
      ),
    );
  }
  return new Error(
    say(
      `${file} is damaged: ${what}; leave out --resume to begin anew`,
      `${file} 已损坏（${what}）；去掉 --resume 重新开始`,
    ),
  );
}
