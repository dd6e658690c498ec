/** Chapter 18's toy: a generator and a discriminator at play, round after round, while one looks. */

import { useEffect, useMemo, useRef } from 'preact/hooks';
import { played } from '../../../examples/18-gan/clusters.ts';
import { speaker, type Say } from '../../../lib/language.ts';
import { decimal } from '../../../lib/print.ts';
import { Select, TrainingButtons, Whole } from '../controls.tsx';
import type { Controls, Playing, Values } from '../toy.ts';
import { Customers } from './customers.tsx';
import { ROUNDS, shownOf, type Given, type Shown } from './steps.ts';

/** Below the counts of the groups in the example. */
export const part = '7';

/** What stands above it. */
export const title = { en: 'Watch the two of them', zh: '看它们两个过招' };

/** What one finds by playing. */
export const caption = {
  en: 'Circles are real customers, filled dots what the generator makes; the darker the ground, the more the discriminator takes what lies there for real. With 3 : 1 the dots spread to all four groups; with 1 : 4 they run together from one to the next. The rounds are those of the table above: stopped at 100, it counts the same.',
  zh: '空心圈是真客户，实心点是生成器造的；底色越深，判别器越相信那里的是真的。3 : 1 时，点散到四群里去；1 : 4 时，它们挤成一团，从一群跑到另一群。走的就是上面那张表里的轮次：停在第 100 轮，数出来的也一样。',
};

const steps = ['1', '2', '3', '4', '5'].map((k): [string, string] => [k, k]);

/** What the reader may set. */
export const controls = {
  d: { kind: 'choice', first: '3', of: steps, says: { en: 'steps of D a round', zh: '每轮 D 走几步' } },
  g: { kind: 'choice', first: '1', of: steps, says: { en: 'of G', zh: 'G 走几步' } },
  seed: { kind: 'range', first: 1, from: 1, to: 9999, step: 1, says: { en: 'seed', zh: '种子' } },
} satisfies Controls;

/** What its training begins with. */
export function given({ d, g, seed }: Values<typeof controls>): Given {
  return { seed: String(seed.value), d_steps: Number(d.value), g_steps: Number(g.value) };
}

/** The toy. */
export function Toy({ values, training, language }: Playing<typeof controls, null, Shown>) {
  const say = speaker(language);
  const { d, g, seed } = values;
  const begun = given(values);
  const depends = [d.value, g.value, seed.value];
  const first = useMemo(() => shownOf(played(begun.seed, begun).next().value), depends);
  const drawn = useRef(false);
  useEffect(() => {
    if (drawn.current) training.reset(); // another game
    drawn.current = true;
  }, depends);
  const shown = training.shown.value ?? first;
  return (
    <>
      <div class="toy-controls">
        <TrainingButtons training={training} language={language} />
        <p class="toy-says" role="status">
          {say(`round ${shown.round} of ${ROUNDS}`, `第 ${shown.round} 轮，共 ${ROUNDS} 轮`)}
          {shown.round > 0 &&
            say(
              `; loss of D ${decimal(shown.loss_D, 2)}, of G ${decimal(shown.loss_G, 2)}`,
              `；D 的损失 ${decimal(shown.loss_D, 2)}，G 的损失 ${decimal(shown.loss_G, 2)}`,
            )}
        </p>
        <Select name="d" control={controls.d} value={d} language={language} />
        <Select name="g" control={controls.g} value={g} language={language} />
        <Whole name="seed" control={controls.seed} value={seed} language={language} />
      </div>
      <Customers shown={shown} say={say} />
      <Counts shown={shown} say={say} />
    </>
  );
}

/** How many of the customers made belong to each group. */
function Counts({ shown: { moment }, say }: { shown: Shown; say: Say }) {
  return (
    <dl class="toy-counts" data-counts={moment.counts.join(' ')}>
      {moment.counts.map((count, k) => (
        <div>
          <dt>{say(`group ${k + 1}`, `第 ${k + 1} 群`)}</dt>
          <dd>{count}</dd>
        </div>
      ))}
      <div>
        <dt>{say('astray', '离群')}</dt>
        <dd>{moment.astray}</dd>
      </div>
      <div>
        <dt>{say('mean distance', '两两平均距离')}</dt>
        <dd>{decimal(moment.apart, 2)}</dd>
      </div>
    </dl>
  );
}
