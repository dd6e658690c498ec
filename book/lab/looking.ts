/** What a model makes of some sentences: what it says, and where it looks meanwhile. */

import { BOS, tokensOf } from '../../chapters/02-embedding/vocabulary.ts';
import { transformer } from '../../chapters/11-decoder/transformer.ts';
import { spelled } from '../../examples/corpus/normalise.ts';
import { byChapters, greedy } from '../../examples/training/translating.ts';
import { saidTokens } from '../../examples/training/attention.ts';
import type { Model } from '../../examples/translator/model.ts';
import { read, spoken } from '../../examples/translator/translation.ts';
import type { Say } from '../../lib/language.ts';
import type { Attention, Look, Opening } from './messages.ts';

/** Each sentence, translated as the model is; of the first one that can be read, where it looks. */
export function looksAt(sentences: string[], model: Model, say: Say): Look[] {
  const translate = byChapters(model.P, greedy);
  return sentences.map((sentence, i) => {
    try {
      const reading = read(sentence, model, say);
      const said = spoken(reading, model, translate);
      const attention = i === 0 ? attentionOf(reading.source, translate(reading.source).ids, model) : undefined;
      return { sentence, said, refused: undefined, attention };
    } catch (error) {
      return { sentence, said: '', refused: (error as Error).message, attention: undefined };
    }
  });
}

/** Shares of every layer and head while these ids were said. */
function attentionOf(source: number[], ids: number[], model: Model): Attention {
  const heard = [BOS, ...ids];
  const { encoding, decoding } = transformer(source, heard, model.P);
  return {
    read: tokensOf(source, model.source).map(spelled),
    said: saidTokens(ids, model.target),
    heard: tokensOf(heard, model.target).map(spelled),
    encoder: encoding.encoded.layers.map(({ attended }) => attended.heads.map(({ A }) => A)),
    decoder: decoding.decoded.layers.map(({ selfAttended }) => selfAttended.heads.map(({ A }) => A)),
    cross: decoding.decoded.layers.map(({ crossAttended }) => crossAttended.heads.map(({ A }) => A)),
  };
}

/** The model and a sentence with what it says of it. Throws Error of one line for what cannot be read. */
export function openingOf(sentence: string, model: Model, say: Say): Opening {
  const { source } = read(sentence, model, say);
  const { ids: said } = byChapters(model.P, greedy)(source);
  const words = (ids: number[], vocabulary: Model['source']) => tokensOf(ids, vocabulary).map(spelled);
  return {
    P: model.P,
    source,
    said,
    tokens: {
      read: words(source, model.source),
      heard: words([BOS, ...said], model.target),
      said: saidTokens(said, model.target),
      target: model.target.tokens.map(spelled),
    },
  };
}
