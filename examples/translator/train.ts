/**
 * `npm start` trains the toy translator, `npm run train` one on sentence pairs of your own; each shows honestly what it
 * can do, and saves it. Training can be stopped at any moment: `--resume` goes on and ends in the same bits.
 * `npm start -- --help` and `npm run train -- --help` list what can be changed.
 */

import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Say } from '../../lib/language.ts';
import { decimal } from '../../lib/print.ts';
import { EVERYDAY, TOY } from '../corpus/files.ts';
import { hashOf } from '../corpus/hash.ts';
import { readAs, readPairs } from '../corpus/reading.ts';
import { tokenizerOf } from '../corpus/tokenizer.ts';
import { beginning } from '../training/fit.ts';
import { untrained } from '../training/fit-pairs.ts';
import { lock } from '../training/lock.ts';
import { loadState } from '../training/state.ts';
import { everydayCourse } from './everyday.ts';
import { run } from './failing.ts';
import type { Model } from './model.ts';
import { checkPlace, saveModel } from './model-file.ts';
import { helpText, optionsFrom, type Options } from './options.ts';
import { prompt } from './prompt.ts';
import { checkMemory, hasEngine, numbersOf, trainerOf } from './resources.ts';
import { settings, stateOf, whence } from './settings.ts';
import { toyCourse } from './toy.ts';
import { trained } from './trained.ts';
import { translatorOf } from './translator.ts';

await run(async ([preset, ...args], say) => {
  const options = optionsFrom(preset === 'toy' ? 'toy' : 'everyday', args, say);
  if (options.help) console.log(helpText(options.preset, say));
  else await train(options, say);
});

/** Reads, trains, saves, reports. */
async function train(options: Options, say: Say): Promise<void> {
  const engine = hasEngine(options, say);
  const own = options.preset === 'toy' ? TOY : EVERYDAY;
  const file = options.corpus || relative(process.cwd(), fileURLToPath(own));
  const corpus = readPairs(file, options.memory, say);
  const course =
    options.preset === 'toy'
      ? toyCourse(options, corpus.pairs, file, say)
      : everydayCourse(options, corpus.pairs, file, say);
  const bytes = checkMemory(options, course, engine, say);
  checkPlace(options.out, say);
  lock(options.out, say);
  const { seed, sizes, out, resume } = options;
  const hash = hashOf(corpus.pairs);
  const described = settings(options, hash);
  const P = untrained(course.data, sizes, seed);
  const state = resume ? loadState(stateOf(options), described, say) : { ...beginning(P, seed), described };

  for (const line of readAs(corpus, say)) console.log(line);
  console.log(`${course.before(P, numbersOf(course.data, options), bytes, whence(state, options, say))}\n`);
  const modelOf = (P: Model['P']): Model => ({ ...tokenizerOf(course.data), sizes, P, seed, corpus: hash });
  const ask = (P: Model['P']) => translatorOf(modelOf(P), engine, course.longest);
  const begin = Date.now();
  const trainerFrom = trainerOf(options, course, engine);
  const fitted = await trained(state, { options, course, trainerFrom, translatorOf: ask }, say);
  const seconds = decimal((Date.now() - begin) / 1000, 0);

  const model = modelOf(fitted.P);
  const sha = saveModel(out, model, say);
  console.log(say(`\nTrained in ${seconds} s.`, `\n训练用了 ${seconds} 秒。`));
  console.log(course.after(model, fitted, await ask(model.P)));
  console.log(`SHA-256 ${sha}`);
  if (options.preset === 'toy' && process.stdin.isTTY && process.stdout.isTTY) await prompt(model, say);
}
