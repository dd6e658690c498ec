/** What a cell holds after each word: its state, and, of a gated one, how open the update gate was. */

import type { Step } from '../../../chapters/14-rnn/time.ts';
import type { Say } from '../../../lib/language.ts';
import type { Vector } from '../../../lib/matrix.ts';
import { decimal } from '../../../lib/print.ts';

/** Rows of squares, the last words first. */
export function Inside({ steps, say }: { steps: Step[]; say: Say }) {
  if (steps.length === 0) {
    return (
      <p>{say('An encoder layer has no state: each word looks at all.', '编码器层没有状态：每个词都看所有的词。')}</p>
    );
  }
  const gated = steps.flatMap((step) => ('z' in step ? [step.z] : []));
  const states = steps.map(({ y }) => y);
  return (
    <div class="toy-beside">
      <Strip
        name={say('state h, blue above 0, amber below', '状态 h，蓝的大于 0，黄的小于 0')}
        rows={states}
        low={-1}
        say={say}
      />
      {gated.length > 0 && <Strip name={say('update gate z', '更新门 z')} rows={gated} low={0} say={say} />}
    </div>
  );
}

/** How many rows are shown. */
const SHOWN = 8;

/** Each number a square, from low to 1. */
function Strip({ name, rows, low, say }: { name: string; rows: Vector[]; low: number; say: Say }) {
  const last = rows.slice(-SHOWN);
  const first = rows.length - last.length + 1;
  const size = last[0].length;
  const label = last.map((row) => row.map((x) => decimal(x, 1)).join(' ')).join('; ');
  return (
    <figure class="toy-strip">
      <figcaption>{`${name}${say(`, from word ${first} on`, `，从第 ${first} 个词起`)}`}</figcaption>
      <svg viewBox={`0 0 ${size * 20} ${last.length * 20}`} role="img" aria-label={`${name}: ${label}`}>
        {last.flatMap((row, y) =>
          row.map((x, c) => (
            <rect
              class={x < 0 ? 'toy-cell toy-below' : 'toy-cell'}
              x={c * 20 + 1}
              y={y * 20 + 1}
              width="18"
              height="18"
              fill-opacity={decimal(low < 0 ? Math.abs(x) : x, 2)}
            />
          )),
        )}
      </svg>
    </figure>
  );
}
