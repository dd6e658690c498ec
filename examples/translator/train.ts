/**
 * `npm start`: trains the translator from the chapters' own loops, shows honestly what it can do, and saves it.
 * `npm start -- --help` lists what can be changed.
 */

import { createHash } from 'node:crypto';
import { relative } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { TransformerParams } from '../../chapters/11-decoder/transformer.ts';
import { speaker, type Say } from '../../lib/language.ts';
import { decimal } from '../../lib/print.ts';
import { readCorpus } from './corpus.ts';
import { run } from './failing.ts';
import { exactMatch, fit, prepare, untrained, type Data, type Progress } from './fit.ts';
import { checkPlace, saveModel, type Model } from './model.ts';
import { helpText, languageFrom, optionsFrom, OWN_CORPUS, type Options } from './options.ts';
import { meter } from './progress.ts';
import { prompt } from './prompt.ts';
import * as report from './report.ts';
import type { Pair } from './split.ts';

/** How many held-out pairs are translated after each epoch, to show how training goes. */
const WATCHED = 40;

await run(async () => {
  const args = process.argv.slice(2);
  const say = speaker(languageFrom(args));
  const options = optionsFrom(args, say);
  if (options.help) {
    console.log(helpText(say));
    return;
  }
  const file = options.corpus || relative(process.cwd(), fileURLToPath(OWN_CORPUS));
  const pairs = readCorpus(file, say);
  const data = prepare(pairs, options.direction);
  checkData(data, file, say);
  checkPlace(options.out, say);

  const P = untrained(data, options.plan, options.seed);
  console.log(report.beforeTraining(data, options.plan, P, say));
  console.log(`\n${report.untrainedReport(data, options.plan, P, say)}\n`);

  const trained = await train(data, options, say);
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
  console.log(`\n${report.accuracyTable(data, model.P, say)}`);
  console.log(`\n${report.samples(data, model.P)}`);
  const star = report.starOf(data, model);
  if (star) console.log(`\n${report.attentionMap(star.source, model, say)}`);
  console.log(`\n${whatNext(options, say)}`);
  if (process.stdin.isTTY && process.stdout.isTTY) await prompt(model, say);
});

/** The training loop: watches, and gives Ctrl-C a chance between two steps. */
async function train(data: Data, { plan, epochs, seed, out }: Options, say: Say) {
  const watched = [...data.recombined, ...data.unseen].filter((_, i, all) => i % Math.ceil(all.length / WATCHED) === 0); // prettier-ignore
  const untouched = say(
    `no model was saved, and an earlier one at ${out} is untouched`,
    `没有保存模型；${out} 处原有的模型没有动`,
  );
  const interrupted = () => {
    console.error(`\n${say('stopped', '已停止')}: ${untouched}`);
    process.exit(130);
  };
  process.once('SIGINT', interrupted);

  const begun = Date.now();
  const losses: number[] = [];
  const fitting = fit(data, plan, epochs, seed);
  const shown = meter(epochs * Math.ceil(data.training.length / plan.batch), epochs, say);
  let P: TransformerParams;
  for (;;) {
    const next = nextStep(fitting, losses.length + 1, untouched, say);
    if (next.done) {
      P = next.value;
      break;
    }
    const { step, epoch, endOfEpoch, loss } = next.value;
    losses.push(loss);
    shown.step(step, loss);
    if (endOfEpoch) {
      const recent = losses.slice(-Math.ceil(data.training.length / plan.batch));
      const mean = recent.reduce((sum, x) => sum + x, 0) / recent.length;
      shown.epoch(epoch, mean, exactMatch(watched, next.value.P));
    }
    await setImmediate();
  }
  shown.stop();
  process.off('SIGINT', interrupted);
  return { P, losses, seconds: decimal((Date.now() - begun) / 1000, 0) };
}

/** One step; a loss or a score that is no number any more becomes one line that names the step. */
function nextStep(
  fitting: Generator<Progress, TransformerParams>,
  step: number,
  untouched: string,
  say: Say,
) {
  try {
    return fitting.next();
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new Error(
      say(
        `training broke down at step ${step}: ${error.message}. Try a lower --rate; ${untouched}`,
        `训练在第 ${step} 步崩溃：${error.message}。请调低 --rate；${untouched}`,
      ),
    );
  }
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

function whatNext({ direction, out }: Options, say: Say): string {
  const standard = out === `models/${direction}.safetensors`;
  const flag = standard ? '' : ` --model ${out}`;
  const example = direction === 'zh-en' ? '我爱你' : 'Smart John is singing';
  return say(
    `Saved as ${out}. Next: npm run translate --${flag} ${example}`,
    `已保存为 ${out}。接下来可以运行：npm run translate --${flag} ${example}`,
  );
}
