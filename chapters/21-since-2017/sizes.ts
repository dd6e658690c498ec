/**
 * Chapter 21 — A published model, counted
 *
 * Every number of a model of today's parts, and what a word costs: products, and numbers kept.
 * Sizes of Llama 3.2 1B: its published configuration, config.json beside the model's files (Meta, September 2024).
 */

/** The sizes of a model of today's parts, as a configuration names them. */
export interface Published {
  V: number; //       vocab_size
  d_model: number; // hidden_size
  h: number; //       num_attention_heads
  g: number; //       num_key_value_heads
  d_k: number; //     head_dim
  d_ff: number; //    intermediate_size
  N: number; //       num_hidden_layers
}

/** Llama 3.2 1B. Its scores are products with E (tie_word_embeddings), and there is no bias anywhere. */
export const LLAMA_3_2_1B: Published = { V: 128256, d_model: 2048, h: 32, g: 8, d_k: 64, d_ff: 8192, N: 16 };

/** How many words Llama 3.2 1B may read: max_position_embeddings. */
export const LLAMA_CONTEXT = 131072;

/** How many numbers each part of one layer learns, the table, and the norm at the end. */
export function numbersOf({ V, d_model, h, g, d_k, d_ff }: Published) {
  return {
    E: V * d_model,
    queries: d_model * h * d_k, //        W_Q of all heads
    keysAndValues: 2 * d_model * g * d_k, // W_K and W_V of all groups
    output: h * d_k * d_model, //         W_O
    gated: 3 * d_model * d_ff, //         W_gate, W_up, W_down
    norms: 2 * d_model, //                two gains
    last: d_model,
  };
}

/** All of them: the table, N layers, the norm at the end. */
export function numbersIn(sizes: Published): number {
  const { E, queries, keysAndValues, output, gated, norms, last } = numbersOf(sizes);
  return E + sizes.N * (queries + keysAndValues + output + gated + norms) + last;
}

/**
 * Products for one new word, the t-th, with keys and values kept: each number of a matrix once, and in attention a
 * query with t keys and a share with t values, in every head of every layer.
 */
export function productsAt(t: number, sizes: Published) {
  const { E, queries, keysAndValues, output, gated } = numbersOf(sizes);
  const { N, h, d_k } = sizes;
  return { withWeights: E + N * (queries + keysAndValues + output + gated), inAttention: 2 * N * h * d_k * t };
}

/** Numbers kept for each word: a key and a value, in every group of every layer. */
export function keptAWord({ N, g, d_k }: Published): number {
  return 2 * N * g * d_k;
}
