/** Options from the values of flags, wherever they were said: on a command line or in a page. */

import type { Sizes } from '../../chapters/10-encoder/encoder.ts';
import type { Precision } from '../../chapters/20-speed/engine/memory.ts';
import type { Say } from '../../lib/language.ts';
import type { Direction } from '../corpus/direction.ts';
import type { Name } from './flags.ts';
import type { Shared, ToyOptions } from './options.ts';
import type { Rule } from './rules.ts';

/** The value of a flag, as its rule wants it; '' if it has no default and was not said. */
export type Value = (name: Name, rule?: Rule) => string;

/** The options of `npm start`, from the values of its flags. Throws as `sharedFrom`. */
export function toyFrom(value: Value, say: Say): ToyOptions {
  const shared = sharedFrom(value, say);
  const out = value('out') || `models/${shared.direction}.safetensors`;
  return { preset: 'toy', ...shared, out, batch: Number(value('batch')) };
}

/** What both presets have, from the values of their flags. Throws RangeError for sizes that do not fit. */
export function sharedFrom(value: Value, say: Say): Omit<Shared, 'out'> {
  const number = (name: Name) => Number(value(name));
  const engine = value('engine') as Shared['engine'];
  const shared = {
    direction: value('direction') as Direction,
    seed: value('seed'),
    sizes: { d_model: number('d-model'), h: number('heads'), d_ff: number('d-ff'), N: number('layers') },
    epochs: number('epochs'),
    warmup: number('warmup'),
    rate: number('rate'),
    smoothing: number('smoothing'),
    drop: number('drop'),
    engine,
    precision: (value('precision') || (engine === 'chapters' ? 'f64' : 'f32')) as Precision,
    workers: number('workers'),
    memory: number('memory'),
    corpus: value('corpus'),
    resume: value('resume') !== '',
    help: value('help') !== '',
  };
  checkSizes(shared.sizes, say);
  if (shared.engine === 'chapters' && shared.precision === 'f32') {
    throw new RangeError(
      say(
        '--engine chapters computes in f64, got --precision f32',
        '--engine chapters 只用 f64 计算，得到 --precision f32',
      ),
    );
  }
  return shared;
}

function checkSizes(sizes: Sizes, say: Say): void {
  if (sizes.d_model % 2 !== 0) {
    throw new RangeError(
      say(
        `--d-model must be even, a sine and a cosine a pair, got ${sizes.d_model}`,
        `--d-model 必须是偶数（正弦、余弦成对），得到 ${sizes.d_model}`,
      ),
    );
  }
  if (sizes.d_model % sizes.h !== 0) {
    throw new RangeError(
      say(
        `--d-model must be a multiple of --heads, got ${sizes.d_model} and ${sizes.h}`,
        `--d-model 必须是 --heads 的倍数，得到 ${sizes.d_model} 和 ${sizes.h}`,
      ),
    );
  }
}
