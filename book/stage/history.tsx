/** One number opened: the sum that made it in names, the same with the numbers put in, and the line of source. */

import { useEffect, useRef } from 'preact/hooks';
import { speaker, type Language, type Say } from '../../lib/language.ts';
import type { Expression, History } from '../tracing/history.ts';
import { Remembered } from '../tracing/number.ts';
import { asSigma, besides, byValue, endOf, pieces, short, written } from '../tracing/wording.ts';
import { Editor } from './editor.tsx';
import { keepInSight } from './in-sight.ts';
import { Name } from './name.tsx';
import { Source } from './source.tsx';
import type { Refusal } from './store.ts';

/** What stands in the panel. */
export interface HistoryProps {
  trail: History[]; //  from the entry that was opened to the operand that was chosen last
  sources: Record<string, string[]>;
  language: Language;
  refused: Refusal | undefined;
  asked: boolean; //    the reader opened it; otherwise it stood there from the first
  choose: (operand: number) => void; // opens an operand of the last
  back: (to: number) => void; //        goes back to one of the trail
  close: () => void;
  edit: ((text: string) => void) | undefined; // if the last is given, and may be changed
}

/** The panel: beside the matrices where there is room, a sheet from below on a phone. Escape closes it. */
export function HistoryPanel(props: HistoryProps) {
  const { trail, sources, language, refused, asked, choose, back, close, edit } = props;
  const say = speaker(language);
  const panel = useRef<HTMLDivElement>(null);
  const last = trail[trail.length - 1];
  useEffect(() => {
    if (!asked) return;
    panel.current?.focus({ preventScroll: true });
    const entry = `[data-entry="${CSS.escape(trail[0].name)}"]`;
    keepInSight(panel.current?.closest('.stage')?.querySelector(entry));
  }, [asked, trail.length, last.name]);
  const onKey = (event: KeyboardEvent) => {
    if (event.key === 'Escape') close();
    const writing = event.target instanceof HTMLInputElement;
    if (event.key === 'Backspace' && trail.length > 1 && !writing) back(trail.length - 2);
  };
  return (
    <div
      class="history"
      data-history={last.name}
      data-first={!asked || undefined}
      ref={panel}
      tabIndex={-1}
      role="region"
      aria-live="polite"
      aria-label={say(`where ${last.name} comes from`, `${last.name} 是怎么来的`)}
      onKeyDown={onKey}
    >
      <Head trail={trail} back={back} close={close} say={say} />
      <Opened history={last} choose={choose} say={say} />
      {edit !== undefined && (
        <Editor name={last.name} value={last.value} edit={edit} refused={refused} language={language} />
      )}
      {last.place !== undefined && <Source place={last.place} sources={sources} />}
    </div>
  );
}

/** The way that was taken, Y[0][1] → A[0][1] → sum, each step a way back. */
function Head({ trail, back, close, say }: Pick<HistoryProps, 'trail' | 'back' | 'close'> & { say: Say }) {
  return (
    <div class="history-head">
      <ol>
        {trail.slice(0, -1).map(({ name }, k) => (
          <li>
            <button type="button" class="math" onClick={() => back(k)}>
              <Name text={name} />
            </button>
          </li>
        ))}
        <li>
          <strong class="math">
            <Name text={trail[trail.length - 1].name} />
          </strong>
        </li>
      </ol>
      <button type="button" class="history-close" onClick={close} aria-label={say('close', '关闭')}>
        ×
      </button>
    </div>
  );
}

/** The sum as Σ, in names, in numbers, and what it comes to; or why a number opens no further. */
function Opened({ history, choose, say }: { history: History; choose: (operand: number) => void; say: Say }) {
  const { name, value, expression, operands, place } = history;
  const sigma = place && asSigma(expression, place.code);
  const handedOn: Expression = { kind: 'operand', x: operands[0] };
  return (
    <>
      {place === undefined && <p class="history-end">{endOf(history, say)}</p>}
      {sigma !== undefined && (
        <p class="history-sigma math">
          = <Name text={sigma} />
        </p>
      )}
      {(place !== undefined || operands.length > 0) && (
        <p class="history-names math">
          = <InNames expression={place ? expression : handedOn} name={name} operands={operands} choose={choose} />
        </p>
      )}
      {place !== undefined && <p class="history-values math">= {written(expression, byValue)}</p>}
      <p class="history-value math">
        = <output>{String(value + 0).replace('-', '−')}</output>
      </p>
    </>
  );
}

/** An expression whose named operands are buttons. */
function InNames({
  expression,
  name,
  operands,
  choose,
}: {
  expression: Expression;
  name: string;
  operands: Remembered[];
  choose: (operand: number) => void;
}) {
  const word = besides(name);
  return (
    <>
      {pieces(expression).map((piece) => {
        if (typeof piece === 'string') return piece;
        const { x, called } = piece;
        if (!(x instanceof Remembered)) return <Name text={word(x, called)} />;
        return (
          <button
            type="button"
            data-operand={word(x)}
            title={short(x.value)}
            onClick={() => choose(operands.indexOf(x))}
          >
            <Name text={word(x)} />
          </button>
        );
      })}
    </>
  );
}
