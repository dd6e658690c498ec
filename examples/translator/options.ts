/** The command line of the training program: what may be said, and what makes sense. */

import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import type { Say } from '../../lib/language.ts';
import type { Plan } from '../../chapters/12-training/training.ts';
import type { Direction } from './model.ts';

/** Everything that a training run depends on. */
export interface Options {
  direction: Direction;
  seed: string;
  plan: Plan;
  epochs: number;
  engine: 'fast' | 'chapters';
  workers: number;
  corpus: string;
  out: string;
  help: boolean;
}

/** The corpus that comes with the project. */
export const OWN_CORPUS = new URL('../corpus/corpus.tsv', import.meta.url);

// Change these for good, or say `npm start -- --epochs 20` to change one for a single run.
const defaults = {
  direction: 'zh-en',
  seed: '1',
  'd-model': '32',
  heads: '4',
  'd-ff': '64',
  layers: '1',
  epochs: '16',
  batch: '16',
  warmup: '300', //    steps until the learning rate is highest
  rate: '1', //        times the paper's learning rate
  smoothing: '0.1', // label smoothing, as in the paper
  drop: '0.1', //      dropout, as in the paper
  engine: 'fast', //   or chapters: their own loops, the same translations
  workers: String(Math.min(4, availableParallelism())), // threads of the fast engine
};

/** The options of a command line. Throws RangeError with the rule that a value breaks. */
export function optionsFrom(args: string[], say: Say): Options {
  const flags = parse(args, say);
  const whole = (name: keyof typeof defaults, least: number, most: number) =>
    numberFrom(flags, name, least, most, true, say);
  const real = (name: keyof typeof defaults, least: number, most: number) =>
    numberFrom(flags, name, least, most, false, say);
  const sizes = {
    d_model: whole('d-model', 2, 1024),
    h: whole('heads', 1, 64),
    d_ff: whole('d-ff', 1, 4096),
    N: whole('layers', 1, 12),
  };
  checkSizes(sizes, say);
  for (const name of ['corpus', 'out'] as const) {
    if (flags[name] === '')
      throw new RangeError(say(`--${name} needs a file name, got nothing`, `--${name} 后面要写文件名，这里什么也没有`));
  }
  const direction = oneOf('direction', flags.direction, ['zh-en', 'en-zh'] as const, say);
  const engine = oneOf('engine', flags.engine, ['fast', 'chapters'] as const, say);
  return {
    direction,
    seed: flags.seed,
    plan: {
      sizes,
      batch: whole('batch', 1, 1024),
      warmup: whole('warmup', 1, 1_000_000),
      rate: real('rate', 0, Infinity),
      smoothing: real('smoothing', 0, 0.99),
      drop: real('drop', 0, 0.99),
    },
    epochs: whole('epochs', 1, 10_000),
    engine,
    workers: whole('workers', 1, 4),
    corpus: flags.corpus ?? '',
    out: flags.out ?? `models/${direction}.safetensors`,
    help: flags.help ?? false,
  };
}

/** The value of a flag that is one of two words. Throws RangeError for any other. */
export function oneOf<T extends string>(flag: string, value: string, words: readonly [T, T], say: Say): T {
  const found = words.find((word) => word === value);
  if (found !== undefined) return found;
  const [one, other] = words;
  throw new RangeError(
    say(`--${flag} must be ${one} or ${other}, got ${value}`, `--${flag} 只能是 ${one} 或 ${other}，得到 ${value}`),
  );
}

