/** The command line of `npm run train`: the flags that the toy has as well mean the same, and are checked by the same rules. */

import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import type { Say } from '../../../lib/language.ts';
import type { Precision } from '../../../chapters/20-speed/engine/memory.ts';
import { PAIRS_MODEL } from '../model.ts';
import { optionsFrom as toyOptionsFrom, refusedFlag, withNegatives, type Options as Toy } from '../options.ts';

/** Everything that a training run depends on. */
export interface Options extends Pick<Toy, 'direction' | 'seed' | 'workers' | 'corpus' | 'out' | 'help'> {
  plan: Omit<Toy['plan'], 'batch'>;
  tokens: number; //   source tokens a step at most, and as many target tokens
  merges: number; //   of the English spelling
  longest: number; //  tokens of a sentence at most: the positions of the model
  epochs: number; //   at most
  patience: number; // epochs without a better validation loss until training stops
  precision: Precision;
  memory: number; //   MiB
  resume: boolean;
}

/** The corpus that comes with the project. */
export const OWN_PAIRS = new URL('../../corpus/everyday.tsv', import.meta.url);

const HELP = 'npm run train -- --help';

// Change these for good, or say `npm run train -- --epochs 20` to change one for a single run.
const defaults = {
  direction: 'zh-en',
  seed: '1',
  'd-model': '128',
  heads: '4',
  'd-ff': '512',
  layers: '2',
  tokens: '640', //    about 64 pairs of everyday sentences
  merges: '2000',
  longest: '60',
  epochs: '16',
  patience: '4',
  warmup: '1000', //   steps until the learning rate is highest
  rate: '1', //        times the paper's learning rate
  smoothing: '0.1', // label smoothing, as in the paper
  drop: '0.2', //      dropout; differs: 0.1 in the paper, because there are so few sentences to learn from
  precision: 'f64', // or f32: less exact, faster
  workers: String(Math.min(4, availableParallelism())), // threads; their number changes no bit
  memory: '2048', //   MiB that the program may take
};

/** The flags that are the toy's, too. */
const SHARED = [
  'direction',
  'seed',
  'd-model',
  'heads',
  'd-ff',
  'layers',
  'epochs',
  'warmup',
  'rate',
  'smoothing',
  'drop',
  'workers',
] as const;

/** The options of a command line. Throws RangeError with the rule that a value breaks. */
export function optionsFrom(args: string[], say: Say): Options {
  const flags = parse(args, say);
  const files = (['corpus', 'out'] as const).flatMap((name) =>
    flags[name] === undefined ? [] : [`--${name}=${flags[name]}`],
  );
  const toy = toyOptionsFrom([...SHARED.map((name) => `--${name}=${flags[name]}`), ...files], say);
  const whole = (name: keyof typeof defaults, least: number, most: number) =>
    wholeFrom(name, flags[name], least, most, say);
  const { batch: _, ...plan } = toy.plan;
  const { precision } = flags;
  if (precision !== 'f64' && precision !== 'f32') {
    throw new RangeError(
      say(`--precision must be f64 or f32, got ${precision}`, `--precision 只能是 f64 或 f32，得到 ${precision}`),
    );
  }
  const longest = whole('longest', 2, 1000);
  return {
    direction: toy.direction,
    seed: toy.seed,
    workers: toy.workers,
    corpus: toy.corpus,
    out: flags.out ?? PAIRS_MODEL,
    help: flags.help ?? false,
    plan,
    tokens: whole('tokens', longest, 100_000), // the longest sentence must fit into a batch
    merges: whole('merges', 0, 100_000),
    longest,
    epochs: toy.epochs,
    patience: whole('patience', 1, 10_000),
    precision,
    memory: whole('memory', 1, 1_000_000),
    resume: flags.resume ?? false,
  };
}

