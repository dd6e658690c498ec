/** Points of two kinds, and the line or plane that separates them; a point is dragged, and the line turns. */

import { useRef, useState } from 'preact/hooks';
import { decimal } from '../../../lib/print.ts';
import { Handle, snapped } from './handle.tsx';
import type { Drawn, SeparationPicture } from './picture.ts';
import {
  around,
  BOTTOM,
  cornersOf,
  cutOf,
  edgesOf,
  HEIGHT,
  LEFT,
  placeOf,
  RIGHT,
  sideOf,
  TOP,
  UP,
  WIDTH,
} from './space.ts';
import type { Place, Plane } from './space.ts';

/** What the parts of one picture share. */
interface Scene extends Drawn<SeparationPicture> {
  sizes: number[];
  points: number[][];
  labels: number[];
  place: (point: number[]) => Place;
}

/** The picture, and below it what it says. */
export function Separation(drawn: Drawn<SeparationPicture>) {
  const { picture, rows, say, inWords } = drawn;
  const [turn, setTurn] = useState(25);
  const last = useRef<Plane | undefined>(undefined); // that separated: it stays where none does
  const sizes = picture.columns.map(({ to }) => to);
  const points = rows(picture.points).map((row) => picture.columns.map(({ at }) => row[at]));
  const [[labels], [w], [[b]], [sides]] = [picture.labels, picture.w, picture.b, picture.sides].map(rows);
  const separates = sides.every((side, i) => (labels[i] > 0 ? side > 0 : side < 0));
  if (separates) last.current = { w, b };
  const place = (point: number[]) => placeOf(point, sizes, turn);
  const scene = { ...drawn, sizes, points, labels, place };
  return (
    <figure class="separation" data-separates={separates} data-separation={picture.w}>
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="group" aria-label={inWords(picture.says)}>
        <Box {...scene} />
        {last.current && <Cut {...scene} plane={last.current} isLast={!separates} />}
        {!separates && <Mixtures {...scene} />}
        {points.map((point, i) => (
          <Point {...scene} point={point} i={i} />
        ))}
      </svg>
      <p class="separation-kinds">
        {picture.kinds.map(({ label, called }) => (
          <span>
            {label > 0 ? '●' : '■'} {inWords(called)}
          </span>
        ))}
      </p>
      {sizes.length === 3 && (
        <label class="picture-slider">
          {say('turn the room', '转动空间')}
          <input
            type="range"
            min={-80}
            max={80}
            value={turn}
            data-turn
            onInput={(event) => setTurn(Number(event.currentTarget.value))}
          />
        </label>
      )}
      <p class="separation-says" aria-live="polite">
        <Verdict {...scene} separates={separates} hasLast={last.current !== undefined} />
      </p>
    </figure>
  );
}

/** Axes with their names: a rectangle, or the edges of a box. */
function Box({ picture, sizes, place, inWords }: Scene) {
  const names = picture.columns.map(({ called, to }) => `${inWords(called)} 0…${to}`);
  const edge = ([one, other]: [number[], number[]]) => {
    const [a, b] = [place(one), place(other)];
    return <line class="separation-edge" x1={a.x} y1={a.y} x2={b.x} y2={b.y} />;
  };
  const [first, second, third] = names;
  if (sizes.length === 2) {
    return (
      <>
        {edgesOf(sizes).map(edge)}
        <text x={(LEFT + RIGHT) / 2} y={HEIGHT - 14} text-anchor="middle">
          {first} →
        </text>
        <text transform={`translate(${LEFT - 18} ${(TOP + BOTTOM) / 2}) rotate(-90)`} text-anchor="middle">
          {second} →
        </text>
      </>
    );
  }
  // A name stands at the edge of its axis that lies before the box; that of the third at the left.
  const along = (c: number) =>
    edgesOf(sizes)
      .filter(([one, other]) => one[c] !== other[c])
      .map(([one, other]) => ({ one: place(one), other: place(other) }))
      .map(({ one, other }) => ({ x: (one.x + other.x) / 2, y: (one.y + other.y) / 2, top: Math.min(one.y, other.y) }));
  const front = (c: number) => along(c).reduce((a, b) => (b.y > a.y ? b : a));
  const [across, deep] = [front(0), front(1)];
  const up = along(2).reduce((a, b) => (b.x < a.x ? b : a));
  return (
    <>
      {edgesOf(sizes).map(edge)}
      <text x={across.x} y={across.y + 22} text-anchor={across.x > WIDTH / 2 ? 'start' : 'end'}>
        {first}
      </text>
      <text x={deep.x} y={deep.y + 22} text-anchor={deep.x > WIDTH / 2 ? 'start' : 'end'}>
        {second}
      </text>
      <text x={up.x} y={up.top - 10} text-anchor="middle">
        {third}
      </text>
    </>
  );
}

