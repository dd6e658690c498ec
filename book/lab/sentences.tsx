/** The reader's own sentences, and what the model makes of them now. */

import { useState } from 'preact/hooks';
import type { Say } from '../../lib/language.ts';
import type { Parts } from './lab.tsx';
import { withouts } from './without.ts';
import { inWords } from '../stage/figure.ts';

/** So many sentences are translated at a time. */
const MOST = 5;

/** A field for one more, and a list. The first one is looked into. */
export function Sentences({ store, hands, say }: Parts) {
  const { sentences, whole, other, without, language } = store;
  const [text, write] = useState('');
  const put = (list: string[]) => {
    sentences.value = list.slice(0, MOST);
    hands.look();
  };
  const add = (event: Event) => {
    event.preventDefault();
    put([text, ...sentences.value.filter((sentence) => sentence !== text)]);
    write('');
  };
  const taken = withouts.find(({ name }) => name === without.value);
  const said = (shown: typeof whole, sentence: string) => shown.looks.value.find((look) => look.sentence === sentence);
  return (
    <div class="lab-sentences">
      <form onSubmit={add}>
        <label>
          {say('your sentence', '你的句子')}{' '}
          <input
            type="text"
            data-lab="sentence"
            value={text}
            onFocus={hands.typing}
            onInput={({ currentTarget }) => write(currentTarget.value)}
          />
        </label>
        <button type="submit" data-lab="add">
          {say('translate', '翻译')}
        </button>
      </form>
      <ul aria-live="polite">
        {sentences.value.map((sentence, i) => {
          const look = said(whole, sentence);
          const without = taken && said(other, sentence);
          return (
            <li>
              <button
                type="button"
                class="lab-sentence"
                aria-pressed={i === 0}
                onClick={() => put([sentence, ...sentences.value.filter((each) => each !== sentence)])}
              >
                {sentence.length > 60 ? `${sentence.slice(0, 60)}…` : sentence}
              </button>
              <span class="lab-said">
                {look?.refused === undefined ? (
                  <output data-lab="translation">{spoken(look?.said, say)}</output>
                ) : (
                  <span role="alert">{look.refused}</span>
                )}
                {taken && without?.refused === undefined && (
                  <span class="other">
                    {inWords(taken.says, language)}:{' '}
                    <output data-lab="translation-without">{spoken(without?.said, say)}</output>
                  </span>
                )}
              </span>
            </li>
          );
        })}
      </ul>
    </div>
  );
}

/** What was said; a model that ends at once says nothing. */
function spoken(said: string | undefined, say: Say): string {
  if (said === undefined) return '…';
  return said === '' ? say('(nothing)', '（什么也没说）') : said;
}
