/** A calculation as a graph: forwards each node gets its value, back each gets its gradient from those that read it. */

import type { ComponentChildren } from 'preact';
import type { Node } from '../../../chapters/08-backprop/tape.ts';
import { valueOf } from '../../tracing/number.ts';
import { short } from '../../tracing/wording.ts';
import { Stepper } from '../stepper.tsx';
import { BOX, laidOut, WIDTH, type Edge, type Spot } from './graph-layout.ts';
import { sentence, summary, type Standing } from './graph-words.ts';
import type { Drawn, GraphPicture } from './picture.ts';

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
          <Box spot={spots[k]} isNow={k === standing.turn}>
            <text x={-BOX.width / 2 + 10} y={24} class="node-name">
              {names[k]}
            </text>
            <Value
              kind="value"
              y={24}
              x={k < standing.values ? node.value : undefined}
              path={picture.nodes[k].value}
              open={open}
            />
            <text x={-BOX.width / 2 + 10} y={50} class="node-slope">
              {`∂${picture.result}/∂${/^\w+$/.test(names[k]) ? names[k] : `(${names[k]})`}`}
            </text>
            <Value
              kind="gradient"
              y={50}
              x={k >= tape.length - standing.gradients ? gradients.get(node) : undefined}
              path={picture.nodes[k].gradient}
              open={open}
            />
          </Box>
        ))}
      </svg>
    </Stepper>
  );
}

/** How far values and gradients have come at a step. isMoved: the reader steps, so that it is some node's turn. */
function standingAt(step: number, count: number, isMoved: boolean): Standing {
  const isBack = step > count;
  const turn = isBack ? 2 * count - step : step - 1;
  return {
    values: Math.min(step, count),
    gradients: Math.max(0, step - count),
    turn: isMoved && step > 0 ? turn : undefined,
    isBack,
  };
}

/** A node's box; what stands in it is placed from the middle of its upper edge. */
function Box({ spot, isNow, children }: { spot: Spot; isNow: boolean; children: ComponentChildren }) {
  return (
    <g class={isNow ? 'node now' : 'node'} transform={`translate(${spot.x} ${spot.y})`}>
      <rect x={-BOX.width / 2} width={BOX.width} height={BOX.height} rx={6} />
      {isNow && <path class="pointer" d={`M${-BOX.width / 2 - 16} ${BOX.height / 2 - 8}l11 8l-11 8z`} />}
      {children}
    </g>
  );
}

/** A number's room for a finger: half of its box. */
const HALF = { width: BOX.width, height: BOX.height / 2 };

/** A number in a box, or a dot while it is not known. One that has a path opens. */
function Value(props: {
  kind: 'value' | 'gradient';
  y: number;
  x: number | undefined;
  path: string | undefined;
  open: (path: string) => void;
}) {
  const { kind, y, x, path, open } = props;
  return (
    <g data-opens={path} onClick={path === undefined ? undefined : () => open(path)}>
      <rect class="node-room" x={-BOX.width / 2} y={kind === 'value' ? 0 : BOX.height / 2} {...HALF} />
      <text x={BOX.width / 2 - 10} y={y} class="node-number" data-number={kind}>
        {x === undefined ? '·' : short(valueOf(x))}
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
