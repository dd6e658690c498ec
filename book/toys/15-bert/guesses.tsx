/** What the model guesses for one blank. */

import type { Guess } from '../../../chapters/15-bert/blanks.ts';
import type { Say } from '../../../lib/language.ts';
import { decimal } from '../../../lib/print.ts';
import { Shares } from '../shares.tsx';

/** How many are shown. */
const SHOWN = 5;

/** The likeliest words, and what was hidden there. */
export function Guesses(given: {
  place: number;
  guesses: Guess[];
  hidden: { sign: string; id: number };
  tokens: string[];
  say: Say;
}) {
  const { place, guesses, hidden, tokens, say } = given;
  const found = guesses.find(({ id }) => id === hidden.id);
  return (
    <div class="toy-blank" data-place={place}>
      <Shares
        of={guesses
          .slice(0, SHOWN)
          .map(({ id, share }) => ({ sign: tokens[id], share, written: `${decimal(100 * share, 1)} %` }))}
        above={<caption>{say(`place ${place + 1}`, `第 ${place + 1} 个字`)}</caption>}
      />
      <p>
        {say('hidden: ', '遮住的是：')}
        <span lang="zh-Hans">{hidden.sign}</span>{' '}
        {found ? `${decimal(100 * found.share, 1)} %` : say('(no word that it knows)', '（它不认识）')}
      </p>
    </div>
  );
}
