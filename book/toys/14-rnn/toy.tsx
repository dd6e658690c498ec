/** Chapter 14's toy: a sentence read word by word, and how strongly 我 is still felt after each. */

import { useMemo } from 'preact/hooks';
import { walk, type CellParams } from '../../../chapters/14-rnn/time.ts';
import {
  attendingReach,
  heldOpen,
  readersOf,
  recurrentReach,
  scaled,
  type Readers,
} from '../../../examples/14-rnn/readers.ts';
import { log10 } from '../../../lib/elementary.ts';
import { speaker, type Say } from '../../../lib/language.ts';
import { zeros, type Matrix, type Vector } from '../../../lib/matrix.ts';
import { decimal } from '../../../lib/print.ts';
import { normalMatrix, seeded } from '../../../lib/random.ts';
import { Select, Slider, Whole } from '../controls.tsx';
import { placesIn, Plane, through, type View } from '../plane.tsx';
import type { Controls, Playing, Values } from '../toy.ts';
import { Inside } from './inside.tsx';

/** Below the table of what fades. */
export const part = '3';

/** What stands above it. */
export const title = { en: 'Read on, and forget', zh: '往下读，往后忘' };

/** What one finds by playing. */
export const caption = {
  en: '我 stands first, other words follow, all of them random vectors as in the table above. Read on word by word: the curve says how strongly 我 still reaches what is known, each line down a hundredth. Make W_h stronger, or hold the update gate open, and see where the curve goes then; and what the gates have to do for it.',
  zh: '「我」在最前面，后面跟着别的词，和上面那张表一样，都是随机向量。一个词一个词往下读：曲线说的是「我」还能多强地影响已知的东西，每低一条线就只剩百分之一。把 W_h 加强，或者让更新门开着，看曲线往哪里走，门又在做什么。',
};

/** Numbers of a word, and of a state: as in the example. */
const SIZE = 16;

/** Words at most. */
const WORDS = 33;

/** What the reader may set. */
export const controls = {
  reader: {
    kind: 'choice',
    first: 'simple',
    of: [
      ['simple', { en: 'simple cell', zh: '简单单元' }],
      ['gru', 'GRU'],
      ['encoder', { en: 'encoder layer', zh: '编码器层' }],
    ],
    says: { en: 'who reads', zh: '谁来读' },
  },
  strength: { kind: 'range', first: 1, from: 0, to: 2, step: 0.1, says: { en: 'W_h times', zh: 'W_h 乘以' } },
  open: { kind: 'range', first: 0, from: -2, to: 5, step: 0.5, says: { en: 'bias of z', zh: 'z 的偏置' } },
  read: { kind: 'range', first: 9, from: 1, to: WORDS, step: 1, says: { en: 'words read', zh: '读了几个词' } },
  seed: { kind: 'range', first: 1, from: 1, to: 9999, step: 1, says: { en: 'seed', zh: '种子' } },
} satisfies Controls;

type These = Values<typeof controls>;

/** The toy. */
export function Toy({ values, language }: Playing<typeof controls, null, never>) {
  const say = speaker(language);
  const { reader, strength, open, read, seed } = values;
  const depends = [reader.value, strength.value, open.value, seed.value];
  const { X, cell, felt } = useMemo(() => readingOf(values), depends);
  const steps = cell === undefined ? [] : walk(X.slice(0, read.value), zeros(1, SIZE)[0], cell).steps;
  return (
    <>
      <div class="toy-controls">
        <Select name="reader" control={controls.reader} value={reader} language={language} />
        {reader.value === 'simple' && (
          <Slider name="strength" control={controls.strength} value={strength} language={language} />
        )}
        {reader.value === 'gru' && <Slider name="open" control={controls.open} value={open} language={language} />}
        <Slider name="read" control={controls.read} value={read} language={language} />
        <button
          type="button"
          data-toy-do="next"
          disabled={read.value === WORDS}
          onClick={() => (read.value = read.value + 1)}
        >
          {say('next word', '下一个词')}
        </button>
        <Whole name="seed" control={controls.seed} value={seed} language={language} />
      </div>
      <Fading felt={felt} read={read.value} say={say} />
      <p class="toy-says" role="status" data-felt={felt[read.value - 1]}>
        {say(`after ${read.value} words, 我 is felt with `, `读了 ${read.value} 个词，「我」的影响还有 `)}
        <b>{written(felt[read.value - 1])}</b>
      </p>
      <Inside steps={steps} say={say} />
    </>
  );
}

/** The sentence, the cell that reads it if one does, and how strongly the first word is felt after each. */
function readingOf({ reader, strength, open, seed }: These): { X: Matrix; cell: CellParams | undefined; felt: Vector } {
  const readers = readersOf(String(seed.value), SIZE);
  const X = normalMatrix(seeded(`words ${seed.value}`), WORDS, SIZE);
  const cell = cellOf(readers, reader.value, strength.value, open.value);
  const reachOf = cell === undefined ? attendingReach(readers.layers) : recurrentReach(cell);
  return { X, cell, felt: X.map((_, t) => reachOf(X.slice(0, t + 1))[0]) };
}

function cellOf({ plain, gates }: Readers, reader: string, strength: number, open: number): CellParams | undefined {
  if (reader === 'encoder') return undefined;
  return reader === 'gru' ? heldOpen(gates, open) : scaled(plain, strength);
}

const VIEW: View = { x: [0, WORDS - 1], y: [-8, 1], height: 300 };

/** The curve: powers of ten, so that what fades by the same factor each step falls in a straight line. */
function Fading({ felt, read, say }: { felt: Vector; read: number; say: Say }) {
  const at = placesIn(VIEW);
  const points = felt.map((reach, t): [number, number] => [t, Math.max(VIEW.y[0], log10(Math.max(reach, 1e-300)))]);
  const [x, y] = points[read - 1];
  return (
    <Plane
      view={VIEW}
      written={(power) => (power === 0 ? '1' : `1e${power}`)}
      says={say('how strongly the first word is felt, by the words behind it', '第一个词的影响，随后面的词数变化')}
    >
      <polyline class="toy-mean toy-to-come" points={through(points, at)} />
      <polyline class="toy-mean" points={through(points.slice(0, read), at)} />
      <circle class="toy-trial" cx={at.x(x)} cy={at.y(y)} r="6" />
    </Plane>
  );
}

function written(x: number): string {
  return x >= 0.001 ? decimal(x) : x.toExponential(1);
}
