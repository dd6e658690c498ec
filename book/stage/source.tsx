/** A function's source with one line lit. */

import { useEffect, useRef } from 'preact/hooks';
import type { Place } from '../tracing/number.ts';

/** The function in which a place stands, that line lit. `sources`: the lines of each file. */
export function Source({ place, sources }: { place: Place; sources: Record<string, string[]> }) {
  const box = useRef<HTMLPreElement>(null);
  useEffect(() => {
    // The lit line in the middle of its box; the page stays where it is.
    const lit = box.current?.querySelector<HTMLElement>('.lit');
    if (box.current && lit)
      box.current.scrollTop = lit.offsetTop - box.current.offsetTop - box.current.clientHeight / 2;
  }, [place]);
  const lines = sources[place.file] ?? [];
  const [from, to] = functionAround(lines, place.line);
  const first = Math.max(from, Math.min(place.line - AROUND, to - 2 * AROUND));
  const last = Math.min(to, first + 2 * AROUND);
  const head = first > from ? [from] : [];
  const numbers = [...head, ...Array.from({ length: last - first + 1 }, (_, k) => first + k)];
  return (
    <div class="stage-source" data-source={`${place.file}:${place.line}`}>
      <p class="stage-place">
        {place.file}:{place.line}
      </p>
      <pre ref={box} tabIndex={0} aria-label={`${place.file}:${place.line}`}>
        <code>
          {numbers.map((number, k) => (
            <>
              {k === 1 && head.length > 0 && first > from + 1 && <span class="line">{'  …\n'}</span>}
              <span class={number === place.line ? 'line lit' : 'line'}>
                {lines[number - 1]}
                {'\n'}
              </span>
            </>
          ))}
        </code>
      </pre>
    </div>
  );
}

/** Lines shown above the lit one, and below it. */
const AROUND = 7;

/** From the declaration above a line to the brace that closes it. */
function functionAround(lines: string[], line: number): [from: number, to: number] {
  let from = line;
  while (from > 1 && !/^(export )?(async )?(function|const)\b/.test(lines[from - 1])) from--;
  let to = line;
  while (to < lines.length && !/^[})]/.test(lines[to - 1])) to++;
  return [from, to];
}
