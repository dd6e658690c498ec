import t from 'tap';
import { choicesOn, plan } from '../../examples/22-assistant/course.ts';
import { fitByLoops } from '../../examples/22-assistant/fit.ts';
import { answered, firstWordApart, judged, logOddsOf } from '../../examples/22-assistant/judging.ts';
import { sized } from '../../examples/22-assistant/sizes.ts';
import {
  halves,
  lessonsOf,
  question,
  sentence,
  spelled,
  statement,
  textOf,
  V,
  word,
  world,
} from '../../examples/22-assistant/world.ts';
import { finished } from '../../examples/training/finished.ts';
import { gptParams } from '../../chapters/16-gpt/gpt.ts';
import { dpoLoss } from '../../chapters/22-assistant/answers.ts';
import { speaker } from '../../lib/language.ts';
import { seeded } from '../../lib/random.ts';

const facts = world(seeded('a'));
const { taught, held } = halves(facts);
const [en, zh] = [speaker('en'), speaker('zh')];
const P = gptParams(seeded('weights'), V, { d_model: 4, h: 1, d_ff: 4, N: 1 });

t.test('the world', async (t) => {
  t.equal(facts.length, 32 * 3, 'three facts of each of 32 things');
  t.strictSame([taught.length, held.length], [48, 48], 'half of the things have lessons');
  t.strictSame(
    taught.filter(({ thing }) => held.some((fact) => fact.thing === thing)),
    [],
    'and no lesson is about another',
  );
  t.strictSame(world(seeded('a')), facts, 'a seed is a world');
  t.strictNotSame(world(seeded('b')), facts, 'another another');
  for (const { value, attribute } of facts) {
    t.ok(
      facts.every((fact) => fact.value !== value || fact.attribute === attribute),
      'no value of two attributes',
    );
  }
  const [fact] = facts;
  const [english, chinese] = [en, zh].map((say) => [statement, question, sentence].map((of) => spelled(of(fact), say)));
  t.match(english, [/^apple's colour is \w+$/, /^apple's colour is what\?$/, /^it is \w+$/]);
  t.match(chinese, [/^苹果的颜色是.色$/, /^苹果的颜色是什么？$/, /^它是.色$/]);
});

t.test('the text never answers, a lesson always does', async (t) => {
  const text = textOf(facts, 4, seeded('text')).map(({ target }) => spelled(target, en));
  t.equal(text.length, 4 * 96 + 96, 'a page of questions for four statements');
  t.equal(text.filter((line) => line.endsWith('what?')).length, 96);
  const asking = text.filter((line) => line.includes('what?'));
  t.ok(
    asking.every((line) => /^\w+'s \w+ is what\? \w+'s \w+ is what\?$/.test(line)),
    'two questions, and no more',
  );
  t.ok(
    text.every((line) => !/\bit\b/.test(line)),
    'it is a new word',
  );
  const lessons = lessonsOf(taught);
  t.equal(lessons.length, 2 * 48);
  t.strictSame(lessons.slice(0, 2), [
    { source: question(taught[0]), target: sentence(taught[0]) },
    { source: question(taught[0]), target: word(taught[0]) },
  ]);
});

t.test('judging', async (t) => {
  const found = judged(held, P);
  t.equal(found.logOdds, found.logP[0] - found.logP[1]);
  t.ok(Math.abs(logOddsOf(held, P) - found.logOdds) < 1e-12, 'the mean of differences');
  t.equal(firstWordApart(held, P, P), 0);
  t.ok(firstWordApart(held, P, gptParams(seeded('other'), V, plan.sizes)) > 0);
  // Of one fact what it says is the value that it should have, and of another not.
  const said = answered(held[0], P)[0];
  const likely = { ...held[0], value: said };
  t.equal(judged([likely], P).right, Number(answered(likely, P).length === 1), 'right is right to the last word');
  t.equal(judged([{ ...likely, value: said + 1 }], P).right, 0);
});

t.test('learning by loops', async (t) => {
  const choices = choicesOn(taught.slice(0, 5), 1, P);
  const reported: number[] = [];
  const learn = (seed: string) =>
    fitByLoops(P, choices, (one, P) => dpoLoss(one, P, 1), { epochs: 2, batch: 2, rate: 0.01 }, seeded(seed));
  const better = await finished(learn('a'), ({ step, steps }) => reported.push(step / steps));
  t.strictSame(reported, [1 / 6, 2 / 6, 3 / 6, 4 / 6, 5 / 6, 1], 'two epochs of 2, 2 and 1');
  t.ok(logOddsOf(taught.slice(0, 5), better) > logOddsOf(taught.slice(0, 5), P), 'the sentence has become likelier');
  t.strictSame(await finished(learn('a')), better, 'the same seed, the same model');
  t.strictNotSame(await finished(learn('b')), better, 'another order, another');
});

t.test('sizes', async (t) => {
  // Words: 4 special, is, 3 attributes with 6 values each, 256 things: 282 rows of 4. A layer: 4 · 16 for the
  // attention, 32 + 8 + 32 + 4 for the feed-forward layer, 16 for the norms.
  const { numbers, loss } = await sized(4, 64, 'a');
  t.equal(numbers, 282 * 4 + 64 + 76 + 16);
  t.ok(loss > 0 && Number.isFinite(loss));
});
