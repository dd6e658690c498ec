/** One sentence through a trained model: what the training program, its prompt and `npm run translate` share. */

import { BOS, EOS, SPECIAL, idsOf, tokensOf } from '../../chapters/02-embedding/vocabulary.ts';
import { greedy } from '../../chapters/13-translator/decoding.ts';
import { transformer } from '../../chapters/11-decoder/transformer.ts';
import { zeros, shape, type Matrix } from '../../lib/matrix.ts';
import type { Language, Say } from '../../lib/language.ts';
import { sourceLanguage, targetLanguage, type Model } from './model.ts';
import { checkInput, normalise, sentence, spelled } from './normalise.ts';

/**
 * The tokens of a sentence that somebody typed. Throws Error of one line for what cannot be translated:
 * nothing, something too long, or a character or word the model has never seen.
 */
export function sourceTokens(text: string, model: Model, say: Say): string[] {
  const language = sourceLanguage(model.direction);
  checkInput(text, language, say);
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

/** The translation of a sentence, spelled as one likes to read it. Throws as `sourceTokens`. */
export function translate(text: string, model: Model, say: Say): string {
  const source = idsOf(sourceTokens(text, model, say), model.source);
  const { ids, finished } = greedy(source, model.P);
  const translated = sentence(tokensOf(ids, model.target), targetLanguage(model.direction));
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
