/** A file of the source that may be written in: numbers beside its lines, and what is changed marked. */

import { useEffect, useRef } from 'preact/hooks';
import type { ChangedLines } from './changed-lines.ts';

/** Lines above the first changed one that are shown. */
const ABOVE = 6;

/** The text, whole; the box scrolls. The mark is a sign beside the number as well as a colour. */
export function SourceEditor(props: {
  text: string;
  label: string;
  changed: ChangedLines[];
  shown: string; // when this is another one, the first changed line is brought into the box
  write: (text: string) => void;
}) {
  const { text, label, changed, shown, write } = props;
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const mark = box.current?.querySelector<HTMLElement>('.bench-mark');
    if (box.current && mark) box.current.scrollTop = mark.offsetTop - ABOVE * mark.offsetHeight;
  }, [shown]);
  const lines = text.split('\n');
  const marked = new Set(
    changed.flatMap(({ line, is }) => Array.from({ length: Math.max(1, is.length) }, (_, i) => line + i)),
  );
  const numbers = lines.map((_, i) => `${marked.has(i + 1) ? '▸' : ' '}${String(i + 1).padStart(4)}`);
  return (
    <div class="bench-source" ref={box}>
      <pre class="bench-numbers" aria-hidden="true">
        {numbers.join('\n')}
      </pre>
      <div class="bench-text" style={{ '--columns': String(Math.max(...lines.map(columns)) + 2) }}>
        {[...marked].map((line) => (
          <div key={line} class="bench-mark" data-line={line} style={{ '--line': String(line - 1) }} />
        ))}
        <textarea
          aria-label={label}
          rows={lines.length}
          wrap="off"
          spellcheck={false}
          autocapitalize="off"
          autocomplete="off"
          value={text}
          onInput={(event) => write(event.currentTarget.value)}
        />
      </div>
    </div>
  );
}

/** The width of a line; what is not Latin takes two columns. */
function columns(line: string): number {
  return [...line].reduce((sum, sign) => sum + (sign > '\u2e7f' ? 2 : 1), 0);
}
