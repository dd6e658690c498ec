/**
 * Part 3: how the cost grows. Vaswani et al. 2017, table 1, has it a layer: n²·d for self-attention, and k·n·d² for
 * convolutions; feed-forward layers are convolutions with k = 1 (§3.3). Here it is measured, and an exponent fitted.
 * The clock is the processor's: by the wall's, a long run is interrupted more often than a short one.
 */

import { transformerParams } from '../../chapters/11-decoder/transformer.ts';
import { beginner } from '../../chapters/12-training/adam.ts';
import { threads } from '../../examples/training/crew.ts';
import { assemble } from '../../examples/training/team.ts';
import { capacityFor } from '../../chapters/20-speed/engine/batch.ts';
import { loadBatch } from '../../chapters/20-speed/engine/engine.ts';
import { kernelsOn } from '../../chapters/20-speed/engine/kernels.ts';
import { bytesOf, FIRST, memoryOf, numbersIn, roomFrom } from '../../chapters/20-speed/engine/memory.ts';
import { share } from '../../chapters/20-speed/engine/orders.ts';
import { transformer } from '../../chapters/20-speed/engine/transformer.ts';
import { exponent } from '../../lib/exponent.ts';
import type { Say } from '../../lib/language.ts';
import { columns, decimal } from '../../lib/print.ts';
import { normal, seeded } from '../../lib/random.ts';
import { moduleOf } from '../../examples/training/kernels.ts';
import { randomPairs } from './random-pairs.ts';
import { during, inRounds, quartiles, quartilesText, worked, type Contestant, type Pace } from './timing.ts';

/** Something that is made larger while all else stays. */
interface Growth {
  what: string;
  fixed: string;
  sizes: number[];
  theory: number; // the exponent
  term: string; //   where it comes from
  at: (size: number) => Promise<Contestant>;
}

/**
 * The table of part 3, a line each. An exponent is fitted in each round, so that a slow round is slow for all sizes.
 */
export async function growthTable(pace: Pace, say: Say): Promise<string> {
  const ends = [say('from', '从'), say('to', '到'), say('ms', '毫秒'), say('ms', '毫秒')];
  const lines = [[say('what grows', '什么变大'), ...ends, say('exponent', '指数'), say('theory', '理论'), '']];
  for (const { what, fixed, sizes, theory, term, at } of growths(say)) {
    const contestants: Contestant[] = [];
    for (const size of sizes) contestants.push(await at(size));
    const times = await inRounds(contestants, pace);
    const fitted = times[0].map((_, round) =>
      exponent(
        sizes,
        times.map((list) => list[round]),
      ),
    );
    const milliseconds = times.map((list) => decimal(quartiles(list).median * 1e3, 2));
    lines.push([
      `${what}${say(', ', '，')}${fixed}`,
      ...[sizes[0], sizes[sizes.length - 1]].map(String),
      ...[milliseconds[0], milliseconds[sizes.length - 1]],
      quartilesText(fitted, 2),
      String(theory),
      term,
    ]);
  }
  return columns(lines);
}

/** The four of them. In the first three a whole model goes forward and backward; in the last, attention alone. */
function growths(say: Say): Growth[] {
  return [
    {
      what: say('sentences', '句子数'),
      fixed: say('12 tokens each', '每句 12 个词元'),
      sizes: [16, 32, 64, 128],
      theory: 1,
      term: 'n·d²',
      at: (pairs) => whole(pairs, 12, 64),
    },
    {
      what: say('tokens in a sentence', '每句词元数'),
      fixed: say('32 short sentences', '32 个短句'),
      sizes: [4, 8, 16, 32],
      theory: 1,
      term: 'n·d²',
      at: (tokens) => whole(32, tokens, 64),
    },
    {
      what: 'd_model',
      fixed: say('16 sentences of 8, d_ff = 4 d_model', '16 句、每句 8 个词元，d_ff = 4 d_model'),
      sizes: [64, 128, 192, 256],
      theory: 2,
      term: 'n·d²',
      at: (d_model) => whole(16, 8, d_model),
    },
    {
      what: say('tokens, attention alone', '词元数，只算注意力'),
      fixed: say('one sentence, d = 32, 4 heads', '一句，d = 32，4 个头'),
      sizes: [32, 64, 128, 256], // the shares of longer sentences leave the processor's cache, and cost more
      theory: 2,
      term: 'n²·d',
      at: attentionAlone,
    },
  ];
}

/**
 * Forward and backward of an encoder and a decoder with one layer each, in float64, by one worker; no step is taken.
 */
async function whole(pairs: number, tokens: number, d_model: number): Promise<Contestant> {
  const random = seeded(`growth ${d_model}`);
  const [sizes, V] = [{ d_model, d_ff: 4 * d_model, h: 4, N: 1 }, 64];
  const capacity = capacityFor(pairs * tokens, tokens);
  const learner = beginner(transformerParams(random, V, V, sizes));
  const { engine } = await assemble(transformer, learner, { capacity, workers: 1, precision: 'f64' }, threads);
  loadBatch(engine, randomPairs(random, pairs, tokens, V));
  const dropping: { p: number; key: [number, number]; at: number } = { p: 0, key: [0, 0], at: 0 };
  const run = () => void share(engine, 0, { kind: 'learn', smoothing: 0.1, dropping });
  return { name: '', every: 1, measure: (seconds) => during(seconds, run, worked) };
}

/** Forward and backward of the heads between the products: softmax(Q Kᵀ / √d_k) V for n queries and n keys. */
async function attentionAlone(n: number): Promise<Contestant> {
  const [d, h] = [32, 4];
  const [bytes, random] = [bytesOf('f64'), seeded('attention')];
  const room = roomFrom(FIRST, bytes);
  const [Q, K, V, dY] = [0, 1, 2, 3].map(() => room.numbers(n * d));
  const [Y, dQ, dK, dV] = [0, 1, 2, 3].map(() => room.numbers(n * d));
  const [A, dA] = [room.numbers(h * n * n), room.numbers(n)];
  const memory = memoryOf(room.end());
  const numbers = numbersIn(memory, 'f64');
  for (let at = Q; at < Y; at += bytes) numbers[at / bytes] = normal(random);
  const k = await kernelsOn(moduleOf('f64'), memory);
  const [pitch, w] = [d * bytes, d / h];
  const heads = { n, m: n, pitch_Q: pitch, pitch_KV: pitch, h, d_k: w, d_v: w, causal: false, Q, K, V, A };
  const run = () => {
    k.attention({ ...heads, Y });
    k.clear(dQ, 3 * n * d);
    k.attentionBackward({ ...heads, dY, dQ, dK, dV, dA });
  };
  return { name: '', every: 1, measure: (seconds) => during(seconds, run, worked) };
}
