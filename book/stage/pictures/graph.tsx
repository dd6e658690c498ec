/** A calculation as a graph: forwards each node gets its value, back each gets its gradient from those that read it. */

import type { Node } from '../../../chapters/08-backprop/tape.ts';
import type { Say } from '../../../lib/language.ts';
import { valueOf } from '../../tracing/number.ts';
import { short } from '../../tracing/wording.ts';
import { Stepper } from '../stepper.tsx';
import { BOX, laidOut, WIDTH, type Edge, type Spot } from './graph-layout.ts';
import type { Drawn, GraphPicture } from './picture.ts';

/** What stands at a step: how many nodes have a value, how many a gradient, and whose turn it is. */
interface Standing {
  values: number; //    the first of the tape
  gradients: number; // the last of the tape
  turn: number | undefined;
  isBack: boolean;
}

/** The graph and its steps: one for each value, then one for each gradient. At first all of it stands there. */
export function Graph({ picture, found, say, open, stepOf, stepTo }: Drawn<GraphPicture>) {
  const gradients = found(picture.tape) as Map<Node, number>;
  const tape = [...gradients.keys()];
  const names = picture.nodes.map(({ called }) => called);
  const { spots, edges, height } = laidOut(tape);
  const last = 2 * tape.length;
  const step = Math.min(stepOf(picture.tape) ?? last, last);
  const standing = standingAt(step, tape.length, stepOf(picture.tape) !== undefined);
  const told = { tape, gradients, names, result: picture.result, say };
  return (
    <Stepper
      name={picture.tape}
      label={say('step through the graph', '一步步走这张图')}
      at={step}
      last={last}
      go={(to) => stepTo(picture.tape, to)}
      says={sentence(standing, told)}
      say={say}
    >
      <svg class="graph" viewBox={`0 0 ${WIDTH} ${height}`} role="img" aria-label={summary(standing, told)}>
        {edges.map((edge) => (
          <Line edge={edge} standing={standing} />
        ))}
        {tape.map((node, k) => (
          <Box
            spot={spots[k]}
            called={names[k]}
            slopeName={`∂${picture.result}/∂(${names[k]})`.replace(/\((\w+)\)/, '$1')}
            value={k < standing.values ? short(valueOf(node.value)) : undefined}
            gradient={k >= tape.length - standing.gradients ? short(valueOf(gradients.get(node) ?? NaN)) : undefined}
            isNow={k === standing.turn}
            openValue={() => open(picture.nodes[k].value)}
            openGradient={
              picture.nodes[k].gradient === undefined ? undefined : () => open(picture.nodes[k].gradient ?? '')
            }
          />
        ))}
      </svg>
    </Stepper>
  );
}

function standingAt(step: number, count: number, isMoved: boolean): Standing {
  const isBack = step > count;
  const turn = isBack ? 2 * count - step : step - 1;
  const isNow = isMoved && step > 0;
  return {
    values: Math.min(step, count),
    gradients: Math.max(0, step - count),
    turn: isNow ? turn : undefined,
    isBack,
  };
}

/** A node: its name, its value, and below its gradient. What is not known yet is a dot. */
function Box(props: {
  spot: Spot;
  called: string;
  slopeName: string;
  value: string | undefined;
  gradient: string | undefined;
  isNow: boolean;
  openValue: () => void;
  openGradient: (() => void) | undefined; // the 1 of the result is nobody's sum
}) {
  const { spot, called, slopeName, value, gradient, isNow, openValue, openGradient } = props;
  const [left, right] = [spot.x - BOX.width / 2, spot.x + BOX.width / 2];
  return (
    <g class={isNow ? 'node now' : 'node'} data-node={called} data-now={isNow || undefined}>
      <rect x={left} y={spot.y} width={BOX.width} height={BOX.height} rx={6} />
      {isNow && <path class="pointer" d={`M${left - 16} ${spot.y + BOX.height / 2 - 8}l11 8l-11 8z`} />}
      <text x={left + 10} y={spot.y + 24} class="node-name">
        {called}
      </text>
      <text x={right - 10} y={spot.y + 24} class="node-number" data-value={value ?? ''} onClick={openValue}>
        {value ?? '·'}
      </text>
      <text x={left + 10} y={spot.y + 50} class="node-slope">
        {slopeName}
      </text>
      <text x={right - 10} y={spot.y + 50} class="node-number" data-gradient={gradient ?? ''} onClick={openGradient}>
        {gradient ?? '·'}
      </text>
    </g>
  );
}

