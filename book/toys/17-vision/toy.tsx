/** Chapter 17's toy: the reader draws a character; the encoder says which it is, and where it looked. */

import { useEffect, useMemo, useRef } from 'preact/hooks';
import { softmax } from '../../../chapters/04-attention/softmax.ts';
import { drawn, GLYPHS, written, type Stroke } from '../../../chapters/17-vision/glyphs.ts';
import { cut } from '../../../chapters/17-vision/patches.ts';
import { looks, vision } from '../../../chapters/17-vision/vision.ts';
import { HAND, PATCH } from '../../../examples/17-vision/images.ts';
import { speaker, type Say } from '../../../lib/language.ts';
import { zeros, type Vector } from '../../../lib/matrix.ts';
import { decimal } from '../../../lib/print.ts';
import { seeded } from '../../../lib/random.ts';
import { Select, TrainingButtons, Whole } from '../controls.tsx';
import { Shares } from '../shares.tsx';
import type { Controls, Playing, Values } from '../toy.ts';
import type { Lesson } from './data.ts';
import { Paper } from './paper.tsx';
import type { Given, Learned } from './steps.ts';
import { areStrokes, noted, strokesIn } from './strokes.ts';
import { untrained } from './untrained.ts';

/** Below the pictures of where the class token looks. */
export const part = '5';

/** What stands above it. */
export const title = { en: 'Draw one', zh: '你来写一个字' };

/** What one finds by playing. */
export const caption = {
  en: 'Train it first, a few seconds; then draw one of the ten characters. The shade over the paper is where the class token looks, a share a patch, and the bars are what it then believes. Turn 土 into 工 or 上 by a stroke, or put it where it has never stood.',
  zh: '先训练几秒钟，再写这十个字中的一个。纸上的底色是类别词元看向哪里，每块一个权重；右边的条是它看完后相信的。添一笔，把土变成工或上；或者把字写到它从没待过的地方。',
};

/** What the reader may set. */
export const controls = {
  layer: {
    kind: 'choice',
    first: '2',
    of: [
      ['1', '1'],
      ['2', '2'],
    ],
    says: { en: 'looks of layer', zh: '看第几层' },
  },
  seed: { kind: 'range', first: 1, from: 1, to: 9999, step: 1, says: { en: 'seed', zh: '种子' } },
  strokes: { kind: 'noted', first: noted(sample(4, 'first')), fits: areStrokes },
} satisfies Controls;

/** What its training begins with. */
export function given({ seed }: Values<typeof controls>, lesson: Lesson): Given {
  return { ...lesson, seed: String(seed.value) };
}

/** The toy. */
export function Toy({ values, training, language }: Playing<typeof controls, Lesson, Learned>) {
  const say = speaker(language);
  const { layer, seed, strokes } = values;
  const samples = useRef(0);
  const changed = useRef(false);
  useEffect(() => {
    if (changed.current) training.reset(); // other weights to begin with
    changed.current = true;
  }, [seed.value]);
  const learned = training.shown.value;
  const P = useMemo(() => learned?.P ?? untrained(String(seed.value)), [learned, seed.value]);
  const lines = strokesIn(strokes.value);
  const image = lines.length === 0 ? zeros(HAND.side, HAND.side) : drawn(lines, HAND.side, HAND.pen);
  const seen = vision(cut(image, PATCH), P);
  const put = (next: Stroke[]) => {
    const text = noted(next);
    if (areStrokes(text)) strokes.value = text;
  };
  return (
    <>
      <div class="toy-controls">
        <TrainingButtons training={training} language={language} />
        <p class="toy-says" role="status">
          {learned === undefined
            ? say('not trained: it says what chance says', '还没训练：随口乱说')
            : say(
                `step ${learned.step} of ${learned.steps}, loss ${decimal(learned.loss, 2)}`,
                `第 ${learned.step} 步，共 ${learned.steps} 步，损失 ${decimal(learned.loss, 2)}`,
              )}
        </p>
        <Select name="layer" control={controls.layer} value={layer} language={language} />
        <Whole name="seed" control={controls.seed} value={seed} language={language} />
      </div>
      <div class="toy-buttons" role="group" aria-label={say('write one', '写一个')}>
        {GLYPHS.map(({ sign }, k) => (
          <button type="button" lang="zh-Hans" onClick={() => put(sample(k, String(samples.current++)))}>
            {sign}
          </button>
        ))}
        <button type="button" data-toy-do="clear" onClick={() => put([])}>
          {say('clear', '擦掉')}
        </button>
      </div>
      <div class="toy-beside">
        <Paper
          image={image}
          shares={looks(seen, Number(layer.value) - 1).slice(1)}
          draw={(stroke) => put([...strokesIn(strokes.value), stroke])}
          say={say}
        />
        <Believed shares={softmax(seen.S)[0]} say={say} />
      </div>
    </>
  );
}

/** How much each character is believed in. */
function Believed({ shares, say }: { shares: Vector; say: Say }) {
  return (
    <Shares
      of={GLYPHS.map(({ sign }, k) => ({ sign, share: shares[k], written: decimal(shares[k]) }))}
      above={
        <thead>
          <tr>
            <th>{say('character', '字')}</th>
            <th>{say('share', '概率')}</th>
            <th aria-hidden="true" />
          </tr>
        </thead>
      }
    />
  );
}

/** Glyph k as a hand of the chapter writes it. */
function sample(k: number, seed: string): Stroke[] {
  return written(seeded(`sample ${seed}`), GLYPHS[k].strokes, HAND);
}
