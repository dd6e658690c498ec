/** Chapter 16's toy: the next word by lot. Heat, top-k and top-p change its chances, and what is said. */

import { useMemo } from 'preact/hooks';
import { EOS } from '../../../chapters/02-embedding/vocabulary.ts';
import type { Next } from '../../../chapters/13-translator/decoding.ts';
import { nextAfter } from '../../../chapters/16-gpt/language-model.ts';
import { ngramAfter, ngrams, type Counted } from '../../../chapters/16-gpt/ngrams.ts';
import { choices, heated, sampled, sayable, type Choice } from '../../../chapters/16-gpt/sampling.ts';
import { speaker, type Say } from '../../../lib/language.ts';
import { decimal } from '../../../lib/print.ts';
import { seeded } from '../../../lib/random.ts';
import { Select, Slider, TrainingButtons, Whole } from '../controls.tsx';
import { useSeldom } from '../seldom.ts';
import type { Controls, Playing, Values } from '../toy.ts';
import type { English } from './data.ts';
import { NextWords } from './next-words.tsx';
import type { Given, Learned } from './steps.ts';

/** Below the sampled sentences of the example. */
export const part = '5';

/** What stands above it. */
export const title = { en: 'Turn the heat yourself', zh: '自己来调温度' };

/** What one finds by playing. */
export const caption = {
  en: 'The outlined bar is what the model thinks, the filled one what may be said after temperature, top-k and top-p. Before training a bigram model speaks, which only counted; then the decoder, trained here in the page: the same steps from the same seed, and so the same sentences as printed above.',
  zh: '空心条是模型自己的概率，实心条是经过温度、top-k、top-p 之后可以说的概率。训练之前说话的是二元模型，数一数就有；训练之后是解码器，就在这一页里训练：种子相同，步子相同，所以说出的句子也和上面打印的一样。',
};

/** A sentence ends here if it has not before, as in the example. */
const LONGEST = 10;

/** The whole vocabulary; a test compares. */
const ALL = '144';

/** What the reader may set. */
export const controls = {
  temperature: { kind: 'range', first: 1, from: 0, to: 3, step: 0.1, says: { en: 'temperature τ', zh: '温度 τ' } },
  k: {
    kind: 'choice',
    first: ALL,
    of: [
      ['1', '1'],
      ['2', '2'],
      ['3', '3'],
      ['5', '5'],
      ['10', '10'],
      ['20', '20'],
      [ALL, { en: 'all', zh: '全部' }],
    ],
    says: { en: 'top-k, words', zh: 'top-k，词数' },
  },
  p: { kind: 'range', first: 1, from: 0.05, to: 1, step: 0.05, says: { en: 'top-p, share', zh: 'top-p，概率' } },
  seed: { kind: 'range', first: 1, from: 1, to: 9999, step: 1, says: { en: 'seed', zh: '种子' } },
  said: { kind: 'noted', first: '', fits: (text: string) => text === '' || idsIn(text).every(isWord) },
} satisfies Controls;

type These = Values<typeof controls>;

/** What its training begins with. */
export function given({ seed }: These, english: English): Given {
  return { ...english, seed: String(seed.value) };
}

/** The toy. */
export function Toy({ values, data, training, language }: Playing<typeof controls, English, Learned>) {
  const say = speaker(language);
  const { temperature, k, p, seed, said } = values;
  const learned = training.shown.value;
  const counted = useMemo(() => bigramOf(data), [data]);
  const next = learned === undefined ? ngramAfter([], counted, data.tokens.length) : nextAfter([], learned.P);
  const choice = { temperature: temperature.value, k: Number(k.value), p: p.value };
  const ids = idsIn(said.value);
  const scores = sayable(next(ids));
  const depends = [learned, said.value, seed.value, choice.temperature, choice.k, choice.p];
  const sentences = useSeldom(() => spoken(next, ids, choice, String(seed.value)), depends, 300);
  const put = (ids: number[]) => (said.value = ids.join(' '));
  return (
    <>
      <div class="toy-controls">
        <TrainingButtons training={training} language={language} />
        <p class="toy-says" role="status">
          {learned === undefined
            ? say('not trained: the bigram model speaks', '还没训练：说话的是二元模型')
            : say(
                `the decoder speaks, step ${learned.step} of ${learned.steps}, loss ${decimal(learned.loss, 2)}`,
                `说话的是解码器，第 ${learned.step} 步，共 ${learned.steps} 步，损失 ${decimal(learned.loss, 2)}`,
              )}
        </p>
        <Slider name="temperature" control={controls.temperature} value={temperature} language={language} />
        <Select name="k" control={controls.k} value={k} language={language} />
        <Slider name="p" control={controls.p} value={p} language={language} />
        <Whole name="seed" control={controls.seed} value={seed} language={language} />
      </div>
      <Said words={ids.map((id) => data.tokens[id])} back={() => put(ids.slice(0, -1))} say={say} />
      <NextWords
        tokens={data.tokens}
        own={heated(scores, 1)}
        left={choices(scores, choice)}
        choose={(id) => (id === EOS ? undefined : () => put([...ids, id]))}
        say={say}
      />
      <p>{say('Sentences that begin so, drawn at random:', '这样开头的句子，随机采样：')}</p>
      <ol class="toy-sentences" data-sentences>
        {sentences.map((ids) => (
          <li>{ids.map((id) => data.tokens[id]).join(' ')}</li>
        ))}
      </ol>
    </>
  );
}

/** The words that stand already, and the way back. */
function Said({ words, back, say }: { words: string[]; back: () => void; say: Say }) {
  return (
    <p class="toy-said">
      {say('What comes after ', '接在后面的是什么：')}
      <b data-said>{['<bos>', ...words].join(' ')}</b>
      {say('? Choose a word, and it is said.', '？点一个词，就说出它。')}{' '}
      {words.length > 0 && (
        <button type="button" data-back onClick={back}>
          {say('take it back', '收回一个词')}
        </button>
      )}
    </p>
  );
}

/** Three sentences from one seed, as the chapter's example draws them. Ids, what was said before among them. */
function spoken(next: Next, said: number[], choice: Choice, seed: string): number[][] {
  const random = seeded(`said ${seed}`);
  return [1, 2, 3].map(() => [...said, ...sampled((ids) => next([...said, ...ids]), choice, random, LONGEST).ids]);
}

function bigramOf({ lines }: English): Counted {
  return ngrams(
    lines.map((target) => ({ source: [], target })),
    2,
  );
}

function idsIn(text: string): number[] {
  return text === '' ? [] : text.split(' ').map(Number);
}

function isWord(id: number): boolean {
  return Number.isInteger(id) && id > EOS && id < Number(ALL);
}
