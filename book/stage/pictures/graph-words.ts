/** What happens in a graph at a step, in words. */

import type { Node } from '../../../chapters/08-backprop/tape.ts';
import type { Say } from '../../../lib/language.ts';
import { valueOf } from '../../tracing/number.ts';
import { short } from '../../tracing/wording.ts';

/** What stands at a step: how many nodes have a value, how many a gradient, and whose turn it is. */
export interface Standing {
  values: number; //    the first of the tape
  gradients: number; // the last of the tape
  turn: number | undefined;
  isBack: boolean;
}

/** What there is to tell of. */
export interface Told {
  tape: Node[];
  gradients: Map<Node, number>;
  names: string[];
  result: string;
  say: Say;
}

/** What happens at a step. */
export function sentence({ values, turn, isBack }: Standing, told: Told): string {
  const { say } = told;
  if (turn !== undefined) return isBack ? heard(turn, told) : made(turn, told);
  return values === 0
    ? say('Nothing is known yet. Step on.', '什么都还没算。往前走一步。')
    : say('Go to the first step, and watch them come.', '回到第一步，看它们一个个算出来。');
}

/** The whole picture: every node with what is known of it. */
export function summary({ values, gradients: back }: Standing, told: Told): string {
  const { tape, names, result, say } = told;
  const nodes = tape.map((node, k) => {
    const value = k < values ? ` = ${short(valueOf(node.value))}` : say(' not known yet', ' 还没算');
    return names[k] + value + (k >= tape.length - back ? `, ∂${result}/∂ = ${gradientOf(node, told)}` : '');
  });
  return say(`a graph of ${tape.length} nodes: `, `${tape.length} 个节点的计算图：`) + nodes.join(say('; ', '；'));
}

/** On the way forwards: what a node was made from, and how fast it follows each. */
function made(turn: number, { tape, names, result, say }: Told): string {
  const [name, value] = [names[turn], short(valueOf(tape[turn].value))];
  const slopes = tape[turn].from.map(([input, slope]) => {
    const [of, by] = [names[tape.indexOf(input)], short(valueOf(slope))];
    return say(`${of} with slope ${by}`, `${of}，斜率 ${by}`);
  });
  if (slopes.length === 0) return say(`${name} = ${value} is given.`, `${name} = ${value} 是给定的。`);
  const last = turn === tape.length - 1 ? say(` This is ${result}.`, `这就是 ${result}。`) : '';
  const follows = say(
    `${name} = ${value}. It follows ${slopes.join(', and ')}.`,
    `${name} = ${value}。它跟着变的是：${slopes.join('；')}。`,
  );
  return follows + last;
}

/** On the way back: what a node hears from each that read it, in the chapter's order, gradient times slope. */
function heard(turn: number, told: Told): string {
  const { tape, names, result, say } = told;
  if (turn === tape.length - 1) {
    return say(`∂${result}/∂${result} = 1: the way back begins here.`, `∂${result}/∂${result} = 1：回程从这里开始。`);
  }
  const sum = gradientOf(tape[turn], told);
  const parts = tape.toReversed().flatMap((reader) =>
    reader.from
      .filter(([input]) => input === tape[turn])
      .map(([, slope]) => {
        const product = `${gradientOf(reader, told)} · ${short(valueOf(slope))}`;
        const from = names[tape.indexOf(reader)];
        return say(`${product} from ${from}`, `${from} 的 ${product}`);
      }),
  );
  const together = parts.length > 1 ? say(`, together ${sum}`, `，加起来是 ${sum}`) : say(`: ${sum}`, `：${sum}`);
  return (
    say(`${names[turn]} hears ${parts.join(', ')}`, `${names[turn]} 听到 ${parts.join('、')}`) +
    together +
    say('.', '。')
  );
}

function gradientOf(node: Node, { gradients }: Told): string {
  return short(valueOf(gradients.get(node) ?? NaN));
}
