/** What a reader takes hold of in a picture: by mouse, by finger, or by the arrow keys. */

import type { ComponentChildren } from 'preact';

/** A handle at a place of the picture; `children` is what is seen of it. */
export interface HandleProps {
  x: number;
  y: number;
  says: string; //    what it moves
  value: number; //   where that stands
  text: string; //    the same in words
  to: (x: number, y: number) => void; //     it was dragged there
  step: (right: number, up: number) => void; // an arrow key, 1 or −1
  children: ComponentChildren;
}

/** A slider inside an svg, with room for a finger around it. */
export function Handle({ x, y, says, value, text, to, step, children }: HandleProps) {
  const drag = (event: PointerEvent) => {
    const handle = event.currentTarget as SVGGElement;
    if (!handle.hasPointerCapture(event.pointerId)) return;
    const matrix = handle.ownerSVGElement?.getScreenCTM()?.inverse();
    if (!matrix) return;
    const at = new DOMPoint(event.clientX, event.clientY).matrixTransform(matrix);
    to(at.x, at.y);
  };
  const onKey = (event: KeyboardEvent) => {
    const arrow = ARROWS[event.key];
    if (arrow === undefined) return;
    event.preventDefault();
    step(...arrow);
  };
  return (
    <g
      class="handle"
      role="slider"
      tabIndex={0}
      aria-label={says}
      aria-valuenow={Number.isFinite(value) ? value : 0}
      aria-valuetext={text}
      onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
      onPointerMove={drag}
      onKeyDown={onKey}
    >
      <circle class="handle-room" cx={x} cy={y} r={38} />
      {children}
    </g>
  );
}

const ARROWS: Record<string, [right: number, up: number] | undefined> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, 1],
  ArrowDown: [0, -1],
};

/** A value on the grid of quarters, from low to high: the numbers that a hand puts stay short. */
export function snapped(value: number, low: number, high: number): number {
  return Math.max(low, Math.min(high, Math.round(4 * value) / 4));
}