/** An input and who reads it, with the slope that was noted. On the way back the reader's gradient comes up here. */
function Line({ edge, standing: { values, turn, isBack } }: { edge: Edge; standing: Standing }) {
  const isUsed = turn !== undefined && turn === (isBack ? edge.input : edge.reader);
  return (
    <g class={isUsed ? 'edge now' : 'edge'}>
      <path d={edge.path} />
      {edge.reader < values && <text x={edge.label.x} y={edge.label.y}>{`× ${short(valueOf(edge.slope))}`}</text>}
    </g>
  );
}

interface Told {
  tape: Node[];
  gradients: Map<Node, number>;
  names: string[];
  result: string;
  say: Say;
}

/** What happens at a step, in words. */
function sentence({ values, gradients, turn, isBack }: Standing, told: Told): string {
  const { tape, names, result, say } = told;
  if (turn === undefined) {
    if (values === 0) return say('Nothing is known yet. Step on.', '什么都还没算。往前走一步。');
    if (gradients < tape.length) return '';
    return say('Go to the first step, and watch them come.', '回到第一步，看它们一个个算出来。');
  }
  if (isBack) return heard(turn, told);
  const value = short(valueOf(tape[turn].value));
  const slopes = tape[turn].from.map(([input, slope]) => {
    const [of, by] = [names[tape.indexOf(input)], short(valueOf(slope))];
    return say(`${of} with slope ${by}`, `${of}，斜率 ${by}`);
  });
  if (slopes.length === 0) return say(`${names[turn]} = ${value} is given.`, `${names[turn]} = ${value} 是给定的。`);
  const noted = slopes.join(say(', and ', '；'));
  const last = turn === tape.length - 1 ? say(` This is ${result}.`, `这就是 ${result}。`) : '';
  return (
    say(`${names[turn]} = ${value}. It follows ${noted}.`, `${names[turn]} = ${value}。它跟着变的是：${noted}。`) + last
  );
}

/** What a node hears from each that read it, in the order of the way back: gradient times slope. */
function heard(turn: number, { tape, gradients, names, result, say }: Told): string {
  const of = (node: Node) => short(valueOf(gradients.get(node) ?? NaN));
  const sum = of(tape[turn]);
  if (turn === tape.length - 1) {
    return say(`∂${result}/∂${result} = 1: the way back begins here.`, `∂${result}/∂${result} = 1：回程从这里开始。`);
  }
  const parts = tape.toReversed().flatMap((reader) =>
    reader.from
      .filter(([input]) => input === tape[turn])
      .map(([, slope]) => {
        const [from, product] = [names[tape.indexOf(reader)], `${of(reader)} · ${short(valueOf(slope))}`];
        return say(`${product} from ${from}`, `${from} 的 ${product}`);
      }),
  );
  const together = parts.length > 1 ? say(`, together ${sum}`, `，加起来是 ${sum}`) : say(`: ${sum}`, `：${sum}`);
  return say(
    `${names[turn]} hears ${parts.join(', ')}${together}.`,
    `${names[turn]} 听到 ${parts.join('、')}${together}。`,
  );
}

/** The whole picture in words. */
function summary({ values, gradients: back }: Standing, { tape, gradients, names, result, say }: Told): string {
  const nodes = tape.map((node, k) => {
    const value = k < values ? ` = ${short(valueOf(node.value))}` : say(' not known yet', ' 还没算');
    const slope = k >= tape.length - back ? `, ∂${result}/∂ = ${short(valueOf(gradients.get(node) ?? NaN))}` : '';
    return names[k] + value + slope;
  });
  return say(`a graph of ${tape.length} nodes: `, `${tape.length} 个节点的计算图：`) + nodes.join(say('; ', '；'));
}
