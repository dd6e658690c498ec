/** A trained translator, and its bytes: weights in safetensors, everything else in the metadata. */

import { vocabularyFrom, type Vocabulary } from '../../chapters/02-embedding/vocabulary.ts';
import type { Sizes } from '../../chapters/10-encoder/encoder.ts';
import { parameterList, total } from '../../chapters/11-decoder/parameters.ts';
import { transformerParams, type TransformerParams } from '../../chapters/11-decoder/transformer.ts';
import type { Say } from '../../lib/language.ts';
import { leaves, mapLeaves, type Leaf } from '../../lib/params.ts';
import { seeded } from '../../lib/random.ts';
import { sourceLanguage, targetLanguage, type Direction } from '../corpus/direction.ts';
import type { Spelling } from '../corpus/spelling.ts';
import type { Pieces, Tokenizer } from '../corpus/tokenizer.ts';
import { jsonFrom, need, shown } from '../training/metadata.ts';
import { seal, unseal } from '../training/sealed.ts';

/** A translator: its weights and all that is needed to use and to repeat it. */
export interface Model extends Tokenizer {
  sizes: Sizes;
  P: TransformerParams;
  seed: string;
  corpus: string; // SHA-256 of the corpus it was trained on
}

const FORMAT = 'transformer-by-hand';
const VERSION = '2';

/** The bytes of a model file. */
export function toBytes(model: Model): Uint8Array {
  const { direction, sizes, source, target, P, seed, corpus, pieces } = model;
  const metadata = {
    format: FORMAT,
    version: VERSION,
    direction,
    sizes: JSON.stringify(sizes),
    source: JSON.stringify(source.tokens),
    target: JSON.stringify(target.tokens),
    seed,
    corpus,
    ...(pieces && {
      merges: JSON.stringify([pieces.source, pieces.target].map(({ ranks }) => [...ranks.keys()])),
      longest: String(pieces.longest),
    }),
  };
  return seal({ tensors: new Map(leaves(P)), metadata });
}

/** The model of a file's bytes. Throws Error naming what was expected and what was found. */
export function fromBytes(bytes: Uint8Array): Model {
  const { tensors, metadata } = unseal(bytes);
  need(metadata, 'format', FORMAT);
  need(metadata, 'version', VERSION);
  if (metadata.direction !== 'en-zh') need(metadata, 'direction', 'zh-en');
  const sizes = sizesFrom(metadata.sizes);
  const [source, target] = [tokensFrom(metadata.source), tokensFrom(metadata.target)];
  const { seed = '', corpus = '' } = metadata;

  const numbers = total(parameterList(sizes, [source.tokens.length, target.tokens.length]));
  const found = [...tensors.values()].flat(2).length;
  // A model far larger than its file would fill the memory before its first missing tensor is noticed.
  if (numbers > 2 * found) throw new Error(`expected ${numbers} numbers, found ${found}`);
  // A random model of these sizes says which tensors there must be; each gives its place to the file's.
  const form = transformerParams(seeded(seed), source.tokens.length, target.tokens.length, sizes);
  const P = mapLeaves((name, leaf) => fitting(name, leaf, tensors.get(name)), form);
  const known = new Set([...leaves(form)].map(([name]) => name));
  const extra = [...tensors.keys()].find((name) => !known.has(name));
  if (extra !== undefined) throw new Error(`expected ${known.size} tensors, found another, ${shown(extra)}`);
  const direction = metadata.direction as Direction;
  const pieces = piecesFrom(metadata, direction);
  return { direction, sizes, source, target, P, seed, corpus, ...(pieces && { pieces }) };
}

/** The model in the bytes of a file of that name. Throws Error of one line unless it is a whole one of this version. */
export function modelFrom(bytes: Uint8Array, name: string, say: Say): Model {
  try {
    return fromBytes(bytes);
  } catch (error) {
    const what = error instanceof Error ? error.message : String(error);
    throw new Error(say(`${name} is not a whole model: ${what}`, `${name} 不是一个完整的模型（${what}）`));
  }
}

function fitting(name: string, wanted: Leaf, found: Leaf | undefined): Leaf {
  if (found === undefined) throw new Error(`expected a tensor ${name}, found none`);
  const form = (leaf: Leaf) => [leaf.length, ...(Array.isArray(leaf[0]) ? [leaf[0].length] : [])].join('×');
  if (form(wanted) !== form(found)) {
    throw new Error(`expected ${name} of ${form(wanted)}, found ${form(found)}`);
  }
  return found;
}

function sizesFrom(text = ''): Sizes {
  const { d_model, h, d_ff, N } = jsonFrom(text) as Sizes;
  const all = [d_model, h, d_ff, N];
  if (!all.every((size) => Number.isInteger(size) && size > 0 && size <= 4096) || d_model % 2) {
    throw new Error(`expected sizes d_model (even), h, d_ff and N, found ${shown(text)}`);
  }
  return { d_model, h, d_ff, N };
}

function tokensFrom(text = ''): Vocabulary {
  const tokens = jsonFrom(text);
  if (!Array.isArray(tokens) || tokens.some((token) => typeof token !== 'string')) {
    throw new Error('expected a vocabulary, found something else');
  }
  return vocabularyFrom(tokens);
}

function piecesFrom({ merges, longest }: Record<string, string>, direction: Direction): Pieces | undefined {
  if (merges === undefined && longest === undefined) return undefined;
  const positions = Number(longest);
  if (!Number.isInteger(positions) || positions < 2 || positions > 1000) {
    throw new Error(`expected the longest sentence in tokens, found ${shown(longest)}`);
  }
  const lists = jsonFrom(merges ?? '');
  if (!Array.isArray(lists) || lists.length !== 2 || !lists.every(areMerges)) {
    throw new Error('expected the merges of two spellings, found something else');
  }
  const [source, target] = [sourceLanguage(direction), targetLanguage(direction)].map((language, side): Spelling => ({
    language,
    ranks: new Map((lists[side] as string[]).map((merge, rank) => [merge, rank])),
  }));
  return { source, target, longest: positions };
}

/** Each merge is two pieces with a space between them, and stands there once. */
function areMerges(list: unknown): boolean {
  if (!Array.isArray(list) || new Set(list).size !== list.length) return false;
  return list.every((merge) => typeof merge === 'string' && /^[^ ]+ [^ ]+$/.test(merge));
}
