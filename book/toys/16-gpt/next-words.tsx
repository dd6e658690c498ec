/** The likeliest next words: what the model thinks of each, and how likely it is to be said. */

import type { Vector } from '../../../lib/matrix.ts';
import type { Say } from '../../../lib/language.ts';
import { decimal } from '../../../lib/print.ts';

/** How many words are shown. */
const SHOWN = 10;

/** A table with bars. own: shares as the model has them; left: after temperature, top-k and top-p; V each. */
export function NextWords(given: {
  tokens: string[];
  own: Vector;
  left: Vector;
  choose: (id: number) => (() => void) | undefined; // what happens when a word is chosen; the end is no word
  say: Say;
}) {
  const { tokens, own, left, choose, say } = given;
  const ids = [...own.keys()].sort((a, b) => own[b] - own[a]).slice(0, SHOWN);
  return (
    <table class="toy-bars">
      <thead>
        <tr>
          <th>{say('word', '词')}</th>
          <th>{say('model', '模型')}</th>
          <th>{say('drawn', '采样')}</th>
          <th aria-hidden="true" />
        </tr>
      </thead>
      <tbody>
        {ids.map((id) => (
          <tr key={id} data-word={id}>
            <th>
              {choose(id) ? (
                <button type="button" onClick={choose(id)}>
                  {tokens[id]}
                </button>
              ) : (
                tokens[id]
              )}
            </th>
            <td>{decimal(own[id])}</td>
            <td data-left>{left[id] === 0 ? say('cut', '去掉') : decimal(left[id])}</td>
            <td class="toy-bar" aria-hidden="true">
              <span class="toy-bar-own" style={{ width: `${100 * own[id]}%` }} />
              <span class="toy-bar-left" style={{ width: `${100 * left[id]}%` }} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
