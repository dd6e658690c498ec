/** The command line of the training program, read by the rules of flags.ts. */

import type { ParseArgsConfig } from 'node:util';
import type { Sizes } from '../../chapters/10-encoder/encoder.ts';
import type { Precision } from '../../chapters/20-speed/engine/memory.ts';
import type { Say } from '../../lib/language.ts';
import type { Direction } from '../corpus/direction.ts';
import { parsed, withNegatives } from './command-line.ts';
import { FLAGS, namesOf, type Name, type Preset } from './flags.ts';
import { EVERYDAY_MODEL } from './model-file.ts';
import { checked } from './rules.ts';
import { sharedFrom, toyFrom, type Value } from './values.ts';

/** What both presets have. */
export interface Shared {
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
  return toyFrom(valuesFrom('toy', args, say), say);
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
