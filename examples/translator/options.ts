/** The command line of the training program, read by the rules of flags.ts. */

import type { ParseArgsConfig } from 'node:util';
import type { Sizes } from '../../chapters/10-encoder/encoder.ts';
import type { Precision } from '../../chapters/20-speed/engine/memory.ts';
import type { Say } from '../../lib/language.ts';
import type { Direction } from '../corpus/direction.ts';
import { parsed, withNegatives } from './command-line.ts';
import { FLAGS, namesOf, type Name, type Preset } from './flags.ts';
import { EVERYDAY_MODEL } from './model-file.ts';
import { checked, type Rule } from './rules.ts';

/** What both presets have. */
interface Shared {
  direction: Direction;
  seed: string;
  sizes: Sizes;
  epochs: number;
  warmup: number; //    steps until the learning rate is highest
  rate: number; //      times the paper's
  smoothing: number; // ε_ls
  drop: number; //      P_drop
  engine: 'fast' | 'chapters';
  precision: Precision;
  workers: number;
  memory: number; //    MiB
  corpus: string; //    '' for the project's own
  out: string;
  resume: boolean;
  help: boolean;
}

/** The toy: words and Chinese characters, batches of so many pairs. */
export interface ToyOptions extends Shared {
  preset: 'toy';
  batch: number;
}

/** Everyday sentences: pieces of words, batches of so many tokens on either side. */
export interface EverydayOptions extends Shared {
  preset: 'everyday';
  tokens: number;
  merges: number; //   of the English spelling
  longest: number; //  tokens of a sentence at most: the positions of the model
  patience: number; // epochs without a better validation loss until training stops
}

/** Everything that a training run depends on. */
export type Options = ToyOptions | EverydayOptions;

/** What is typed to run a preset. */
export const COMMAND: Record<Preset, string> = { toy: 'npm start', everyday: 'npm run train' };

/** The options of a command line. Throws RangeError with the rule that a value breaks. */
export function optionsFrom(preset: Preset, args: string[], say: Say): Options {
  return preset === 'toy' ? toyOptions(args, say) : everydayOptions(args, say);
}

/** The options of a command line of `npm start`. Throws as `optionsFrom`. */
export function toyOptions(args: string[], say: Say): ToyOptions {
  const value = valuesFrom('toy', args, say);
  const shared = sharedFrom(value, say);
  const out = value('out') || `models/${shared.direction}.safetensors`;
  return { preset: 'toy', ...shared, out, batch: Number(value('batch')) };
}

/** The options of a command line of `npm run train`. Throws as `optionsFrom`. */
export function everydayOptions(args: string[], say: Say): EverydayOptions {
  const value = valuesFrom('everyday', args, say);
  const shared = sharedFrom(value, say);
  const longest = Number(value('longest'));
  return {
    preset: 'everyday',
    ...shared,
    out: value('out') || EVERYDAY_MODEL,
    tokens: Number(value('tokens', { ...FLAGS.tokens.rule, least: longest })), // the longest sentence must fit a batch
    merges: Number(value('merges')),
    longest,
    patience: Number(value('patience')),
  };
}

/** The value of a flag, as its rule wants it; '' if it has no default and was not said. */
type Value = (name: Name, rule?: Rule) => string;

function sharedFrom(value: Value, say: Say): Omit<Shared, 'out'> {
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

/** Reads a command line by the flags of a preset. Throws RangeError for what is no flag of it. */
function valuesFrom(preset: Preset, args: string[], say: Say): Value {
  const options: NonNullable<ParseArgsConfig['options']> = Object.fromEntries(
    namesOf(preset).map((name) => {
      const type = FLAGS[name].rule.kind === 'switch' ? ('boolean' as const) : ('string' as const);
      return [name, { type }];
    }),
  );
  const { values } = parsed({ args: withNegatives(args), options }, `${COMMAND[preset]} -- --help`, say);
  return (name, rule = FLAGS[name].rule) => {
    const text = values[name];
    return text === undefined ? (FLAGS[name][preset] ?? '') : checked(name, String(text), rule, say);
  };
}

/** What `--help` prints. */
export function helpText(preset: Preset, say: Say): string {
  const title = {
    toy: ['npm start -- [flags]   trains a translator', 'npm start -- [选项]   训练一个翻译器'],
    everyday: [
      'npm run train -- [flags]   trains a translator on sentence pairs of your own',
      'npm run train -- [选项]   用自己的句对训练一个翻译器',
    ],
  } as const;
  const lines = namesOf(preset).map((name) => {
    const { shown, help } = FLAGS[name];
    const usual = FLAGS[name][preset] || USUAL[preset][name];
    const [en, zh] = usual ? [` (${usual})`, `（${usual}）`] : ['', ''];
    return `  ${`--${name} ${shown}`.padEnd(20)}${say(help[0] + en, help[1] + zh)}`;
  });
  const [en, zh] = title[preset];
  return [say(en, zh), ...lines].join('\n');
}

/** What is taken for a file that is not said. */
const USUAL: Record<Preset, Partial<Record<Name, string>>> = {
  toy: { corpus: 'corpus.tsv', out: 'models/zh-en.safetensors' },
  everyday: { corpus: 'everyday.tsv', out: EVERYDAY_MODEL, precision: 'f32' },
};
