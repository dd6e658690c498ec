/** The door to the numbers of the model: what stands behind it loads when it is opened, and goes when it is closed. */

import { useEffect, useRef, useState } from 'preact/hooks';
import type { Language } from '../../lib/language.ts';
import { fileOf } from './file.ts';
import type { Parts } from './lab.tsx';
import type { Opening } from './messages.ts';

declare global {
  var labOpen: ((element: Element, opening: Opening, language: Language) => () => void) | undefined;
}

/** A button, and below it the numbers. */
export function Opened({ store: { whole, opening, sentences, language }, hands, say }: Parts) {
  const place = useRef<HTMLDivElement>(null);
  const [trouble, complain] = useState<string>();
  useEffect(() => {
    const { value } = opening;
    const element = place.current;
    if (value === undefined || element === null) return undefined;
    let close = () => {};
    let isOpen = true;
    fileOf('opened')
      .then((script) => {
        if (globalThis.labOpen === undefined) new Function(script)();
        if (isOpen && globalThis.labOpen) close = globalThis.labOpen(element, value, language);
      })
      .catch((error: unknown) => complain((error as Error).message));
    return () => {
      isOpen = false;
      close();
    };
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
      {opening.value !== undefined && <div class="stage" ref={place} />}
    </div>
  );
}
