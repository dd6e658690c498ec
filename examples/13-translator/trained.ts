/** The toy of `npm start`, trained: what it gets wrong on the way, greedy beside beam, and where it looks. */

import { characters, idsOf, tokensOf } from '../../chapters/02-embedding/vocabulary.ts';
import type { TransformerParams } from '../../chapters/11-decoder/transformer.ts';
import type { Plan } from '../../chapters/12-training/training.ts';
import { greedy, lengthLimit, type Hypothesis } from '../../chapters/13-translator/decoding.ts';
import type { Say } from '../../lib/language.ts';
import { heatMap } from '../../lib/plot.ts';
import { alignLeft, alignRight, columns, decimal, displayWidth } from '../../lib/print.ts';
import { sentence } from '../corpus/normalise.ts';
import type { Example, WordData } from '../corpus/prepared.ts';
import { toyData } from '../corpus/toy.ts';
import { crossAttention, saidTokens } from '../training/attention.ts';
import { threads } from '../training/crew.ts';
import { finished } from '../training/finished.ts';
import { beginning, fit } from '../training/fit.ts';
import { byEngine, capacityOf, fittingOf, untrained } from '../training/fit-pairs.ts';
import { moduleOf } from '../training/kernels.ts';
import { BEAM, byEngine as translator, beam, greedy as likeliest } from '../training/translating.ts';
import type { Watch } from '../training/watched.ts';

/** What is trained, how often the corpus is seen, and after which epoch mistakes are looked for. */
export interface Lesson {
  seed: string;
  plan: Plan;
  epochs: number;
  early: number;
}

/** A sentence that was held out, and what each search says to it. */
interface Translated {
  example: Example;
  greedy: Hypothesis;
  beam: Hypothesis;
}

/** Part 9: trains, and translates what was held out, after an early epoch and in the end. text: whose map is shown. */
export async function trained({ seed, plan, epochs, early }: Lesson, text: string, watch: Watch) {
  const data = toyData();
  const begin = beginning(untrained(data, plan.sizes, seed), seed);
  const byOne = byEngine({ capacity: capacityOf(data.training, plan.batch), workers: 1, precision: 'f64' }, threads);
  let unripe = begin.learner.P;
  const { P } = await finished(fit(begin, fittingOf(data.training, plan, epochs), byOne), (progress) => {
    watch(['Training', '训练'], progress.step, progress.steps);
    if (progress.ended && progress.epoch === early) unripe = progress.parameters();
  });
  return {
    early,
    epochs,
    unripe: await inBothWays(data, unripe),
    ripe: await inBothWays(data, P),
    vocabulary: data.target,
    looks: looks(text, P, data),
  };
}

type Found = Awaited<ReturnType<typeof trained>>;

/** Every sentence held out, greedily and by beam. The engine's decoder keeps keys and values. */
async function inBothWays({ unseen, recombined }: WordData, P: TransformerParams): Promise<Translated[]> {
  const heldOut = [...unseen, ...recombined];
  const longest = Math.max(...heldOut.map(({ source }) => lengthLimit(source.length))) + 1;
  const byGreedy = await translator(moduleOf('f64'), P, likeliest, longest);
  const byBeam = await translator(moduleOf('f64'), P, beam, longest);
  return heldOut.map((example) => ({ example, greedy: byGreedy(example.source), beam: byBeam(example.source) }));
}

/** Where the model looks while it translates: the cross-attention, mean of the heads. */
function looks(text: string, P: TransformerParams, { source, target }: WordData) {
  const read = idsOf(characters(text), source);
  const { ids } = greedy(read, P);
  return { text, said: saidTokens(ids, target), A: crossAttention(read, ids, P) };
}

export function printedTrained(found: Found, say: Say): string {
  const { early, epochs, unripe, ripe, looks } = found;
  const { width, alpha } = BEAM;
  const counted = (name: string, translated: Translated[]) => [
    name,
    ...(['greedy', 'beam'] as const).map((way) => String(translated.filter((each) => isRight(each, way)).length)),
  ];
  return [
    columns([
      [
        say(`right, of ${ripe.length} held out`, `留出 ${ripe.length} 句，译对`),
        say('greedy', '贪心'),
        say(`beam ${width}, α = ${alpha}`, `束宽 ${width}，α = ${alpha}`),
      ],
      counted(say(`after ${early} of ${epochs} epochs`, `训练了 ${early} 轮，共 ${epochs} 轮`), unripe),
      counted(say('in the end', '训练结束'), ripe),
    ]),
    say(
      `After ${early} epochs, greedy above beam, two sentences of each kind, and ln P:`,
      `训练 ${early} 轮之后，贪心在上，束搜索在下，每种情况两句，后面是 ln P：`,
    ),
    printedMistakes(unripe, found, say),
    say('In the end, where it looks:', '训练结束，它看着哪里：'),
    heatMap(looks.A, looks.said, [...looks.text]),
  ].join('\n');
}

function isRight({ example, ...said }: Translated, way: 'greedy' | 'beam'): boolean {
  return said[way].finished && said[way].ids.join() === example.target.join();
}

/** The first two that only the beam gets right, that only greedy search gets right, and that neither does. */
function printedMistakes(translated: Translated[], { vocabulary }: Found, say: Say): string {
  const kinds = [
    [false, true],
    [true, false],
    [false, false],
  ];
  const shown = kinds.flatMap(([greedy, beam]) =>
    translated.filter((each) => isRight(each, 'greedy') === greedy && isRight(each, 'beam') === beam).slice(0, 2),
  );
  const lines = shown.flatMap((each) =>
    (['greedy', 'beam'] as const).map((way) => ({
      chinese: way === 'greedy' ? each.example.sentences.chinese : '',
      mark: isRight(each, way) ? '✓' : '✗',
      said: sentence(tokensOf(each[way].ids, vocabulary), 'en') + (each[way].finished ? '' : say(' …', ' ……')),
      logP: decimal(each[way].logP, 2),
    })),
  );
  const widest = (of: 'chinese' | 'said') => Math.max(...lines.map((line) => displayWidth(line[of])));
  const [left, middle] = [widest('chinese'), widest('said')];
  return lines
    .map(
      ({ chinese, mark, said, logP }) =>
        `${alignLeft(chinese, left)}  ${mark} ${alignLeft(said, middle)}  ${alignRight(logP, 6)}`,
    )
    .join('\n');
}
