/** A dial for each wavelength: where its hand stands at a position, and so many positions further on. */

import { decimal } from '../../../lib/print.ts';
import type { DialsPicture, Drawn } from './picture.ts';

const [SIZE, RADIUS] = [150, 62];
const MIDDLE = SIZE / 2;

/** The dials, and sliders for the position and the distance. A hand that is dragged turns all of them. */
export function Dials({ picture, rows, say, inWords, put }: Drawn<DialsPicture>) {
  const number = (path: string) => rows(path)[0][0];
  const [p, k] = [number(picture.p), number(picture.k)];
  const [[here], [there], [turned], [wavelengths]] = [
    picture.here,
    picture.there,
    picture.turned,
    picture.wavelengths,
  ].map(rows);
  const to = (path: string, value: number) =>
    put(new Map([[path, Math.max(0, Math.min(picture.largest, Math.round(value)))]]));
  return (
    <figure class="dials">
      <div class="dials-row">
        {wavelengths.map((wavelength, i) => (
          <Dial
            hands={[here, there, turned].map((row) => [row[2 * i], row[2 * i + 1]])}
            called={say(`one turn in ${decimal(wavelength, 1)}`, `${decimal(wavelength, 1)} 个位置转一圈`)}
            turn={(radians) => to(picture.p, p + (radians * wavelength) / (2 * Math.PI))}
          />
        ))}
      </div>
      <p class="dials-says">{inWords(picture.says)}</p>
      <Slider path={picture.p} value={p} says={say('position p', '位置 p')} largest={picture.largest} to={to} />
      <Slider
        path={picture.k}
        value={k}
        says={say('so far on, k', '往后 k 个位置')}
        largest={picture.largest}
        to={to}
      />
    </figure>
  );
}

/** One clock face. hands: p, p + k, and p turned, each a sine and a cosine: twelve o'clock is [0, 1]. */
function Dial({ hands, called, turn }: { hands: number[][]; called: string; turn: (radians: number) => void }) {
  const [here, there, turned] = hands.map(([sin, cos]) => ({ x: MIDDLE + RADIUS * sin, y: MIDDLE - RADIUS * cos }));
  const drag = (event: PointerEvent) => {
    const dial = event.currentTarget as SVGSVGElement;
    if (!dial.hasPointerCapture(event.pointerId)) return;
    const { left, top, width, height } = dial.getBoundingClientRect();
    const [right, up] = [event.clientX - left - width / 2, top + height / 2 - event.clientY];
    const [sin, cos] = hands[0];
    // The shorter way round, from the hand to the finger.
    turn(Math.atan2(right * cos - up * sin, up * cos + right * sin));
  };
  const press = (event: PointerEvent) => {
    (event.currentTarget as SVGSVGElement).setPointerCapture(event.pointerId);
    drag(event);
  };
  return (
    <div class="dial">
      <svg
        viewBox={`0 0 ${SIZE} ${SIZE}`}
        role="img"
        aria-label={called}
        data-dial
        onPointerDown={press}
        onPointerMove={drag}
      >
        <circle class="dial-face" cx={MIDDLE} cy={MIDDLE} r={RADIUS} />
        {Array.from({ length: 12 }, (_, hour) => (
          <line
            class="dial-mark"
            x1={MIDDLE}
            x2={MIDDLE}
            y1={MIDDLE - RADIUS}
            y2={MIDDLE - RADIUS + (hour % 3 === 0 ? 9 : 5)}
            transform={`rotate(${30 * hour} ${MIDDLE} ${MIDDLE})`}
          />
        ))}
        <line class="dial-there" x1={MIDDLE} y1={MIDDLE} x2={there.x} y2={there.y} />
        <circle class="dial-turned" cx={turned.x} cy={turned.y} r={8} />
        <line class="dial-here" x1={MIDDLE} y1={MIDDLE} x2={here.x} y2={here.y} />
        <circle class="dial-tip" cx={here.x} cy={here.y} r={5} />
      </svg>
      <p>{called}</p>
    </div>
  );
}

/** A given number on a slider. */
function Slider({
  path,
  value,
  says,
  largest,
  to,
}: {
  path: string;
  value: number;
  says: string;
  largest: number;
  to: (path: string, value: number) => void;
}) {
  return (
    <label class="picture-slider">
      {says} = <output>{value}</output>
      <input
        type="range"
        min={0}
        max={largest}
        value={value}
        data-slider={path}
        onInput={(event) => to(path, Number(event.currentTarget.value))}
      />
    </label>
  );
}
