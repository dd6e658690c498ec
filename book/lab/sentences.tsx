/** The reader's own sentences, and what the model makes of them now. */

import { useState } from 'preact/hooks';
import type { Say } from '../../lib/language.ts';
import type { Parts } from './lab.tsx';
import { withouts } from './without.ts';
import { inWords } from '../stage/figure.ts';

/** So many sentences are translated at a time. */
const MOST = 5;

/** So many characters of a sentence are shown. */
const SHOWN = 60;

/** A field for one more, and a list. The first one is looked into. */
export function Sentences({ store, hands, say }: Parts) {
  const { sentences } = store;
  const [text, write] = useState('');
  const put = (first: string) => {
    sentences.value = [first, ...sentences.value.filter((sentence) => sentence !== first)].slice(0, MOST);
    hands.look();
  };
  const submit = (event: Event) => {
    event.preventDefault();
    put(text);
    write('');
  };
  return (
    <div class="lab-sentences">
      <form onSubmit={submit}>
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
        {sentences.value.map((sentence, i) => (
          <li>
            <button type="button" class="lab-sentence" aria-pressed={i === 0} onClick={() => put(sentence)}>
              {sentence.length > SHOWN ? `${sentence.slice(0, SHOWN)}…` : sentence}
            </button>
            <Said sentence={sentence} store={store} say={say} />
          </li>
        ))}
      </ul>
    </div>
  );
}

/** What the model says of a sentence, and what the other one does. */
function Said({ sentence, store: { whole, other, without, language }, say }: SaidProps) {
  const [look, otherLook] = [whole, other].map(({ looks }) => looks.value.find((each) => each.sentence === sentence));
  const taken = withouts.find(({ name }) => name === without.value);
  return (
    <span class="lab-said">
      {look?.refused === undefined ? (
        <output data-lab="translation">{spoken(look?.said, say)}</output>
      ) : (
        <span role="alert">{look.refused}</span>
      )}
      {taken && otherLook?.refused === undefined && (
        <span class="other">
          {inWords(taken.says, language)}:{' '}
          <output data-lab="translation-without">{spoken(otherLook?.said, say)}</output>
        </span>
      )}
    </span>
  );
}

type SaidProps = Pick<Parts, 'store' | 'say'> & { sentence: string };

/** What was said; a model that ends at once says nothing. */
function spoken(said: string | undefined, say: Say): string {
  if (said === undefined) return '…';
  return said === '' ? say('(nothing)', '（什么也没说）') : said;
}
