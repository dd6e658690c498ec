/**
 * `npm start`: trains the translator, shows honestly what it can do, and saves it.
 * `npm start -- --help` lists what can be changed.
 */

import { createHash } from 'node:crypto';
import { relative } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { tokensOf, UNK } from '../../chapters/02-embedding/vocabulary.ts';
import type { TransformerParams } from '../../chapters/11-decoder/transformer.ts';
import type { Pair as Ids } from '../../chapters/12-training/training.ts';
import { lengthLimit } from '../../chapters/13-translator/decoding.ts';
import { languageOf, speaker, type Say } from '../../lib/language.ts';
import { decimal } from '../../lib/print.ts';
import { readCorpus } from '../corpus/corpus.ts';
import { run } from './failing.ts';
import { fitFast, translatingFast } from './fast.ts';
import { exactMatch, fit, prepare, translating, untrained, type Data, type Translate } from './fit.ts';
import { checkPlace, saveModel, sourceLanguage, type Model } from './model.ts';
import { sentence } from '../corpus/normalise.ts';
import { helpText, optionsFrom, OWN_CORPUS, type Options } from './options.ts';
import { meter } from './progress.ts';
import { prompt } from './prompt.ts';
import { missing } from '../training/kernels.ts';
import * as report from './report.ts';
import type { Pair } from '../corpus/split.ts';

/** How many held-out pairs are translated after each epoch, to show how training goes. */
const WATCHED = 40;

await run(async () => {
  const args = process.argv.slice(2);
  const say = speaker(languageOf(args));
  const options = optionsFrom(args, say);
  if (options.help) {
    console.log(helpText(say));
    return;
  }
  const file = options.corpus || relative(process.cwd(), fileURLToPath(OWN_CORPUS));
  const { pairs } = readCorpus(file, say);
  const data = prepare(pairs, options.direction);
  checkData(data, file, say);
  checkPlace(options.out, say);

  const P = untrained(data, options.plan, options.seed);
  console.log(report.beforeTraining(data, options.plan, P, say));
  console.log(`\n${report.untrainedReport(data, options.plan, P, say)}\n`);

  const fast = mayBeFast(options, say);
  const trained = await train(data, options, fast, say);
  const model: Model = {
    direction: options.direction,
    sizes: options.plan.sizes,
    source: data.source,
    target: data.target,
    P: trained.P,
    seed: options.seed,
    corpus: hashOf(pairs),
  };
  saveModel(options.out, model, say);
  console.log(say(`\nTrained in ${trained.seconds} s.`, `\n训练用了 ${trained.seconds} 秒。`));

  console.log(`\n${report.lossCurve(trained.losses, say)}`);
  const translate = await translator(model.P, data, fast);
  console.log(`\n${report.accuracyTable(data, translate, say)}`);
  console.log(`\n${report.samples(data, translate)}`);
  const star = report.starOf(data, model);
  if (star) console.log(`\n${report.attentionMap(star.source, model, say)}`);
  console.log(`\n${whatNext(options, data, star, say)}`);
  if (process.stdin.isTTY && process.stdout.isTTY) await prompt(model, say);
});

