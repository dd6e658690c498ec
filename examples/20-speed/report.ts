/** What was measured, as a reader sees it: four tables. */

import { intensity, roofline } from '../../chapters/20-speed/limits.ts';
import type { Say } from '../../lib/language.ts';
import { columns, decimal } from '../../lib/print.ts';
import type { Ladder } from './ladder.ts';
import type { Steps, Training } from './steps.ts';

/** One run of everything. */
export interface Measured {
  machine: string; // processor, cores, Node
  ladder: Ladder;
  steps: Steps;
}

/** The rungs as they are called in the ladder. */
export function rungNames(say: Say): string[] {
  return [
    say('1 plain loops', '1 直白的循环'),
    say('2 rows named (chapter 1)', '2 行先取出来（第 1 章）'),
    say('3 one block of memory', '3 一整块内存'),
    say('4 a tile of 2×4', '4 2×4 的小块'),
    say('5 vectors, 64 bits', '5 向量指令，64 位'),
    say('5 vectors, 32 bits', '5 向量指令，32 位'),
    say('6 two workers, 64 bits', '6 两个工人，64 位'),
  ];
}

/** How fast the machine could be. */
export function limitTable({ machine, ladder: { limits, stream } }: Measured, say: Say): string {
  const rows = [
    [say('one core, 64 bits', '一个核，64 位'), decimal(limits.one, 1)],
    [say('both cores at once, 64 bits', '两个核同时，64 位'), decimal(limits.both, 1)],
    [say('one core, 32 bits', '一个核，32 位'), decimal(limits.short, 1)],
  ];
  // prettier-ignore
  const products = [[256, 256, 256], [256, 64, 64], [1, 64, 64]];
  const roofs = products.map(([n, k, m]) => {
    const numbers = intensity(n, k, m);
    return [`${n}×${k} · ${k}×${m}`, decimal(numbers, 1), decimal(roofline(limits.one, stream, numbers), 1)];
  });
  return [
    machine,
    columns([[say('adding and multiplying, nothing to wait for', '只做乘加，什么都不用等'), 'GFLOP/s'], ...rows]),
    say(
      `main memory: ${decimal(stream, 1)} · 10⁹ numbers of 64 bits a second`,
      `内存：每秒 ${decimal(stream, 1)} · 10⁹ 个 64 位的数`,
    ),
    columns([
      [
        say('product, its matrices from main memory', '乘积，矩阵都从内存里来'),
        say('operations a number', '每个数的运算'),
        say('at most GFLOP/s', '最多 GFLOP/s'),
      ],
      ...roofs,
    ]),
  ].join('\n');
}

/** The ladder itself. */
export function ladderTable({ ladder: { rungs, limits } }: Measured, size: number, say: Say): string {
  const limit = [...new Array<number>(5).fill(limits.one), limits.short, limits.both];
  const below = [undefined, 0, 1, 2, 3, 4, 4]; // two workers are compared with one, not with 32 bits
  const rows = rungNames(say).map((name, r) => {
    const from = below[r];
    const gain = from === undefined ? '' : `× ${decimal(rungs[r] / rungs[from], 1)}`;
    return [name, decimal(rungs[r], 2), gain, `${decimal((100 * rungs[r]) / limit[r], 0)} %`];
  });
  const head = [`${size}×${size} · ${size}×${size}`, 'GFLOP/s', say('gain', '提高'), say('of the limit', '占极限')];
  return columns([head, ...rows]);
}

/** A training step, three times. */
export function stepTable({ steps }: Measured, { sizes, V, pairs, tokens }: Training, say: Say): string {
  const { chapters, one, two, operations } = steps;
  const row = (name: string, milliseconds: number) => [
    name,
    decimal(milliseconds, 1),
    `× ${decimal(chapters / milliseconds, 1)}`,
    decimal(operations / milliseconds / 1e6, 2),
  ];
  const what = `${pairs} · 2 · ${tokens} ${say('tokens', '个词元')}, d_model ${sizes.d_model}, d_ff ${sizes.d_ff}, h ${sizes.h}, N ${sizes.N}, V ${V}`;
  return [
    `${what}: ${decimal(operations / 1e6, 0)} · 10⁶ ${say('operations in its products', '次运算在乘积里')}`,
    columns([
      [say('one step', '一步'), say('milliseconds', '毫秒'), say('gain', '提高'), 'GFLOP/s'],
      row(say("chapter 12's", '第 12 章'), chapters),
      row(say('the engine, one worker', '引擎，一个工人'), one),
      row(say('the engine, two workers', '引擎，两个工人'), two),
    ]),
  ].join('\n');
}

/** Where the milliseconds of the engine go. */
export function partTable({ steps: { kernels, clocked } }: Measured, say: Say): string {
  const groups: [string, string[]][] = [
    [say('products', '乘积'), ['multiply']],
    [say('packing panels', '装条带'), ['pack']],
    [say('attention, exp in it', '注意力（含 exp）'), ['attention', 'attentionBackward']],
    [say('Add & Norm', '相加与归一化'), ['addNorm', 'addNormBackward']],
    [say('bias, bend, sums', '偏置、折、求和'), ['plusBias', 'plusBiasRelu', 'reluBackward', 'columnSums', 'clear']],
    [say('embedding', '词嵌入'), ['input', 'inputBackward']],
    [say('loss, exp in it', '损失（含 exp）'), ['crossEntropy']],
    [say('dropout', '随机失活'), ['dropout']],
    ['Adam', ['adam']],
  ];
  const spent = (names: string[]) => names.reduce((sum, name) => sum + (kernels[name] ?? 0), 0);
  const inside = spent(Object.keys(kernels));
  const row = (name: string, time: number) => [name, decimal(time, 2), `${decimal((100 * time) / clocked, 1)} %`];
  return columns([
    [say('the engine, one worker', '引擎，一个工人'), say('milliseconds', '毫秒'), say('share', '份额')],
    ...groups.map(([name, names]) => row(name, spent(names))),
    row(say('TypeScript around them', '外围的 TypeScript'), clocked - inside),
  ]);
}