function checkSizes(sizes: Plan['sizes'], say: Say): void {
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

/** What `--help` prints. */
export function helpText(say: Say): string {
  const line = (flag: string, en: string, zh: string) => `  ${flag.padEnd(20)}${say(en, zh)}`;
  return [
    say('npm start -- [flags]   trains a translator', 'npm start -- [选项]   训练一个翻译器'),
    line('--direction D', 'zh-en (default) or en-zh', 'zh-en（默认）或 en-zh'),
    line(
      '--seed TEXT',
      `any text; the same seed gives the same weights (${defaults.seed})`,
      `任意文字；种子相同，权重就相同（${defaults.seed}）`,
    ),
    line(
      '--d-model N',
      `width of a word's vector, even (${defaults['d-model']})`,
      `词向量的宽度，偶数（${defaults['d-model']}）`,
    ),
    line(
      '--heads N',
      `attention heads, must divide --d-model (${defaults.heads})`,
      `注意力的头数，要能整除 --d-model（${defaults.heads}）`,
    ),
    line(
      '--d-ff N',
      `width inside the feed-forward layer (${defaults['d-ff']})`,
      `前馈层内部的宽度（${defaults['d-ff']}）`,
    ),
    line(
      '--layers N',
      `layers of encoder and of decoder (${defaults.layers})`,
      `编码器和解码器各有几层（${defaults.layers}）`,
    ),
    line('--epochs N', `times through the corpus (${defaults.epochs})`, `语料训练几轮（${defaults.epochs}）`),
    line('--batch N', `pairs a step (${defaults.batch})`, `每步几对句子（${defaults.batch}）`),
    line(
      '--warmup N',
      `steps until the learning rate is highest (${defaults.warmup})`,
      `学习率升到最高要几步（${defaults.warmup}）`,
    ),
    line('--rate X', `times the paper's learning rate (${defaults.rate})`, `论文学习率的几倍（${defaults.rate}）`),
    line('--smoothing X', `label smoothing (${defaults.smoothing})`, `标签平滑（${defaults.smoothing}）`),
    line('--drop X', `dropout (${defaults.drop})`, `随机失活（${defaults.drop}）`),
    line(
      '--engine E',
      `fast, or chapters: the chapters' own loops (${defaults.engine})`,
      `fast，或 chapters：用各章自己的循环（${defaults.engine}）`,
    ),
    line(
      '--workers N',
      `threads of the fast engine, 1 to 4; the result is the same (${defaults.workers})`,
      `fast 引擎的线程数，1 到 4，结果都一样（${defaults.workers}）`,
    ),
    line('--corpus FILE', 'English, tab, Chinese on each line (corpus.tsv)', '每行：英文、制表符、中文（corpus.tsv）'),
    line('--out FILE', 'where to save (models/zh-en.safetensors)', '保存到哪里（models/zh-en.safetensors）'),
    line('--lang L', 'en or zh: the language of these messages', 'en 或 zh：程序说哪种语言'),
    line('--help', 'this page', '显示本页'),
  ].join('\n');
}

/**
 * What parseArgs objects to, as the one line for the reader. help: the command that lists the flags.
 * parseArgs itself explains over several lines, and in English.
 */
export function refusedFlag(error: unknown, help: string, say: Say): RangeError {
  const { code, message } = error as NodeJS.ErrnoException;
  const flag = /'([^'\s]*)/.exec(message)?.[1] ?? '';
  if (code === 'ERR_PARSE_ARGS_UNKNOWN_OPTION')
    return new RangeError(say(`there is no flag ${flag}; see ${help}`, `没有选项 ${flag}；用法见 ${help}`));
  if (code === 'ERR_PARSE_ARGS_UNEXPECTED_POSITIONAL')
    return new RangeError(
      say(`a flag begins with --, got ${flag}; see ${help}`, `选项以 -- 开头，得到 ${flag}；用法见 ${help}`),
    );
  return message.includes('does not take')
    ? new RangeError(say(`${flag} takes no value; see ${help}`, `${flag} 后面不用写值；用法见 ${help}`))
    : new RangeError(say(`${flag} needs a value; see ${help}`, `${flag} 后面要写一个值；用法见 ${help}`));
}

/** parseArgs takes --epochs -5 for two flags. As --epochs=-5 the number is a value, and the rule can be told. */
export function withNegatives(args: string[]): string[] {
  const joined: string[] = [];
  for (const arg of args) {
    const flag = joined.at(-1) ?? '';
    if (/^--[a-z-]+$/.test(flag) && /^-\.?\d/.test(arg)) joined[joined.length - 1] = `${flag}=${arg}`;
    else joined.push(arg);
  }
  return joined;
}

function parse(args: string[], say: Say) {
  const text = <T extends string>(fallback: T) => ({ type: 'string', default: fallback }) as const;
  try {
    return parseArgs({
      args: withNegatives(args),
      options: {
        direction: text(defaults.direction),
        seed: text(defaults.seed),
        'd-model': text(defaults['d-model']),
        heads: text(defaults.heads),
        'd-ff': text(defaults['d-ff']),
        layers: text(defaults.layers),
        epochs: text(defaults.epochs),
        batch: text(defaults.batch),
        warmup: text(defaults.warmup),
        rate: text(defaults.rate),
        smoothing: text(defaults.smoothing),
        drop: text(defaults.drop),
        engine: text(defaults.engine),
        workers: text(defaults.workers),
        corpus: { type: 'string' },
        out: { type: 'string' },
        lang: { type: 'string' },
        help: { type: 'boolean' },
      },
    }).values;
  } catch (error) {
    throw refusedFlag(error, 'npm start -- --help', say);
  }
}

function numberFrom(
  flags: ReturnType<typeof parse>,
  name: keyof typeof defaults,
  least: number,
  most: number,
  whole: boolean,
  say: Say,
): number {
  const text = flags[name];
  const value = text.trim() === '' ? NaN : Number(text);
  const fits = Number.isFinite(value) && value >= least && value <= most;
  if (fits && (!whole || Number.isInteger(value))) return value;
  const [kind, 种类] = whole ? ['a whole number', '整数'] : ['a number', '数'];
  const range =
    most === Infinity
      ? [`of at least ${least}`, `不小于 ${least} 的`]
      : [`from ${least} to ${most}`, `${least} 到 ${most} 的`];
  throw new RangeError(
    say(`--${name} must be ${kind} ${range[0]}, got ${text}`, `--${name} 必须是${range[1]}${种类}，得到 ${text}`),
  );
}
