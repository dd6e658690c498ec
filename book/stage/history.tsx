/** One number opened: the sum that made it in names, the same with the numbers put in, and the line of source. */

import { useEffect, useRef, useState } from 'preact/hooks';
import type { Language } from '../../lib/language.ts';
import { speaker } from '../../lib/language.ts';
import type { Expression, History } from '../tracing/history.ts';
import { Remembered, type Operand } from '../tracing/number.ts';
import { asSigma, besides, byValue, pieces, short, written } from '../tracing/wording.ts';
import { Name } from './name.tsx';
import { Source } from './source.tsx';

/** What stands in the panel. */
export interface HistoryProps {
  trail: History[]; //  from the entry that was opened to the operand that was chosen last
  sources: Record<string, string[]>;
  language: Language;
  refused: string | undefined;
  choose: (operand: number) => void; // opens an operand of the last
  back: (to: number) => void; //        goes back to one of the trail
  close: () => void;
  asked: boolean; //    the reader opened it; otherwise it stood there from the first
  edit: ((text: string) => void) | undefined; // if the last is given, and may be changed
}

/** The panel: beside the matrices where there is room, a sheet from below on a phone. */
export function HistoryPanel({ trail, sources, language, refused, choose, back, close, asked, edit }: HistoryProps) {
  const say = speaker(language);
  const panel = useRef<HTMLDivElement>(null);
  const { name, value, expression, operands, place } = trail[trail.length - 1];
  useEffect(() => {
    if (asked) panel.current?.focus({ preventScroll: true });
  }, [asked, trail.length, name]);
  const chosen = (x: Operand) => operands.indexOf(x as Remembered);
  const onKey = (event: KeyboardEvent) => {
    if (event.key === 'Escape') close();
    if (event.key === 'Backspace' && trail.length > 1 && !(event.target instanceof HTMLInputElement))
      back(trail.length - 2);
  };
  const sigma = place && asSigma(expression, place.code);
  return (
    <div
      class="history"
      data-history={name}
      data-first={asked ? undefined : true}
      ref={panel}
      tabIndex={-1}
      role="region"
      onKeyDown={onKey}
      aria-live="polite"
      aria-label={say(`where ${name} comes from`, `${name} 是怎么来的`)}
    >
      <div class="history-head">
        <ol>
          {trail.map((history, k) => (
            <li>
              {k === trail.length - 1 ? (
                <strong class="math">
                  <Name text={history.name} />
                </strong>
              ) : (
                <button type="button" class="math" onClick={() => back(k)}>
                  <Name text={history.name} />
                </button>
              )}
            </li>
          ))}
        </ol>
        <button type="button" class="history-close" onClick={close} aria-label={say('close', '关闭')}>
          ×
        </button>
      </div>
      {place === undefined ? (
        <p class="history-end">{endOf(trail[trail.length - 1], say)}</p>
      ) : (
        <>
          {sigma !== undefined && (
            <p class="history-sigma math">
              = <Name text={sigma} />
            </p>
          )}
          <p class="history-names math">
            = <InNames expression={expression} name={name} chosen={chosen} choose={choose} />
          </p>
          <p class="history-values math">= {written(expression, byValue)}</p>
        </>
      )}
      {operands.length > 0 && place === undefined && (
        <p class="history-names math">
          = <InNames expression={{ kind: 'operand', x: operands[0] }} name={name} chosen={chosen} choose={choose} />
        </p>
      )}
      <p class="history-value math">
        = <output>{String(value + 0).replace('-', '−')}</output>
      </p>
      {edit !== undefined && <Editor name={name} value={value} edit={edit} refused={refused} language={language} />}
      {place !== undefined && <Source place={place} sources={sources} />}
    </div>
  );
}

/** An expression whose named operands are buttons. */
function InNames({
  expression,
  name,
  chosen,
  choose,
}: {
  expression: Expression;
  name: string;
  chosen: (x: Operand) => number;
  choose: (operand: number) => void;
}) {
  const word = besides(name);
  return (
    <>
      {pieces(expression).map((piece) => {
        if (typeof piece === 'string') return piece;
        const at = chosen(piece.x);
        if (at < 0) return word(piece.x);
        return (
          <button
            type="button"
            data-operand={word(piece.x)}
            title={short((piece.x as Remembered).value)}
            onClick={() => choose(at)}
          >
            <Name text={word(piece.x)} />
          </button>
        );
      })}
    </>
  );
}

/** Why a number opens no further. */
function endOf({ operands, value, expression }: History, say: (en: string, zh: string) => string): string {
  if (operands.length > 0) return say('handed on as it is', '原样传下来');
  const remembers = expression.kind === 'operand' && expression.x instanceof Remembered;
  if (remembers) return say('given', '给定的数');
  return value === 0
    ? say('nothing was added to it', '没有往里加过任何数')
    : say('a number of the source', '源码里写着的数');
}

/** Another number in place of a given one. */
function Editor({
  name,
  value,
  edit,
  refused,
  language,
}: {
  name: string;
  value: number;
  edit: (text: string) => void;
  refused: string | undefined;
  language: Language;
}) {
  const say = speaker(language);
  const [text, write] = useState(String(value));
  useEffect(() => write(String(value)), [name, value]);
  return (
    <form
      class="history-edit"
      onSubmit={(event) => {
        event.preventDefault();
        edit(text);
      }}
    >
      <label>
        {say('another number', '换一个数')}{' '}
        <input
          type="text"
          inputMode="text"
          value={text}
          aria-invalid={refused !== undefined}
          onInput={(event) => write(event.currentTarget.value)}
        />
      </label>
      <button type="submit">{say('put it in', '换上')}</button>
      {refused !== undefined && (
        <p role="alert">
          {/[a-z] /.test(refused)
            ? refused
            : say(
                `one finite number is wanted here, such as −0.5 or 2, got ${refused.slice(0, 40) || 'nothing'}`,
                `这里要一个有限的数，例如 −0.5 或 2，得到的是 ${refused.slice(0, 40) || '空白'}`,
              )}
        </p>
      )}
    </form>
  );
}
