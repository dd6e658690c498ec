/** Matrices that take turns: a word of a sentence, then the next one. */

import type { ComponentChildren } from 'preact';
import { speaker } from '../../lib/language.ts';
import { inWords, type Shown, type Turns } from './figure.ts';
import { Stepper } from './stepper.tsx';
import type { Store } from './store.ts';

/** The turn that is taken, what it says, and the way to the others. */
export function TurnsOf({
  turns: { name, label, says, each },
  store,
  rows,
}: {
  turns: Turns;
  store: Store;
  rows: (shown: Shown[][]) => ComponentChildren;
}) {
  const { language, steps, work } = store;
  const last = each.length - 1;
  const at = Math.min(steps.value.get(name) ?? 0, last);
  const texts = work.value.found[says] as string[];
  return (
    <Stepper
      name={name}
      label={inWords(label, language)}
      at={at}
      last={last}
      first={1}
      go={(to) => (steps.value = new Map([...steps.value, [name, to]]))}
      says={
        <>
          {inWords(each[at].called, language)} <strong data-says>{texts[at]}</strong>
        </>
      }
      say={speaker(language)}
      isTall
    >
      {rows(each[at].shown)}
    </Stepper>
  );
}
