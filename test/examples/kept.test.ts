import t from 'tap';
import { BOS } from '../../chapters/02-embedding/vocabulary.ts';
import { decode, encode, transformerParams } from '../../chapters/11-decoder/transformer.ts';
import { costs, products } from '../../examples/13-translator/kept.ts';
import { mapRows } from '../../lib/params.ts';
import { seeded } from '../../lib/random.ts';

const model = { d_model: 4, h: 2, d_ff: 6, N: 2, V: 9 };

t.test('the products that the chapters need, counted one by one', async (t) => {
  const P = transformerParams(seeded('kept'), 7, model.V, model);
  const source = [4, 5, 6];
  const encoding = encode(source, P);
  let read = 0;
  const counted = (x: number) => ({ valueOf: () => (read++, x) }) as unknown as number;
  // Every number of a matrix that rows are multiplied by tells when it is read; norms and biases are no matrices.
  const count = (row: number[]) => row.map(counted);
  const counting = P.decoder.map((layer) => {
    const attention = (of: typeof layer.selfAttention) => mapRows(count, of);
    const { W_1, W_2 } = layer.feedForward;
    return {
      ...layer,
      selfAttention: attention(layer.selfAttention),
      crossAttention: attention(layer.crossAttention),
      feedForward: { ...layer.feedForward, W_1: W_1.map(count), W_2: W_2.map(count) },
    };
  });
  for (const t_read of [1, 2, 5]) {
    read = 0;
    const target = [BOS, 4, 5, 6, 7].slice(0, t_read);
    const { S, decoded } = decode(target, encoding, { ...P, decoder: counting });
    const scored = S.length * S[0].length * decoded.Y[0].length; // Y E_targetᵀ
    const found = products(model, t_read, t_read, source.length, false);
    t.equal(read + scored, found.withWeights, `${t_read} words anew, matrices of parameters`);
    // Each row of n meets each of n words, and each of 3, d_model products for scores and as many for values.
    t.equal(found.inAttention, 2 * (t_read * t_read + t_read * 3) * 2 * 4, `${t_read} words anew, in attention`);
  }
});

t.test('anew and kept by hand', async (t) => {
  // d = 1, d_ff = 1, one layer, V = 1: a row is 6 + 2 + 1 products with weights, Z is 2 for each of its words.
  // Two words for two: anew 9 + 4, then 18 + 4; kept 9 + 4, then 9. Attention: 2 · 1 · (1 + 2) and 2 · 2 · (2 + 2);
  // kept 2 · (1 + 2) and 2 · (2 + 2).
  const [found] = costs({ d_model: 1, h: 1, d_ff: 1, N: 1, V: 1 }, [2]);
  t.strictSame(found.anew, { withWeights: 35, inAttention: 22 });
  t.strictSame(found.kept, { withWeights: 22, inAttention: 14 });
});
