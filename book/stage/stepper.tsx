/** Forwards and back through the steps of a part of a figure, by buttons or by arrow keys. */

import type { ComponentChildren } from 'preact';
import type { Say } from '../../lib/language.ts';
import { Button } from './player.tsx';

/** Where it stands, and what is to be seen there. */
export interface StepperProps {
  name: string; //  tape
  label: string; // what one steps through
  at: number; //    0 … last
  last: number;
  first?: number; // what the first step is called; 0 if it is not said
  go: (to: number) => void;
  says: ComponentChildren; // what happens at this step; read out when it changes
  say: Say;
  isTall?: boolean; // the buttons stand above
  children: ComponentChildren;
}

/** The buttons, below what they move or above what is too tall. Arrow keys step, Home and End go to the ends. */
export function Stepper({ name, label, at, last, first = 0, go, says, say, isTall = false, children }: StepperProps) {
  const to = (step: number) => go(Math.max(0, Math.min(last, step)));
  const onKey = (event: KeyboardEvent) => {
    const step = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: last }[event.key];
    const isTaken = event.target instanceof HTMLElement && event.target.closest('table, select, input') !== null;
    if (step === undefined || isTaken) return;
    event.preventDefault();
    to(step);
  };
  const controls = (
    <>
      <p class="stepper-says" aria-live="polite">
        {says}
      </p>
      <div class="stepper-buttons" role="group" aria-label={label}>
        <Button icon="first" says={say('to the first step', '回到第一步')} press={() => to(0)} />
        <Button icon="back" says={say('one step back', '退一步')} press={() => to(at - 1)} />
        <Button icon="next" says={say('one step on', '进一步')} press={() => to(at + 1)} />
        <Button icon="last" says={say('to the end', '走到头')} press={() => to(last)} />
        <span class="stepper-at">
          {at + first} / {last + first}
        </span>
      </div>
    </>
  );
  return (
    <div class="stepper" data-stepper={name} data-at={at} onKeyDown={onKey}>
      {isTall && controls}
      {children}
      {!isTall && controls}
    </div>
  );
}
