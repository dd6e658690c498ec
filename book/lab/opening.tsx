/** The door to the numbers of the model: what stands behind it loads when it is opened, and goes when it is closed. */

import { useEffect, useRef, useState } from 'preact/hooks';
import type { Language } from '../../lib/language.ts';
import { hired } from '../running/hand.ts';
import { fileOf } from './file.ts';
import type { Parts } from './lab.tsx';
import type { Opening } from './messages.ts';
import type { Packed } from './packed.ts';
import type { Unrolled } from './unrolling.ts';

declare global {
  var labOpen: ((element: Element, opening: Opening, packed: Packed, language: Language) => () => void) | undefined;
}

/** What the page is told on the way. */
interface Told {
  ready: () => void;
  complain: (what: string) => void;
}

/** Opens a model in an element once its numbers are there. Result: closes it, and lets go of them. */
function opened(element: Element, opening: Opening, language: Language, { ready, complain }: Told): () => void {
  let close = () => {};
  let isOpen = true;
  const begin = async () => {
    const [script, page] = await Promise.all([fileOf('unrolling'), fileOf('opened')]);
    if (globalThis.labOpen === undefined) new Function(page)();
    if (!isOpen) return;
    const hear = (told: Unrolled) => {
      close();
      ready();
      if ('failed' in told) complain(told.failed);
      else close = globalThis.labOpen?.(element, opening, told.packed, language) ?? close;
    };
    const hand = hired<Opening, Unrolled>(script, hear, complain);
    close = hand.dismiss;
    hand.ask(opening);
  };
  begin().catch((error: unknown) => complain((error as Error).message));
  return () => {
    isOpen = false;
    close();
  };
}

/** A button, and below it the numbers. */
export function Opened({ store: { whole, opening, sentences, language }, hands, say }: Parts) {
  const place = useRef<HTMLDivElement>(null);
  const [trouble, complain] = useState<string>();
  const [isWaiting, wait] = useState(false);
  useEffect(() => {
    const { value } = opening;
    const element = place.current;
    if (value === undefined || element === null) return undefined;
    wait(true);
    return opened(element, value, language, { ready: () => wait(false), complain });
  }, [opening.value]);
  if (!whole.looks.value.some(({ attention }) => attention !== undefined)) return null;
  return (
    <div class="lab-opened">
      {opening.value === undefined ? (
        <button type="button" data-lab="open" onClick={hands.open}>
          {say(`open every number behind ${sentences.value[0]}`, `点开「${sentences.value[0]}」背后的每一个数`)}
        </button>
      ) : (
        <button type="button" data-lab="close" onClick={() => (opening.value = undefined)}>
          {say('close the numbers', '合上')}
        </button>
      )}
      {trouble !== undefined && <p role="alert">{trouble}</p>}
      {isWaiting && opening.value !== undefined && trouble === undefined && (
        <p role="status">{say('a moment: a million numbers are made …', '请稍等，正在算出上百万个数……')}</p>
      )}
      {opening.value !== undefined && <div class="stage" ref={place} />}
    </div>
  );
}
