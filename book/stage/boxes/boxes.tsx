/** The architecture's figure: each box is a button that opens the box into its matrices. */

import type { ComponentChildren, VNode } from 'preact';
import { useRef, useState } from 'preact/hooks';
import type { Say } from '../../../lib/language.ts';
import { inWords, type Box, type Shown } from '../figure.ts';
import { Name } from '../name.tsx';
import type { Picture } from '../pictures/picture.ts';
import { chooseBox, openBox } from './opened.ts';
import { Plan, planBoxes, type PlanBox } from './plan.tsx';
import type { Store } from '../store.ts';

/** What the figure hands down: how matrices and pictures are drawn in it, and how large a matrix is. */
export interface BoxesProps {
  boxes: Box[];
  store: Store;
  say: Say;
  row: (shown: Shown[]) => VNode;
  pictures: (pictures: Picture[]) => VNode;
  shapeOf: (path: string) => string; // 3×4
}

/** The plan, and the open box's matrices beside it, or below it where there is no room. */
export function Boxes({ boxes, store, say, row, pictures, shapeOf }: BoxesProps) {
  const panel = useRef<HTMLDivElement>(null);
  const open = openBox(store);
  const id = `box-of-${store.figure.part}`;
  const choose = (name: string) => {
    chooseBox(store, name);
    if (panel.current) bringIntoView(panel.current);
  };
  if (open === undefined) return null;
  const shapes = new Map(
    boxes.map(({ name, writes }) => [name, shapeOf(writes[writes.length - 1].at(-1)?.path ?? '')]),
  );
  return (
    <div class="boxes">
      <Buttons boxes={boxes} open={open.name} store={store} say={say} id={id} shapes={shapes} choose={choose} />
      <div class="box-open" id={id} ref={panel} role="region" aria-labelledby={`${id}-name`} data-box-open={open.name}>
        <Head boxes={boxes} box={open} store={store} say={say} id={id} choose={choose} />
        {open.reads.length > 0 && <Part says={say('comes in', '进来')}>{row(open.reads)}</Part>}
        {open.given && (
          <Part says={say('was learned: open an entry to change it', '学来的：点开一个就能改')}>{row(open.given)}</Part>
        )}
        <Part says={say('comes of it', '由此得出')}>
          {open.writes.map((shown) => row(shown))}
          {pictures(open.pictures ?? [])}
        </Part>
      </div>
    </div>
  );
}

/** The plan with its buttons. One tab stop; arrows move as the boxes lie, Enter opens. */
function Buttons({
  boxes,
  open,
  store: { language },
  say,
  id,
  shapes,
  choose,
}: Pick<BoxesProps, 'boxes' | 'store' | 'say'> & {
  open: string;
  id: string;
  shapes: ReadonlyMap<string, string>;
  choose: (name: string) => void;
}) {
  const plan = useRef<HTMLDivElement>(null);
  const [at, moveTo] = useState<string | undefined>(undefined);
  const names = boxes.map(({ name }) => name);
  const onKey = (event: KeyboardEvent, name: string) => {
    const next = neighbour(names, name, event.key);
    if (event.key === 'Enter' || event.key === ' ') choose(name);
    else if (next === undefined) return;
    event.preventDefault();
    if (next === undefined) return;
    moveTo(next);
    plan.current?.querySelector<SVGElement>(`[data-box="${next}"]`)?.focus();
  };
  const button = (box: PlanBox, drawn: ComponentChildren) => {
    const { name, kind, lines } = box;
    return (
      <g
        class={`box ${kind}`}
        role="button"
        data-box={name}
        tabIndex={name === (at ?? open) ? 0 : -1}
        aria-expanded={name === open}
        aria-controls={id}
        aria-label={`${lines.join(' ')} ${shapes.get(name)}, ${inHalf(box, names, say)}`}
        onClick={() => {
          moveTo(name);
          choose(name);
        }}
        onKeyDown={(event: KeyboardEvent) => onKey(event, name)}
      >
        {drawn}
      </g>
    );
  };
  const label = say('The architecture: each box opens into its matrices', '整体结构：每个方框都能打开，里面是它的矩阵');
  return (
    <div class="boxes-plan" ref={plan}>
      <Plan language={language} label={label} names={names} corner={({ name }) => shapes.get(name)} around={button} />
    </div>
  );
}

/** The name of the open box, the way to its neighbours, and what one finds in it. */
function Head({
  boxes,
  box,
  store: { language },
  say,
  id,
  choose,
}: Pick<BoxesProps, 'boxes' | 'store' | 'say'> & { box: Box; id: string; choose: (name: string) => void }) {
  const at = boxes.indexOf(box);
  const [before, after] = [boxes[at - 1], boxes[at + 1]];
  const named = planBoxes(language).find(({ name }) => name === box.name);
  const step = (to: Box | undefined, sign: string, says: string) => (
    <button type="button" aria-label={says} disabled={to === undefined} onClick={() => to && choose(to.name)}>
      {sign}
    </button>
  );
  return (
    <div class="box-head">
      <div class="box-title">
        <h3 id={`${id}-name`}>{named?.lines.join(language === 'zh' ? '' : ' ')}</h3>
        {step(before, '↓', say('the box before', '前一个方框'))}
        {step(after, '↑', say('the box after', '后一个方框'))}
      </div>
      <p aria-live="polite">
        <Name text={inWords(box.says, language)} />
      </p>
    </div>
  );
}

function Part({ says, children }: { says: string; children: ComponentChildren }) {
  return (
    <div class="box-part">
      <p class="box-part-name">{says}</p>
      {children}
    </div>
  );
}

/** In which half a box stands, and where, counted from below. */
function inHalf({ half, name }: PlanBox, names: string[], say: Say): string {
  const place = names.filter((each) => each.startsWith(`${half}.`)).indexOf(name) + 1;
  return half === 'encoder'
    ? say(`box ${place} of the encoder`, `编码器第 ${place} 格`)
    : say(`box ${place} of the decoder`, `解码器第 ${place} 格`);
}

/** The box to which an arrow key leads: up and down in a half, and across to the other at the same height. */
function neighbour(names: string[], from: string, key: string): string | undefined {
  const [half] = from.split('.');
  const here = names.filter((name) => name.startsWith(`${half}.`));
  const other = names.filter((name) => !name.startsWith(`${half}.`));
  const at = here.indexOf(from);
  if (key === 'ArrowUp') return here[at + 1];
  if (key === 'ArrowDown') return here[at - 1];
  const crosses = key === (half === 'encoder' ? 'ArrowRight' : 'ArrowLeft');
  return crosses ? other[Math.min(at, other.length - 1)] : undefined;
}

/** Scrolls until one sees where the matrices begin, on a phone that is below the figure. */
function bringIntoView(panel: HTMLElement): void {
  const { top } = panel.getBoundingClientRect();
  if (top >= 0 && top < 0.6 * window.innerHeight) return;
  const isStill = matchMedia('(prefers-reduced-motion: reduce)').matches;
  panel.scrollIntoView({ block: 'start', behavior: isStill ? 'auto' : 'smooth' });
}
