/** The command line of the benchmark. */

import { cpus } from 'node:os';
import { parsed } from '../../examples/translator/command-line.ts';
import { PARTS } from '../../chapters/20-speed/engine/batch.ts';
import type { Say } from '../../lib/language.ts';

/** What is measured, and how thoroughly. */
export interface Options {
  only: number; //     the one part that runs, or 0 for all
  torch: boolean; //   beside PyTorch?
  workers: number; //  of the engine, when it uses all cores
  record: boolean; //  kept in scripts/recorded, for the prose to quote?
  quick: boolean; //   short measurements: rough numbers in a few seconds
  help: boolean;
}

/** There is a part 1, 2, 3 and 4. */
const LAST_PART = 4;

/** The options of a command line. Throws RangeError with the rule that a value breaks. */
export function optionsFrom(args: string[], say: Say): Options {
  const values = parse(args, say);
  const whole = (flag: 'only' | 'workers', most: number, fallback: number) => {
    const text = values[flag];
    if (text === undefined) return fallback;
    const value = /^\d+$/.test(text) ? Number(text) : NaN;
    if (value >= 1 && value <= most) return value;
    throw new RangeError(
      say(
        `--${flag} must be a whole number from 1 to ${most}, got ${text || 'nothing'}`,
        `--${flag} 必须是 1 到 ${most} 的整数，得到 ${text || '空'}`,
      ),
    );
  };
  return {
    only: whole('only', LAST_PART, 0),
    torch: values.torch ?? false,
    // A batch has so many parts; more workers than that would have nothing to do.
    workers: whole('workers', PARTS, Math.min(PARTS, cpus().length)),
    record: values.record ?? false,
    quick: values.quick ?? false,
    help: values.help ?? false,
  };
}

/** What `--help` prints. */
export function helpText(say: Say): string {
  const line = (flag: string, en: string, zh: string) => `  ${flag.padEnd(14)}${say(en, zh)}`;
  return [
    say('npm run bench -- [flags]   measures this machine', 'npm run bench -- [选项]   测量这台机器'),
    line(
      '--only N',
      '1 products, 2 a training step, 3 how the cost grows, 4 memory; all without it',
      '1 矩阵乘法，2 训练一步，3 代价怎样增长，4 内存；不写则全部运行',
    ),
    line('--torch', 'part 2 beside PyTorch, float32, one thread', '第 2 部分与 PyTorch（float32，单线程）比较'),
    line(
      '--workers N',
      `threads of the engine, 1 to ${PARTS} (as many as there are cores)`,
      `引擎的线程数，1 到 ${PARTS}（默认与核数相同）`,
    ),
    line('--record', 'keeps what is printed for the prose to quote', '把打印的内容存下来，供正文引用'),
    line('--quick', 'short measurements, rough numbers', '缩短测量，数字较粗略'),
    line('--lang L', 'en or zh: the language of these messages', 'en 或 zh：程序说哪种语言'),
    line('--help', 'this page', '显示本页'),
  ].join('\n');
}

function parse(args: string[], say: Say) {
  return parsed(
    {
      args,
      options: {
        only: { type: 'string' },
        torch: { type: 'boolean' },
        workers: { type: 'string' },
        record: { type: 'boolean' },
        quick: { type: 'boolean' },
        lang: { type: 'string' },
        help: { type: 'boolean' },
      },
    },
    'npm run bench -- --help',
    say,
  ).values;
}
