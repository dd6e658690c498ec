/** A trained model opened: one sentence forwards and backwards through numbers that remember. */

import { render } from 'preact';
import { transformer, transformerBackward, type TransformerParams } from '../../chapters/11-decoder/transformer.ts';
import { crossEntropy, crossEntropyBackward } from '../../chapters/08-backprop/cross-entropy.ts';
import { smoothed, teacherForced } from '../../chapters/12-training/training.ts';
import type { Language } from '../../lib/language.ts';
import { numbered } from '../../lib/print.ts';
import type { Figure, Shown, Words } from '../stage/figure.ts';
import { scenesOf } from '../stage/scenes.ts';
import { Stage } from '../stage/stage.tsx';
import { storeOf } from '../stage/store.ts';
import { workOf, type Case } from '../tracing/work.ts';
import type { Opening } from './messages.ts';

/** The case: the model's numbers are given, the sentence and what was said of it are settled. */
export function caseOf({ P, source, said }: Pick<Opening, 'P' | 'source' | 'said'>): Case {
  const { read, wanted } = teacherForced(said);
  return {
    given: { P },
    worked({ P }: { P: TransformerParams }) {
      const all = transformer(source, read, P);
      const scored = crossEntropy(all.S, smoothed(wanted, P.E_target.length, 0));
      const { encoding, decoding } = all;
      return {
        X: encoding.input.Y,
        encoder: encoding.encoded.layers,
        read: decoding.input.Y,
        decoder: decoding.decoded.layers,
        S: all.S,
        beliefs: scored.P,
        loss: scored.loss,
        dP: transformerBackward(crossEntropyBackward(scored), all).dP,
      };
    },
  };
}

/** Which of these numbers are shown. */
export function figureOf({ P, tokens }: Pick<Opening, 'P' | 'tokens'>): Figure {
  const d_model = numbered(P.E_source[0].length);
  const words = tokens.target;
  const each = <T,>(list: T[], shown: (l: number, name: string) => Shown[]) =>
    list.map((_, l) => shown(l, list.length > 1 ? `, ${l + 1}` : ''));
  const shares = (path: string, says: Words, heads: unknown[], rows: string[], columns: string[]): Shown[] =>
    heads.map((_, i) => ({
      path: `${path}.heads[${i}].A`,
      called: `A, ${i + 1}`,
      says,
      role: 'share',
      rows,
      columns,
      digits: 2,
      heat: true,
    }));
  const { read, heard } = tokens;
  return {
    part: 'opened',
    caption: '',
    given: [],
    forwards: [
      [{ path: 'X', says: { en: 'what is read', zh: '读到的' }, rows: read, columns: d_model, digits: 2 }],
      ...each(P.encoder, (l) =>
        shares(`encoder[${l}].attended`, { en: 'encoder', zh: '编码器' }, P.encoder[l].attention.W_Q, read, read),
      ),
      ...each(P.encoder, (l, name) => [
        {
          path: `encoder[${l}].Y`,
          called: `Z${name}`,
          says: { en: 'after the encoder', zh: '编码之后' },
          rows: read,
          columns: d_model,
          digits: 2,
        },
      ]),
      ...each(P.decoder, (l) =>
        shares(
          `decoder[${l}].selfAttended`,
          { en: 'decoder', zh: '解码器' },
          P.decoder[l].selfAttention.W_Q,
          heard,
          heard,
        ),
      ),
      ...each(P.decoder, (l) =>
        shares(
          `decoder[${l}].crossAttended`,
          { en: 'from decoder to encoder', zh: '解码器看编码器' },
          P.decoder[l].crossAttention.W_Q,
          heard,
          read,
        ),
      ),
      ...each(P.decoder, (l, name) => [
        {
          path: `decoder[${l}].Y`,
          called: `Y${name}`,
          says: { en: 'after the decoder', zh: '解码之后' },
          rows: heard,
          columns: d_model,
          digits: 2,
        },
      ]),
      [
        {
          path: 'S',
          says: { en: 'score of the next word', zh: '下一个词的分数' },
          rows: heard,
          columns: words,
          digits: 2,
        },
      ],
      [
        {
          path: 'beliefs',
          called: 'P',
          says: { en: 'probability of the next word', zh: '下一个词的概率' },
          role: 'result',
          rows: heard,
          columns: words,
          heat: true,
        },
      ],
      [{ path: 'loss', says: { en: 'of what it said, in nats', zh: '对它自己说的话，奈特' } }],
    ],
    backwards: [
      ...each(P.decoder, (l, name) => [
        {
          path: `dP.decoder[${l}].crossAttention.W_Q[0]`,
          called: `dW_Q, 1${name}`,
          role: 'gradient',
          rows: d_model,
          digits: 4,
        },
      ]),
    ],
    first: `beliefs[0][${words.indexOf(tokens.said[0])}]`,
  };
}

/** The files of the source that these numbers point at. */
export function files(opening: Pick<Opening, 'P' | 'source' | 'said'>): string[] {
  const { film = [] } = workOf(caseOf(opening), new Map(), true);
  return [...new Set(scenesOf(film).map(({ place }) => place.file))];
}

/** Opens a model in an element. Result: closes it, and lets go of its numbers. */
export function open(
  element: Element,
  opening: Opening,
  sources: Record<string, string[]>,
  language: Language,
): () => void {
  const figure = figureOf(opening);
  const cases = [caseOf(opening)];
  const store = storeOf(cases, sources, language, figure.first);
  render(<Stage figure={figure} store={store} cases={cases} />, element);
  return () => render(null, element);
}