/** What the plane cuts out of the box; in two dimensions the side above 0 is shaded as well. */
function Cut({ sizes, place, plane, isLast }: Scene & { plane: Plane; isLast: boolean }) {
  const cut = cutOf(plane, sizes).map(place);
  if (cut.length < 2) return null;
  const above = cornersOf(sizes).filter((corner) => sideOf(plane, corner) > 0);
  return (
    <>
      {sizes.length === 2 && !isLast && (
        <polygon class="separation-above" points={around([...above.map(place), ...cut])} />
      )}
      <polygon class={isLast ? 'separation-plane last' : 'separation-plane'} points={around(cut)} />
    </>
  );
}

/** Why there is no line: two points of one kind and two of the other have one middle. */
function Mixtures({ picture, rows, points, labels, place }: Scene) {
  if (picture.middle === undefined) return null;
  return [picture.middle.one, picture.middle.other].map((path, kind) => {
    const group = points.filter((_, i) => labels[i] > 0 === (kind === 0));
    const ends = group.filter((_, i) => (rows(path)[0]?.[i] ?? 0) > 0).map(place);
    if (ends.length === 0) return null;
    const [a, b] = [ends[0], ends[ends.length - 1]];
    return <line class="separation-mixture" x1={a.x} y1={a.y} x2={b.x} y2={b.y} />;
  });
}

/** One point that is dragged: in the plane anywhere, in space up and down. */
function Point({ picture, sizes, labels, place, say, inWords, put, point, i }: Scene & { point: number[]; i: number }) {
  const { x, y } = place(point);
  const foot = place([...point.slice(0, 2), 0]);
  const flat = sizes.length === 2;
  const set = (values: (number | undefined)[]) => {
    const entries = values.flatMap((value, c): [string, number][] =>
      value === undefined ? [] : [[`${picture.points}[${i}][${picture.columns[c].at}]`, snapped(value, 0, sizes[c])]],
    );
    put(new Map(entries));
  };
  const to = (right: number, down: number) => {
    if (!flat) return set([undefined, undefined, point[2] + ((y - down) * sizes[2]) / UP]);
    set([((right - LEFT) * sizes[0]) / (RIGHT - LEFT), ((BOTTOM - down) * sizes[1]) / (BOTTOM - TOP)]);
  };
  const step = (right: number, up: number) =>
    set(flat ? [point[0] + right / 4, point[1] + up / 4] : [undefined, undefined, point[2] + (right + up) / 4]);
  const kind = picture.kinds.find(({ label }) => label > 0 === labels[i] > 0);
  const values = picture.columns.map(({ called }, c) => `${inWords(called)} ${decimal(point[c], 2)}`);
  return (
    <Handle
      x={x}
      y={y}
      says={`${picture.names[i]}${kind ? say(`, ${inWords(kind.called)}`, `，${inWords(kind.called)}`) : ''}`}
      value={point[point.length - 1]}
      text={values.join(say(', ', '，'))}
      to={to}
      step={step}
    >
      {!flat && <line class="separation-stem" x1={x} y1={y} x2={foot.x} y2={foot.y} />}
      {labels[i] > 0 ? (
        <circle class="separation-one" cx={x} cy={y} r={8} />
      ) : (
        <rect class="separation-other" x={x - 7.5} y={y - 7.5} width={15} height={15} />
      )}
      <text class="separation-name" x={x + 13} y={y - 9}>
        {picture.names[i]}
      </text>
    </Handle>
  );
}

/** What is found, in a sentence. */
function Verdict({
  picture,
  rows,
  sizes,
  labels,
  say,
  separates,
  hasLast,
}: Scene & { separates: boolean; hasLast: boolean }) {
  const what = sizes.length === 2 ? say('line', '直线') : say('plane', '平面');
  if (separates)
    return <>{say(`A ${what} separates them.`, `有一${sizes.length === 2 ? '条' : '个'}${what}把它们分开。`)}</>;
  const kept = hasLast
    ? say(` The last ${what} that did is dashed.`, `虚线是上一${sizes.length === 2 ? '条' : '个'}还能分开的${what}。`)
    : '';
  const mixed = (path: string | undefined, kind: 1 | -1) => {
    const group = picture.names.filter((_, i) => labels[i] > 0 === kind > 0);
    const weights = path === undefined ? [] : (rows(path)[0] ?? []);
    return group.filter((_, i) => weights[i] > 0).join(say(' and ', '、'));
  };
  const [one, other] = [mixed(picture.middle?.one, 1), mixed(picture.middle?.other, -1)];
  if (one === '')
    return <>{say(`The perceptron gave up: it found no ${what}.`, `感知机放弃了：没有找到${what}。`) + kept}</>;
  return (
    <>
      {say(
        `No ${what} can: the middle of ${one} is the middle of ${other}, and it cannot be on both sides.`,
        `没有${what}做得到：${one} 的中点就是 ${other} 的中点，它不能同时在两边。`,
      ) + kept}
    </>
  );
}
