/** A mask that is drawn by clicking: 0 lets a word be seen, −∞ hides it. */

import type { ComponentChildren } from 'preact';
import { useRef, useState } from 'preact/hooks';
import type { Say } from '../../lib/language.ts';
import { valueOf } from '../tracing/number.ts';
import { entriesOf, type Case } from '../tracing/work.ts';
import { inWords, type Shown } from './figure.ts';
import { put, type Store } from './store.ts';

/** What a mask is drawn from; `children` is its matrix, given what pressing an entry does. */
interface MasksProps {
  shown: Shown;
  store: Store;
  cases: Case[];
  say: Say;
  open: (path: string) => void;
  children: (press: (path: string) => void) => ComponentChildren;
}

/** The matrix, masks that stand ready, and whether a click changes an entry or opens it. */
export function Masks({ shown, store, cases, say, open, children }: MasksProps) {
  const [isDrawing, draw] = useState(true);
  const stroke = useRef<number | undefined>(undefined); // what the mouse paints with while it is down
  const painted = useRef(false); //                        it has: the click that ends the stroke changes nothing more
  const { numbers } = store.work.value;
  const values = new Map(entriesOf(shown.path, numbers).flatMap((row) => row.map(([at, x]) => [at, valueOf(x)])));
  const other = (path: string) => (values.get(path) === 0 ? -Infinity : 0);
  const pathUnder = ({ target }: Event) => (target as Element).closest<HTMLElement>('[data-entry]')?.dataset.entry;
  const paint = (path: string, value: number) => put(store, cases, new Map([[path, value]]));
  const rest = () => (painted.current = false);
  const down = (event: PointerEvent) => {
    const path = pathUnder(event);
    rest();
    stroke.current = isDrawing && path !== undefined && event.pointerType === 'mouse' ? other(path) : undefined;
  };
  // A stroke paints the entry that it leaves, and those that it comes over.
  const cross = (event: PointerEvent) => {
    const path = pathUnder(event);
    if (event.buttons !== 1 || stroke.current === undefined || path === undefined) return;
    painted.current = true;
    if (values.get(path) !== stroke.current) paint(path, stroke.current);
  };
  const press = (path: string) => {
    if (!painted.current) paint(path, other(path));
  };
  return (
    <div
      class="masks"
      data-mask={shown.path}
      onPointerDown={down}
      onPointerOver={cross}
      onPointerOut={cross}
      onClick={rest}
      onKeyDown={rest}
    >
      {children(isDrawing ? press : open)}
      <ReadyMasks shown={shown} store={store} cases={cases} say={say} />
      <Click isDrawing={isDrawing} draw={draw} path={shown.path} say={say} />
      <p class="masks-refused" role="status">
        {store.refused.value?.error}
      </p>
    </div>
  );
}

/** The masks of the chapter, each a button. */
function ReadyMasks({ shown: { path, mask = [] }, store, cases, say }: Omit<MasksProps, 'open' | 'children'>) {
  const { numbers } = store.work.value;
  const take = (from: string) => {
    const entries = entriesOf(from, numbers).flat();
    put(store, cases, new Map(entries.map(([at, x]) => [path + at.slice(from.length), valueOf(x)])));
  };
  return (
    <div class="masks-ready" role="group" aria-label={say('masks that stand ready', '现成的掩码')}>
      {mask.map((ready) => (
        <button type="button" data-ready={ready.path} onClick={() => take(ready.path)}>
          {inWords(ready.called, store.language)}
        </button>
      ))}
    </div>
  );
}

/** Whether a click hides or shows a word, or opens the entry. */
function Click({
  isDrawing,
  draw,
  path,
  say,
}: {
  isDrawing: boolean;
  draw: (is: boolean) => void;
  path: string;
  say: Say;
}) {
  const ways: [boolean, string, string][] = [
    [true, 'draw', say('hides or shows', '遮住或放开')],
    [false, 'open', say('opens the entry', '打开这个数')],
  ];
  return (
    <fieldset class="masks-click">
      <legend>{say('a click', '点一下')}</legend>
      {ways.map(([is, name, says]) => (
        <label>
          <input
            type="radio"
            name={`click-${path}`}
            data-click={name}
            checked={isDrawing === is}
            onChange={() => draw(is)}
          />{' '}
          {says}
        </label>
      ))}
    </fieldset>
  );
}
