/** The state of a training, beside its model: where it is, what it must agree with, where it goes on. */

import { existsSync } from 'node:fs';
import type { Say } from '../../lib/language.ts';
import type { State } from '../training/fit.ts';
import type { Options } from './options.ts';

/** Where the state of a training is kept. */
export function stateOf({ out }: Pick<Options, 'out'>): string {
  return `${out}.state`;
}

/** Everything that decides a bit of the result, by name. corpus: its hash. */
export function settings(options: Options, corpus: string): Record<string, string> {
  const { direction, seed, sizes, warmup, rate, smoothing, drop, engine, precision } = options;
  const { batches, cutting } =
    options.preset === 'toy'
      ? { batches: { batch: options.batch }, cutting: {} }
      : { batches: { tokens: options.tokens }, cutting: { merges: options.merges, longest: options.longest } };
  const named = {
    corpus,
    direction,
    seed,
    'd-model': sizes.d_model,
    heads: sizes.h,
    'd-ff': sizes.d_ff,
    layers: sizes.N,
    ...batches,
    ...cutting,
    warmup,
    rate,
    smoothing,
    drop,
    engine,
    precision,
  };
  return Object.fromEntries(Object.entries(named).map(([name, value]) => [name, String(value)]));
}

/** From where training begins. */
export function whence({ epoch, done }: State<object>, options: Options, say: Say): string {
  if (options.resume) {
    return say(
      `Goes on in epoch ${epoch}, after ${done} batches.`,
      `从第 ${epoch} 轮继续，这一轮已经训练了 ${done} 批。`,
    );
  }
  return existsSync(stateOf(options))
    ? say(
        `Begins anew, and replaces ${stateOf(options)} (--resume would go on from there). Ctrl-C stops.`,
        `从头开始，并会覆盖 ${stateOf(options)}（用 --resume 可以接着它训练）。按 Ctrl-C 停止。`,
      )
    : say(
        'Ctrl-C stops; the same command with --resume goes on.',
        '按 Ctrl-C 停止；在同一条命令后加 --resume 就接着训练。',
      );
}
