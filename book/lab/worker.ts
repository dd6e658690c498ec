/** The one who trains, and answers: in a worker, or, where none can be had, in the page itself between two drawings. */

import { modelFrom, toBytes, type Model } from '../../examples/translator/model.ts';
import { speaker } from '../../lib/language.ts';
import { sha256 } from '../../lib/sha256.ts';
import { looksAt, openingOf } from './looking.ts';
import type { Port } from '../running/hand.ts';
import type { Ask, AskedTo, Heard } from './messages.ts';
import { go, runOf, type Run, type Tell } from './run.ts';
import { trainingOf, type Kernels } from './training.ts';

/** What is there to be asked about. */
interface Lab {
  run: Run | undefined;
  model: Model | undefined; // that was loaded, instead
  say: ReturnType<typeof speaker>;
}

/** Answers at a port. kernels: the engine's, or undefined where the chapters' loops are to train. */
export function serve(port: Port<Ask, Heard>, kernels: Kernels | undefined): void {
  const lab: Lab = { run: undefined, model: undefined, say: speaker('en') };
  const tell: Tell = (heard) => port.postMessage(heard);
  port.onmessage = ({ data }) => {
    answer(data, lab, kernels, tell).catch((error: unknown) => {
      tell({ kind: 'trouble', what: (error as Error).message, isOver: false });
    });
  };
}

async function answer(ask: Ask, lab: Lab, kernels: Kernels | undefined, tell: Tell): Promise<void> {
  const { run, model } = lab;
  switch (ask.kind) {
    case 'begin':
      return begin(ask, lab, kernels, tell);
    case 'go':
      if (run) await go(run, ask.goal, () => lab.run === run, tell, lab.say);
      return;
    case 'pause':
      if (run) run.goal = undefined;
      return;
    case 'look':
      return look(ask, lab, tell);
    case 'open': {
      const asked = modelAt(ask.moment, lab);
      if (asked) tell({ kind: 'opened', opening: openingOf(ask.sentence, asked, lab.say) });
      return;
    }
    case 'file': {
      const made = run?.model ?? model;
      if (made) tell({ kind: 'file', bytes: toBytes(made) });
      return;
    }
    case 'load':
      lab.say = speaker(ask.language);
      lab.model = modelFrom(ask.bytes, ask.name, lab.say);
      lab.run = undefined;
      return tell({ kind: 'loaded', sha: sha256(ask.bytes), direction: lab.model.direction });
    case 'simplified':
      new Function(ask.script)();
  }
}

function begin({ options, corpus, language }: AskedTo<'begin'>, lab: Lab, kernels: Kernels | undefined, tell: Tell) {
  lab.say = speaker(language);
  lab.model = undefined;
  const training = trainingOf(options, corpus, kernels, lab.say);
  lab.run = runOf(training);
  const { data, numbers, steps } = training;
  const samples = [data.recombined[0], data.unseen[0]].flatMap((example) => example ?? []);
  tell({
    kind: 'begun',
    steps,
    numbers,
    pairs: data.training.length,
    samples: samples.map(({ sentences: { chinese, english } }) => (data.direction === 'zh-en' ? chinese : english)),
  });
}

function look({ sentences, moment }: AskedTo<'look'>, lab: Lab, tell: Tell): void {
  const asked = modelAt(moment, lab);
  if (asked) tell({ kind: 'looked', moment, looks: looksAt(sentences, asked, lab.say) });
}

/** The model as it was at a moment, or is now. */
function modelAt(moment: number | undefined, { run, model }: Lab): Model | undefined {
  const P = moment === undefined ? run?.latest() : run?.moments.get(moment);
  return run && P ? run.training.modelOf(P) : model;
}
