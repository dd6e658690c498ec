/** One sentence through a trained model: what the training program, its prompt and `npm run translate` share. */

import { idsOf, SPECIAL } from '../../chapters/02-embedding/vocabulary.ts';
import type { Language, Say } from '../../lib/language.ts';
import { checkInput } from '../corpus/normalise.ts';
import { text as joined } from '../corpus/spelling.ts';
import { languageOn, textFrom, tokensFrom, type Pieces } from '../corpus/tokenizer.ts';
import type { Translate } from '../training/translating.ts';
import type { Model } from './model.ts';

/** A sentence as a model reads it. */
export interface Reading {
  source: number[];
  unknown: string[]; // what the model has never seen, and reads over
}

/**
 * Reads a sentence that somebody typed. Throws Error of one line for what cannot be translated: nothing, something too
 * long, or, where tokens are words, a character or word the model has never seen.
 */
export function read(text: string, model: Model, say: Say): Reading {
  const language = languageOn('source', model);
  checkInput(text, language, say, new Set(model.source.tokens.join('')));
  const tokens = tokensFrom(text, model, 'source');
  const unknown = [...new Set(tokens.filter((token) => !model.source.ids.has(token)))];
  if (model.pieces) checkPieces(text, tokens, { ...model, pieces: model.pieces }, say);
  else if (unknown.length > 0) throw refusedWords(unknown, model, say);
  return { source: idsOf(tokens, model.source), unknown: unknown.map((token) => joined([token])) };
}

/** Words that the model has never seen: nothing stands in their place. */
function refusedWords(unknown: string[], model: Model, say: Say): Error {
  const [language, known] = [languageOn('source', model), model.source.tokens.length - SPECIAL.length];
  checkLanguage(unknown, language, known, say);
  return new Error(
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

/** A model of pieces knows what to do with what it has never seen, but not with any length. */
function checkPieces(text: string, tokens: string[], model: Model & { pieces: Pieces }, say: Say): void {
  const { source, longest } = model.pieces;
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
    checkLanguage([text.trim()], source.language, model.source.tokens.length - SPECIAL.length, say);
  }
}

/** Words of the other language are no new words: whoever types them wants the other model. */
function checkLanguage(unknown: string[], language: Language, known: number, say: Say): void {
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

/** The line that names what a model has never seen, if there is such. */
export function guessed({ unknown }: Reading, say: Say): string | undefined {
  if (unknown.length === 0) return undefined;
  return say(
    `the model has never seen ${unknown.join(' ')}, and guesses`,
    `模型没见过「${unknown.join('」「')}」，只能猜`,
  );
}

/** The translation of what was read, spelled as one likes to read it. translate: `translatorOf` the model. */
export function spoken({ source }: Reading, model: Model, translate: Translate): string {
  const { ids, finished } = translate(source);
  const text = textFrom(ids, model, 'target');
  return finished ? text : `${text} …`;
}
