/** Chapter 15's toy: the reader hides words of a line, and the model says what stands there. */

import { useEffect, useMemo, useRef } from 'preact/hooks';
import { characters, idsOf, vocabularyFrom } from '../../../chapters/02-embedding/vocabulary.ts';
import { guesses } from '../../../chapters/15-bert/blanks.ts';
import { maskOf } from '../../../chapters/15-bert/masking-words.ts';
import { speaker, type Say } from '../../../lib/language.ts';
import { decimal } from '../../../lib/print.ts';
import { TrainingButtons, Whole } from '../controls.tsx';
import type { Controls, Playing, Values } from '../toy.ts';
import type { Chinese } from './data.ts';
import { Guesses } from './guesses.tsx';
import type { Given, Learned } from './steps.ts';
import { untrained } from './untrained.ts';

/** Below the blanks that the example fills. */
export const part = '4';

/** What stands above it. */
export const title = { en: 'Hide a word', zh: '自己来遮' };

/** What one finds by playing. */
export const caption = {
  en: 'Press a character to hide it, or write a line of your own. The model is trained in the page as in the example, from the same seed, so that its shares are those printed above. Hide the measure word and change the noun behind it; then hide the noun, and change the measure word.',
  zh: '点一个字，就把它遮住；也可以自己写一句。模型就在这一页里训练，和示例同一个种子，所以概率和上面打印的一样。先遮住量词，换后面的名词；再遮住名词，换量词试试。',
};

/** A line has at most so many characters. */
const LONGEST = 20;

const LINES = ['我爱你', '他有一只狗', '他读了一封信', '他昨天喝了一杯茶', '她的书', '明天我们会在图书馆等你'];

/** What the reader may set: the line, and the places hidden in it. */
export const controls = {
  line: { kind: 'noted', first: LINES[0], fits: (text: string) => text !== '' && [...text].length <= LONGEST },
  hide: { kind: 'noted', first: '1', fits: (text: string) => /^(\d+( \d+)*)?$/.test(text) },
  seed: { kind: 'range', first: 1, from: 1, to: 9999, step: 1, says: { en: 'seed', zh: '种子' } },
} satisfies Controls;

/** What its training begins with. */
export function given({ seed }: Values<typeof controls>, chinese: Chinese): Given {
  return { ...chinese, seed: String(seed.value) };
}

/** The toy. */
export function Toy({ values, data, training, language }: Playing<typeof controls, Chinese, Learned>) {
  const say = speaker(language);
  const { line, hide, seed } = values;
  const changed = useRef(false);
  useEffect(() => {
    if (changed.current) training.reset(); // other weights to begin with
    changed.current = true;
  }, [seed.value]);
  const learned = training.shown.value;
  const P = useMemo(() => learned?.P ?? untrained(data, String(seed.value)), [learned, seed.value]);
  const signs = characters(line.value);
  const places =
    hide.value === ''
      ? []
      : hide.value
          .split(' ')
          .map(Number)
          .filter((place) => place < signs.length);
  const mask = maskOf(data.tokens.length);
  const known = idsOf(signs, vocabularyFrom(data.tokens));
  const read = known.map((id, i) => (places.includes(i) ? mask : id));
  const filled = places.length === 0 ? [] : guesses(read, P);
  const write = (text: string) => {
    line.value = characters(text).slice(0, LONGEST).join('') || LINES[0];
    hide.value = '';
  };
  const turn = (place: number) => {
    const rest = places.filter((other) => other !== place);
    hide.value = (rest.length < places.length ? rest : [...rest, place].sort((a, b) => a - b)).join(' ');
  };
  return (
    <>
      <div class="toy-controls">
        <TrainingButtons training={training} language={language} />
        <p class="toy-says" role="status">
          {learned === undefined
            ? say('not trained: it guesses by chance', '还没训练：全凭瞎猜')
            : say(
                `step ${learned.step} of ${learned.steps}, loss ${decimal(learned.loss, 2)}`,
                `第 ${learned.step} 步，共 ${learned.steps} 步，损失 ${decimal(learned.loss, 2)}`,
              )}
        </p>
        <Whole name="seed" control={controls.seed} value={seed} language={language} />
      </div>
      <Line signs={signs} places={places} turn={turn} write={write} say={say} />
      {filled.length === 0 && <p>{say('Nothing is hidden. Press a character.', '没有遮住什么。点一个字吧。')}</p>}
      <div class="toy-beside">
        {filled.map((some, k) => (
          <Guesses
            place={places[k]}
            guesses={some}
            hidden={{ sign: signs[places[k]], id: known[places[k]] }}
            tokens={data.tokens}
            say={say}
          />
        ))}
      </div>
    </>
  );
}

/** The line, a button a character, and others to take instead. */
function Line(given: {
  signs: string[];
  places: number[];
  turn: (place: number) => void;
  write: (text: string) => void;
  say: Say;
}) {
  const { signs, places, turn, write, say } = given;
  return (
    <>
      <div
        class="toy-line"
        role="group"
        lang="zh-Hans"
        aria-label={say('the line; press to hide', '句子，点一下就遮住')}
      >
        {signs.map((sign, i) => (
          <button type="button" data-sign={i} aria-pressed={places.includes(i)} onClick={() => turn(i)}>
            {places.includes(i) ? <s>{sign}</s> : sign}
          </button>
        ))}
      </div>
      <div class="toy-controls">
        <label class="toy-control">
          <span>{say('another line', '换一句')}</span>
          <select data-control="lines" onChange={({ currentTarget }) => write(currentTarget.value)}>
            {!LINES.includes(signs.join('')) && (
              <option value="" selected>
                …
              </option>
            )}
            {LINES.map((text) => (
              <option value={text} selected={text === signs.join('')}>
                {text}
              </option>
            ))}
          </select>
        </label>
        <label class="toy-control">
          <span>{say('or your own', '或者自己写')}</span>
          <input
            type="text"
            lang="zh-Hans"
            data-control="own"
            maxLength={LONGEST}
            value={signs.join('')}
            onChange={({ currentTarget }) => write(currentTarget.value)}
          />
        </label>
      </div>
    </>
  );
}
