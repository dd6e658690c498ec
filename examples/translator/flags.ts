/**
 * What may be said on the command line of the training program: every flag once, with its rule and its two defaults.
 */

import { availableParallelism } from 'node:os';
import type { NumberRule, Rule } from './rules.ts';

/** Two sets of defaults, one program: `npm start` trains the toy, `npm run train` on everyday sentences. */
export type Preset = 'toy' | 'everyday';

/** A flag; it belongs to the presets that it has a default for. */
export interface Flag<R extends Rule = Rule> {
  shown: string; // what stands behind its name in the help
  rule: R;
  toy: string | undefined;
  everyday: string | undefined;
  help: [en: string, zh: string];
}

const whole = (least: number, most: number): NumberRule => ({ kind: 'whole', least, most });
const real = (least: number, most: number): NumberRule => ({ kind: 'real', least, most });
const either = (one: string, other: string): Rule => ({ kind: 'one of', words: [one, other] });

const cores = String(Math.min(4, availableParallelism()));

// Change these for good, or say `npm start -- --epochs 20` to change one for a single run. A default of '' stands for
// what the help says; undefined: the preset has no such flag.
export const FLAGS = {
  corpus: flag('FILE', { kind: 'file' }, '', '', 'English, tab, Chinese on each line', '每行：英文、制表符、中文'),
  out: flag('FILE', { kind: 'file' }, '', '', 'where to save', '保存到哪里'),
  resume: flag(
    '',
    { kind: 'switch' },
    '',
    '',
    'go on with the training that was stopped there',
    '接着训练那里中断的模型',
  ),
  direction: flag('D', either('zh-en', 'en-zh'), 'zh-en', 'zh-en', 'zh-en or en-zh', 'zh-en 或 en-zh'),
  seed: flag(
    'TEXT',
    { kind: 'text' },
    '1',
    '1',
    'any text; the same seed gives the same weights',
    '任意文字；种子相同，权重就相同',
  ),
  'd-model': flag('N', whole(2, 1024), '32', '128', "width of a word's vector, even", '词向量的宽度，偶数'),
  heads: flag(
    'N',
    whole(1, 64),
    '4',
    '4',
    'attention heads, must divide --d-model',
    '注意力的头数，要能整除 --d-model',
  ),
  'd-ff': flag('N', whole(1, 4096), '64', '512', 'width inside the feed-forward layer', '前馈层内部的宽度'),
  layers: flag('N', whole(1, 12), '1', '2', 'layers of encoder and of decoder', '编码器和解码器各有几层'),
  batch: flag('N', whole(1, 1024), '16', undefined, 'pairs a step', '每步几对句子'),
  tokens: flag(
    'N',
    whole(2, 100_000),
    undefined,
    '640',
    'tokens a step, on either side; 10 are about one pair',
    '每步每一边最多几个词元；10 个大约是一对句子',
  ),
  merges: flag('N', whole(0, 100_000), undefined, '2000', 'pieces of English words to learn', '学习多少个英文词片'),
  longest: flag(
    'N',
    whole(2, 1000),
    undefined,
    '60',
    'tokens of a sentence at most; longer pairs are left out',
    '一个句子最多几个词元；更长的句对略去',
  ),
  epochs: flag('N', whole(1, 10_000), '10', '16', 'times through the corpus at most', '语料最多训练几轮'),
  patience: flag(
    'N',
    whole(1, 10_000),
    undefined,
    '4',
    'stop after so many epochs without a better validation loss',
    '验证损失连续几轮没有变好就停',
  ),
  warmup: flag(
    'N',
    whole(1, 1_000_000),
    '150',
    '1000',
    'steps until the learning rate is highest',
    '学习率升到最高要几步',
  ),
  rate: flag('X', real(0, Infinity), '0.7', '1', "times the paper's learning rate", '论文学习率的几倍'),
  smoothing: flag('X', real(0, 0.99), '0.1', '0.1', 'label smoothing', '标签平滑'),
  // differs: 0.1 in the paper. The toy's sentences are a small grammar's, and in ten epochs it learns nothing too well.
  drop: flag('X', real(0, 0.99), '0', '0.1', 'dropout', '随机失活'),
  engine: flag(
    'E',
    either('fast', 'chapters'),
    'fast',
    'fast',
    "fast, or chapters: the chapters' own loops",
    'fast，或 chapters：用各章自己的循环',
  ),
  precision: flag(
    'P',
    either('f64', 'f32'),
    'f64',
    '', // f32, but for the chapters' loops, which have f64 only
    'f64, or f32: less exact, faster',
    'f64，或 f32：精度低些，快些',
  ),
  workers: flag(
    'N',
    whole(1, 4),
    cores,
    cores,
    'threads of the fast engine, 1 to 4; the result is the same',
    'fast 引擎的线程数，1 到 4，结果都一样',
  ),
  memory: flag('N', whole(1, 1_000_000), '2048', '2048', 'MiB that training may take', '训练最多占用多少 MiB 内存'),
  lang: flag('L', { kind: 'text' }, '', '', 'en or zh: the language of these messages', 'en 或 zh：程序说哪种语言'),
  help: flag('', { kind: 'switch' }, '', '', 'this page', '显示本页'),
};

/** The name of a flag. */
export type Name = keyof typeof FLAGS;

/** The flags of a preset, in the order of the help. */
export function namesOf(preset: Preset): Name[] {
  return (Object.keys(FLAGS) as Name[]).filter((name) => FLAGS[name][preset] !== undefined);
}

function flag<R extends Rule>(
  shown: string,
  rule: R,
  toy: string | undefined,
  everyday: string | undefined,
  en: string,
  zh: string,
): Flag<R> {
  return { shown, rule, toy, everyday, help: [en, zh] };
}