/** What `--help` prints. */
export function helpText(say: Say): string {
  const line = (flag: string, en: string, zh: string) => `  ${flag.padEnd(20)}${say(en, zh)}`;
  const given = (flag: string, name: keyof typeof defaults, en: string, zh: string) =>
    line(flag, `${en} (${defaults[name]})`, `${zh}（${defaults[name]}）`);
  return [
    say(
      'npm run train -- [flags]   trains a translator on sentence pairs of your own',
      'npm run train -- [选项]   用自己的句对训练一个翻译器',
    ),
    line(
      '--corpus FILE',
      'English, tab, Chinese on each line (everyday.tsv)',
      '每行：英文、制表符、中文（everyday.tsv）',
    ),
    line('--out FILE', `where to save (${PAIRS_MODEL})`, `保存到哪里（${PAIRS_MODEL}）`),
    line('--resume', 'go on with the training that was stopped there', '接着训练那里中断的模型'),
    line('--direction D', 'zh-en (default) or en-zh', 'zh-en（默认）或 en-zh'),
    given('--seed TEXT', 'seed', 'any text; the same seed gives the same weights', '任意文字；种子相同，权重就相同'),
    given('--d-model N', 'd-model', "width of a word's vector, even", '词向量的宽度，偶数'),
    given('--heads N', 'heads', 'attention heads, must divide --d-model', '注意力的头数，要能整除 --d-model'),
    given('--d-ff N', 'd-ff', 'width inside the feed-forward layer', '前馈层内部的宽度'),
    given('--layers N', 'layers', 'layers of encoder and of decoder', '编码器和解码器各有几层'),
    given(
      '--tokens N',
      'tokens',
      'tokens a step, on either side; 10 are about one pair',
      '每步每一边最多几个词元；10 个大约是一对句子',
    ),
    given('--merges N', 'merges', 'pieces of English words to learn', '学习多少个英文词片'),
    given(
      '--longest N',
      'longest',
      'tokens of a sentence at most; longer pairs are left out',
      '一个句子最多几个词元；更长的句对略去',
    ),
    given('--epochs N', 'epochs', 'times through the corpus at most', '语料最多训练几轮'),
    given(
      '--patience N',
      'patience',
      'stop after so many epochs without a better validation loss',
      '验证损失连续几轮没有变好就停',
    ),
    given('--warmup N', 'warmup', 'steps until the learning rate is highest', '学习率升到最高要几步'),
    given('--rate X', 'rate', "times the paper's learning rate", '论文学习率的几倍'),
    given('--smoothing X', 'smoothing', 'label smoothing', '标签平滑'),
    given('--drop X', 'drop', 'dropout', '随机失活'),
    given('--precision P', 'precision', 'f64, or f32: less exact, faster', 'f64，或 f32：精度低些，快些'),
    given('--workers N', 'workers', 'threads, 1 to 4; the result is the same', '线程数，1 到 4，结果都一样'),
    given('--memory N', 'memory', 'MiB that training may take', '训练最多占用多少 MiB 内存'),
    line('--lang L', 'en or zh: the language of these messages', 'en 或 zh：程序说哪种语言'),
    line('--help', 'this page', '显示本页'),
  ].join('\n');
}

function parse(args: string[], say: Say) {
  const text = (name: keyof typeof defaults) => ({ type: 'string', default: defaults[name] }) as const;
  try {
    return parseArgs({
      args: withNegatives(args),
      options: {
        direction: text('direction'),
        seed: text('seed'),
        'd-model': text('d-model'),
        heads: text('heads'),
        'd-ff': text('d-ff'),
        layers: text('layers'),
        tokens: text('tokens'),
        merges: text('merges'),
        longest: text('longest'),
        epochs: text('epochs'),
        patience: text('patience'),
        warmup: text('warmup'),
        rate: text('rate'),
        smoothing: text('smoothing'),
        drop: text('drop'),
        precision: text('precision'),
        workers: text('workers'),
        memory: text('memory'),
        corpus: { type: 'string' },
        out: { type: 'string' },
        resume: { type: 'boolean' },
        lang: { type: 'string' },
        help: { type: 'boolean' },
      },
    }).values;
  } catch (error) {
    throw refusedFlag(error, HELP, say);
  }
}

function wholeFrom(name: string, text: string, least: number, most: number, say: Say): number {
  const value = text.trim() === '' ? NaN : Number(text);
  if (Number.isInteger(value) && value >= least && value <= most) return value;
  throw new RangeError(
    say(
      `--${name} must be a whole number from ${least} to ${most}, got ${text}`,
      `--${name} 必须是${least} 到 ${most} 的整数，得到 ${text}`,
    ),
  );
}
