/**
 * What the customers of a GAN are worth: how near they come to the real ones, and what a classifier learns from them.
 */

import type { Cases } from '../../chapters/18-gan/customers.ts';
import type { FeedForwardParams } from '../../chapters/09-feed-forward/feed-forward.ts';
import type { Say } from '../../lib/language.ts';
import { columns, decimal } from '../../lib/print.ts';
import { seeded } from '../../lib/random.ts';
import { finished } from '../training/finished.ts';
import type { Watch } from '../training/watched.ts';
import {
  firstOf,
  joined,
  madeBy,
  MADE,
  resemblance,
  RIDGE,
  ROUNDS,
  sources,
  taught,
  trained,
  type Bank,
} from './contest.ts';

/** What is known of a customer, in short. */
export function featureNames(say: Say): string[] {
  return [
    say('age', '年龄'),
    say('job', '工龄'),
    say('school', '学历'),
    say('family', '家人'),
    say('home', '房'),
    say('cards', '卡'),
    say('late', '逾期'),
    say('bank', '开户'),
    say('salary', '年薪'),
  ];
}

/** What the bank says to a customer with this label. */
export function verdict(label: number, say: Say): string {
  return label > 0 ? say('approved', '批准') : say('refused', '拒绝');
}

/**
 * Trains a GAN on the few customers of a bank: crowds of customers from all sources, and how each resembles the rest.
 */
export async function crowds(bank: Bank, seed: string, rate: number, watch: Watch) {
  let first: FeedForwardParams | undefined; // G after one round
  const { averaged, last } = await finished(trained(bank.few, seed, rate), ({ round, G }) => {
    first ??= G;
    watch(['GAN', 'GAN'], round, ROUNDS);
  });
  const made = (G: FeedForwardParams) => madeBy(G, bank.few, MADE, seeded(`made ${seed}`));
  const { few, near, helping, independent, gan, many } = sources(bank, averaged, seed);
  const [early, late] = [made(first!), made(last)]; // there is a first round
  const compared = (cases: Cases) => ({ cases, ...resemblance(cases, bank) });
  return {
    few: compared(few),
    near: compared(near),
    helping,
    independent: compared(independent),
    early: compared(early),
    late: compared(late),
    gan: compared(gan),
    many: compared(many),
  };
}

type Crowds = Awaited<ReturnType<typeof crowds>>;

export function printedCrowds({ shown, ...found }: Crowds & { shown: number }, say: Say): string {
  const listed = (name: string, { X, y }: Cases): string[][] => [
    [name],
    ...X.slice(0, shown).map((x, i) => ['', ...x.map(String), verdict(y[i], say)]),
  ];
  const { few, near, independent, early, late, gan, many } = found;
  const row = (name: string, { distance, nearest }: typeof few) => [name, decimal(distance, 2), decimal(nearest, 2)];
  return [
    columns([
      ['', ...featureNames(say)],
      ...listed(say('real', '真实'), few.cases),
      ...listed(say('after 1 round', '1 轮之后'), early.cases),
      ...listed(say(`after ${ROUNDS} rounds`, `${ROUNDS} 轮之后`), gan.cases),
    ]),
    columns([
      ['', say('distance to held-out customers', '与留出客户的距离'), say('nearest of the few', '离最近的真实客户')],
      row(say('the few real ones', '手里的真实客户'), few),
      row(say('resampled with noise', '加噪声重抽'), near),
      row(say('independent columns', '各列独立抽'), independent),
      row(say('GAN after 1 round', 'GAN，1 轮之后'), early),
      row(say('GAN, its last numbers', 'GAN，最后一轮的参数'), late),
      row(say('GAN, averaged', 'GAN，参数取平均'), gan),
      row(say('1000 other real ones', '另外 1000 个真实客户'), many),
    ]),
  ].join('\n');
}

/** The share of held-out customers that a classifier labels right, by what it learned from. */
export function lessons(bank: Bank, { helping, gan: { cases: gan } }: Crowds) {
  const { few, many } = bank;
  return {
    few: taught(few, bank),
    ridge: taught(few, bank, RIDGE),
    helping: taught(joined(few, helping), bank),
    equal: taught(joined(few, firstOf(gan, few.y.length)), bank),
    gan: taught(joined(few, gan), bank),
    many: taught(many, bank),
  };
}

export function printedLessons(found: ReturnType<typeof lessons>, say: Say): string {
  const row = (name: string, share: number) => [name, `${decimal(100 * share, 1)} %`];
  return columns([
    ['', say('right on 2000 held-out customers', '2000 个留出客户的正确率')],
    row(say('the few real ones', '手里的真实客户'), found.few),
    row(say('the same, with ridge', '同上，加岭惩罚'), found.ridge),
    row(say('+ 1000 resampled', '+ 1000 个重抽的'), found.helping),
    row(say('+ as many from the GAN', '+ 同样多 GAN 造的'), found.equal),
    row(say('+ 1000 from the GAN', '+ 1000 个 GAN 造的'), found.gan),
    row(say('2000 real ones', '2000 个真实客户'), found.many),
  ]);
}
