/** One sentence through a trained model: what the training program, its prompt and `npm run translate` share. */

import { BOS, EOS, SPECIAL, idsOf, tokensOf } from '../../chapters/02-embedding/vocabulary.ts';
import { transformer } from '../../chapters/11-decoder/transformer.ts';
import { beam, beamSearch, greedy, lengthLimit, type Hypothesis } from '../../chapters/13-translator/decoding.ts';
import { nextAfter } from '../../chapters/20-speed/engine/decoding.ts';
import { incrementalDecoder } from '../../chapters/20-speed/engine/incremental-decoder.ts';
import { zeros, shape, type Matrix } from '../../lib/matrix.ts';
import type { Language, Say } from '../../lib/language.ts';
import { missing, moduleOf } from '../training/kernels.ts';
import { sourceLanguage, targetLanguage, type Model, type Pieces } from './model.ts';
import { checkInput, normalise, sentence, spelled } from '../corpus/normalise.ts';
import { pieces, text as joined } from '../corpus/spelling.ts';

/** How wide the beam is, and the exponent of its length penalty: the paper's (§6.1). */
export const BEAM = { width: 4, alpha: 0.6 };

/** From the ids of a sentence to a translation. */
export type Search = (source: number[]) => Hypothesis;

/** Beam search by a model of pieces: the engine's, or where that cannot run, chapter 13's own. */
export async function beamOf({ P, pieces }: Model & { pieces: Pieces }): Promise<Search> {
  const limit = (source: number[]) => Math.min(pieces.longest, lengthLimit(source.length));
  const { width, alpha } = BEAM;
  if (missing('f64')) return (source) => beam(source, P, width, alpha, limit(source));
  const decoder = await incrementalDecoder(moduleOf('f64'), P, pieces.longest, 'f64');
  return (source) => beamSearch(nextAfter(decoder, source, BOS), width, alpha, limit(source));
}

/** How a model is asked: one of pieces by beam, the toy greedily, by the chapters' loops. */
export async function searchOf({ pieces, ...model }: Model): Promise<Search> {
  return pieces ? beamOf({ ...model, pieces }) : (source) => greedy(source, model.P);
}

/**
 * The tokens of a sentence that somebody typed. Throws Error of one line for what cannot be translated:
 * nothing, something too long, or a character or word the model has never seen.
 */
export function sourceTokens(text: string, model: Model, say: Say): string[] {
  const language = sourceLanguage(model.direction);
  checkInput(text, language, say);
  if (model.pieces) return sourcePieces(text, { ...model, pieces: model.pieces }, say);
  const tokens = normalise(text, language);
  const unknown = [...new Set(tokens.filter((token) => !model.source.ids.has(token)))];
  if (unknown.length > 0) {
    const known = model.source.tokens.length - SPECIAL.length;
    needLanguage(unknown, language, known, say);
    throw new Error(
      language === 'zh'
        ? say(
            `the model has never seen ${unknown.join(' ')}; it knows ${known} characters`,
            `模型没见过「${unknown.join('」「')}」；它认识 ${known} 个字`,
          )
        : say(
            `the model has never seen ${unknown.join(', ')}; it knows ${known} words`,
            `模型没见过 ${unknown.join('、')}；它认识 ${known} 个词`,
          ),
    );
  }
  return tokens;
}

/** The same for a model of pieces: it knows what to do with what it has never seen, but not with any length. */
function sourcePieces(text: string, model: Model & { pieces: Pieces }, say: Say): string[] {
  const { source, longest } = model.pieces;
  const tokens = pieces(text, source);
  if (tokens.length > longest) {
    throw new Error(
      say(
        `the model has positions for ${longest} tokens, got a sentence of ${tokens.length}`,
        `模型最多能读 ${longest} 个词元，这个句子有 ${tokens.length} 个`,
      ),
    );
  }
  const words = tokens.filter((token) => /[\p{L}\p{N}]/u.test(token));
  if (words.every((token) => !model.source.ids.has(token))) {
    const known = model.source.tokens.length - SPECIAL.length;
    needLanguage([text.trim()], source.language, known, say);
  }
  return tokens;
}

const joinedOne = (piece: string) => joined([piece]);

/** The line that names what of a sentence the model has never seen and reads over, if there is such. */
export function unknownIn(text: string, model: Model, say: Say): string | undefined {
  const tokens = sourceTokens(text, model, say);
  const unknown = [...new Set(tokens.filter((token) => !model.source.ids.has(token)))].map(joinedOne);
  if (unknown.length === 0) return undefined;
  return say(
    `the model has never seen ${unknown.join(' ')}, and guesses`,
    `模型没见过「${unknown.join('」「')}」，只能猜`,
  );
}

/** Words of the other language are no new words: whoever types them wants the other model. */
function needLanguage(unknown: string[], language: Language, known: number, say: Say): void {
  const other = language === 'zh' ? /\p{Script=Latin}/u : /\p{Script=Han}/u;
  if (!unknown.every((token) => other.test(token))) return;
  const foreign = unknown.join(' ');
  throw new Error(
    language === 'zh'
      ? say(
          `this model reads Chinese and knows ${known} characters, got ${foreign}; for English see --direction en-zh`,
          `这个模型只读中文，认识 ${known} 个字，得到 ${foreign}；英译中请用 --direction en-zh`,
        )
      : say(
          `this model reads English and knows ${known} words, got ${foreign}; for Chinese see --direction zh-en`,
          `这个模型只读英文，认识 ${known} 个词，得到 ${foreign}；中译英请用 --direction zh-en`,
        ),
  );
}

/** The translation of a sentence, spelled as one likes to read it. search: `searchOf` of the model. Throws as `sourceTokens`. */
export function translate(
  text: string,
  model: Model,
  say: Say,
  search: Search = (source) => greedy(source, model.P),
): string {
  const source = idsOf(sourceTokens(text, model, say), model.source);
  const { ids, finished } = search(source);
  const said = tokensOf(ids, model.target);
  const translated = model.pieces ? joined(said) : sentence(said, targetLanguage(model.direction));
  return finished ? translated : `${translated} …`;
}

/** Cross-attention of the last layer, averaged over the heads: a row for each word said, EOS last, a column for each word read. */
export function crossAttention(source: number[], target: number[], model: Model): Matrix {
  const { decoding } = transformer(source, [BOS, ...target], model.P);
  const { heads } = decoding.decoded.layers[model.sizes.N - 1].crossAttended;
  const mean = zeros(...shape(heads[0].A));
  for (const { A } of heads) {
    for (const [i, row] of A.entries()) {
      for (const [j, share] of row.entries()) mean[i][j] += share / heads.length;
    }
  }
  return mean;
}

/** The names of the rows of `crossAttention`. */
export function saidTokens(target: number[], model: Model): string[] {
  return tokensOf([...target, EOS], model.target).map(spelled);
}
