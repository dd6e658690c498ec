/** A plane with axes, on which a toy draws, and which a reader's finger touches. */

import type { ComponentChildren } from 'preact';
import { linearTicks } from '../../lib/ticks.ts';

const [WIDTH, LEFT, RIGHT, TOP, BOTTOM] = [560, 44, 12, 12, 26];

/** What is seen of the plane: from and to, along each axis. */
export interface View {
  x: [from: number, to: number];
  y: [from: number, to: number];
  height: number; // of the picture, beside a width of 560
}

/** Where a number comes to lie in the picture. */
export interface Places {
  x: (value: number) => number;
  y: (value: number) => number;
}

/** The places of a view. */
export function placesIn({ x, y, height }: View): Places {
  const along =
    ([low, high]: [number, number], from: number, to: number) =>
    (value: number) =>
      Math.round((from + ((to - from) * (value - low)) / (high - low)) * 10) / 10;
  return { x: along(x, LEFT, WIDTH - RIGHT), y: along(y, height - BOTTOM, TOP) };
}

/** The plane. says: what is seen, in words; touched: what a finger does there. */
export function Plane(given: {
  view: View;
  says: string;
  touched?: (x: number, y: number) => void;
  written?: (y: number) => string; // a number beside the vertical axis
  children: ComponentChildren;
}) {
  const { view, says, touched, written, children } = given;
  const at = placesIn(view);
  const touch = (event: MouseEvent) => {
    const box = (event.currentTarget as Element).getBoundingClientRect();
    const across = ((event.clientX - box.left) / box.width) * WIDTH;
    const down = ((event.clientY - box.top) / box.height) * view.height;
    const [[x_0, x_1], [y_0, y_1]] = [view.x, view.y];
    const x = x_0 + ((across - LEFT) / (WIDTH - RIGHT - LEFT)) * (x_1 - x_0);
    const y = y_0 + ((view.height - BOTTOM - down) / (view.height - BOTTOM - TOP)) * (y_1 - y_0);
    if (x >= x_0 && x <= x_1 && y >= y_0 && y <= y_1) touched?.(x, y);
  };
  return (
    <svg
      class={touched ? 'toy-plane toy-touched' : 'toy-plane'}
      viewBox={`0 0 ${WIDTH} ${view.height}`}
      role="img"
      aria-label={says}
      onClick={touched && touch}
    >
      <g class="axes">
        {linearTicks(...view.x).map(({ at: tick, label }) => (
          <text x={at.x(tick)} y={view.height - 6} text-anchor="middle">
            {label}
          </text>
        ))}
        {linearTicks(...view.y).map(({ at: tick, label }) => (
          <>
            <line x1={LEFT} x2={WIDTH - RIGHT} y1={at.y(tick)} y2={at.y(tick)} />
            <text x={LEFT - 6} y={at.y(tick)} text-anchor="end" dominant-baseline="central">
              {written ? written(tick) : label}
            </text>
          </>
        ))}
      </g>
      {children}
    </svg>
  );
}

/** Points as the attribute of a polyline or polygon. */
export function through(points: [x: number, y: number][], at: Places): string {
  return points.map(([x, y]) => `${at.x(x)},${at.y(y)}`).join(' ');
}
