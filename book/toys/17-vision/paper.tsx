/** Paper of 12×12 pixels to draw on: with a finger, or with arrow keys and the space bar. */

import { useRef, useState } from 'preact/hooks';
import type { Stroke } from '../../../chapters/17-vision/glyphs.ts';
import type { Say } from '../../../lib/language.ts';
import type { Matrix, Vector } from '../../../lib/matrix.ts';
import { decimal } from '../../../lib/print.ts';

/** Units of the picture a pixel. */
const CELL = 20;

/** How far an arrow key moves the pen, in pixels. */
const MOVE = 1;

type Place = [x: number, y: number];

/** The image, and over it where the class token looks, a share a patch. draw: one more stroke. */
export function Paper(given: { image: Matrix; shares: Vector; draw: (stroke: Stroke) => void; say: Say }) {
  const { image, shares, draw, say } = given;
  const side = image.length;
  const from = useRef<Place | undefined>(undefined);
  const [pen, setPen] = useState<{ at: Place; down: boolean } | undefined>(undefined);
  const placeOf = (event: PointerEvent): Place => {
    const box = (event.currentTarget as Element).getBoundingClientRect();
    return [((event.clientX - box.left) / box.width) * side, ((event.clientY - box.top) / box.height) * side];
  };
  const strokeTo = (to: Place) => {
    if (from.current) draw([...from.current, ...to]);
    from.current = to;
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const { at, down } = pen ?? { at: [side / 2, side / 2] as Place, down: false };
    const [dx, dy] = ARROWS[event.key] ?? [0, 0];
    if (event.key !== ' ' && dx === 0 && dy === 0) return;
    event.preventDefault();
    const to: Place = [within(at[0] + dx * MOVE, side), within(at[1] + dy * MOVE, side)];
    if (down && event.key !== ' ') draw([...at, ...to]);
    setPen({ at: to, down: event.key === ' ' ? !down : down });
  };
  return (
    <svg
      class="toy-paper"
      viewBox={`0 0 ${side * CELL} ${side * CELL}`}
      role="application"
      tabIndex={0}
      aria-label={say(
        'paper to draw on; arrow keys move the pen, space puts it down and lifts it',
        '可以写字的纸；方向键移动笔，空格落笔、提笔',
      )}
      onKeyDown={onKeyDown}
      onBlur={() => setPen(undefined)}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        from.current = placeOf(event);
        draw([...from.current, ...from.current]);
      }}
      onPointerMove={(event) => from.current && strokeTo(placeOf(event))}
      onPointerUp={() => (from.current = undefined)}
      onPointerCancel={() => (from.current = undefined)}
    >
      {image.flatMap((row, y) =>
        row.map((ink, x) => (
          <rect class="toy-ink" x={x * CELL} y={y * CELL} width={CELL} height={CELL} fill-opacity={decimal(ink, 2)} />
        )),
      )}
      <Looks shares={shares} size={side * CELL} />
      {pen && <circle class="toy-pen" cx={pen.at[0] * CELL} cy={pen.at[1] * CELL} r={pen.down ? 5 : 8} />}
    </svg>
  );
}

/** The patches, each shaded and framed by its share. */
function Looks({ shares, size }: { shares: Vector; size: number }) {
  const across = Math.sqrt(shares.length);
  const side = size / across;
  return (
    <g>
      {shares.map((share, k) => (
        <rect
          class="toy-look"
          x={(k % across) * side}
          y={Math.floor(k / across) * side}
          width={side}
          height={side}
          fill-opacity={decimal(share, 2)}
        />
      ))}
      {shares.map((share, k) => (
        <text class="toy-look-share" x={(k % across) * side + 4} y={Math.floor(k / across) * side + 15}>
          {decimal(share, 2)}
        </text>
      ))}
    </g>
  );
}

const ARROWS: Record<string, Place> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

function within(x: number, side: number): number {
  return Math.max(0, Math.min(side, x));
}
