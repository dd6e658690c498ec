/** Shares as lines: who looks at whom, and the wider the line the more. */

import { decimal } from '../../../lib/print.ts';
import type { Drawn, SharesPicture } from './picture.ts';

const [ROW, WIDTH, LEFT, RIGHT] = [44, 260, 60, 200];

/** Lines from each query on the left to each key on the right; the table beside it is what a keyboard reads. */
export function Shares({ picture: { path, tokens }, rows, say, opened, open }: Drawn<SharesPicture>) {
  const A = rows(path);
  // The query that is open: only its lines are drawn full.
  const query = /(?:^|\.)[ASQY]\[(\d+)\]/.exec(opened ?? '')?.[1];
  const y = (i: number) => ROW * (i + 0.5);
  const label = A.map((shares, i) => {
    const [most] = shares.map((share, j) => ({ share, j })).sort((a, b) => b.share - a.share);
    const share = decimal(most.share, 2);
    return say(
      `${tokens[i]} looks most at ${tokens[most.j]}, ${share}`,
      `${tokens[i]} 最看重 ${tokens[most.j]}，${share}`,
    );
  });
  return (
    <div class="shares">
      <p class="shares-title">{say('who looks at whom', '谁看谁')}</p>
      <svg viewBox={`0 0 ${WIDTH} ${ROW * A.length}`} role="img" aria-label={label.join(say('; ', '；'))}>
        {A.flatMap((shares, i) =>
          shares.map((share, j) => (
            <line
              x1={LEFT}
              y1={y(i)}
              x2={RIGHT}
              y2={y(j)}
              stroke-width={14 * share}
              class={query === undefined || Number(query) === i ? 'share-line' : 'share-line faint'}
              onClick={() => open(`${path}[${i}][${j}]`)}
            >
              <title>{`${tokens[i]} → ${tokens[j]}  ${decimal(share)}`}</title>
            </line>
          )),
        )}
        {tokens.map((token, i) => (
          <>
            <text x={LEFT - 12} y={y(i)} class="share-query">
              {token}
            </text>
            <text x={RIGHT + 12} y={y(i)} class="share-key">
              {token}
            </text>
          </>
        ))}
      </svg>
    </div>
  );
}