/** The training loop: watches, gives Ctrl-C a chance between two steps, and says at which step it broke down. */
async function train(data: Data, options: Options, fast: boolean, say: Say) {
  const { plan, epochs, seed, out, workers } = options;
  const watched = [...data.recombined, ...data.unseen].filter((_, i, all) => i % Math.ceil(all.length / WATCHED) === 0);
  const untouched = say(
    `no model was saved, and an earlier one at ${out} is untouched`,
    `没有保存模型；${out} 处原有的模型没有动`,
  );
  const stepsAnEpoch = Math.ceil(data.training.length / plan.batch);
  const shown = meter(epochs * stepsAnEpoch, epochs, say);
  const interrupted = () => {
    shown.stop();
    console.error(say(`stopped: ${untouched}`, `已停止：${untouched}`));
    process.exit(130);
  };
  process.once('SIGINT', interrupted);

  const begun = Date.now();
  const losses: number[] = [];
  const fitting = fast ? fitFast(data, plan, epochs, seed, workers) : fit(data, plan, epochs, seed);
  let now = 1; // the step at work
  try {
    for (;;) {
      const next = await fitting.next();
      if (next.done) {
        const seconds = decimal((Date.now() - begun) / 1000, 0);
        return { P: next.value, losses, seconds };
      }
      const { step, epoch, endOfEpoch, loss, P } = next.value;
      losses.push(loss);
      shown.step(step, loss);
      if (endOfEpoch) {
        const sum = losses.slice(-stepsAnEpoch).reduce((sum, x) => sum + x, 0);
        const translate = await translator(P(), data, fast);
        shown.epoch(epoch, sum / stepsAnEpoch, exactMatch(watched, translate));
      }
      now = step + 1;
      await setImmediate();
    }
  } catch (error) {
    throw brokenDown(error, now, untouched, say);
  } finally {
    shown.stop();
    process.off('SIGINT', interrupted);
  }
}

/** Whether the fast engine is wanted and can run; if it cannot, says why. */
function mayBeFast({ engine }: Options, say: Say): boolean {
  const why = engine === 'fast' ? missing('f64') : undefined;
  if (why) {
    console.log(
      say(
        `The fast engine cannot run: ${why[0]}. The chapters' own loops train instead.\n`,
        `快速引擎无法运行：${why[1]}。改用各章自己的循环来训练。\n`,
      ),
    );
  }
  return engine === 'fast' && why === undefined;
}

/** Greedy translation by the engine, or by the chapters. Room for twice what the corpus has: free running may ramble. */
async function translator(P: TransformerParams, data: Data, fast: boolean): Promise<Translate> {
  if (!fast) return translating(P);
  const lengths = [...data.training, ...data.unseen, ...data.recombined].map(({ source }) => source.length);
  return translatingFast(P, lengthLimit(Math.max(...lengths)) + 1);
}

/** A loss, a weight or a score that is no number any more becomes one line that names the step. */
function brokenDown(error: unknown, step: number, untouched: string, say: Say): unknown {
  if (!(error instanceof RangeError)) return error;
  return new Error(
    say(
      `training broke down at step ${step}: ${error.message}. Try a lower --rate; ${untouched}`,
      `训练在第 ${step} 步崩溃：出现了 NaN 或无穷大。请调低 --rate；${untouched}`,
    ),
  );
}

function checkData(data: Data, file: string, say: Say): void {
  if (data.training.length > 0 && data.unseen.length + data.recombined.length > 0) return;
  throw new Error(
    say(
      `${file}: the rule leaves ${data.training.length} pairs to train on and ${data.unseen.length + data.recombined.length} to test; give more pairs`,
      `${file}：按规则分出 ${data.training.length} 对训练、${data.unseen.length + data.recombined.length} 对测试；请提供更多句子`,
    ),
  );
}

function hashOf(pairs: Pair[]): string {
  const text = pairs.map(({ english, chinese }) => `${english}\t${chinese}\n`).join('');
  return createHash('sha256').update(text).digest('hex');
}

/** Where the model is, and a command that works with it: the star, or a sentence of training if the star has a new word. */
function whatNext({ direction, out }: Options, data: Data, star: Ids | undefined, say: Say) {
  const path = /\s/.test(out) ? `"${out}"` : out;
  const flag = out === `models/${direction}.safetensors` ? '' : ` --model ${path}`;
  const known = [star, ...data.training].find((pair) => pair && !pair.source.includes(UNK));
  const words = tokensOf(known?.source ?? [], data.source);
  const example = sentence(words, sourceLanguage(direction));
  return say(
    `Saved as ${out}. Next: npm run translate --${flag} ${example}`,
    `已保存为 ${out}。接下来可以运行：npm run translate --${flag} ${example}`,
  );
}
