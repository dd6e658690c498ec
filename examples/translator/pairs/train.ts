/**
 * `npm run train -- --corpus FILE`: trains a translator on sentence pairs of your own, by the engine, in minutes.
 * It can be stopped at any moment: `--resume` goes on and ends in the same bits. `--help` lists what can be changed.
 */

import { existsSync } from 'node:fs';
import { relative } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parameterList, total } from '../../../chapters/11-decoder/parameters.ts';
import { greedy } from '../../../chapters/13-translator/decoding.ts';
import { bytesFor } from '../../../chapters/20-speed/engine/engine.ts';
import { transformer } from '../../../chapters/20-speed/engine/transformer.ts';
import { languageOf, speaker, type Say } from '../../../lib/language.ts';
import { decimal } from '../../../lib/print.ts';
import { run } from '../failing.ts';
import { checkPlace, saveModel, type Model, type Pieces } from '../model.ts';
import { missing } from '../../training/kernels.ts';
import { beamOf } from '../translation.ts';
import { hashOf, prepare, type Data } from './data.ts';
import { beginning, enginePlan, fit, tokensDone, tokensOf, type Fitted, type Progress } from './fit.ts';
import { lock } from '../../training/lock.ts';
import { helpText, optionsFrom, OWN_PAIRS, type Options } from './options.ts';
import { meter, type Meter } from './progress.ts';
import { readAs, readPairs } from '../../corpus/reading.ts';
import { checkSides } from '../../corpus/sides.ts';
import * as report from './report.ts';
import { loadState, saveState, type State } from '../../training/state.ts';

/** Milliseconds of training after which its state is saved, besides at the end of each epoch. */
const SAVED_EVERY = 60_000;

/** MiB of the program itself, half of them garbage that may pile up (--max-semi-space-size in package.json). */
const PROGRAM = 650;

/** Models that JavaScript holds beside the engine when a state is saved, as numbers and as bytes. Both are measured. */
const COPIES = 40;

const MIB = 2 ** 20;

await run(async () => {
  const args = process.argv.slice(2);
  const say = speaker(languageOf(args));
  const options = optionsFrom(args, say);
  if (options.help) {
    console.log(helpText(say));
    return;
  }
  checkEngine(options, say);
  const file = options.corpus || relative(process.cwd(), fileURLToPath(OWN_PAIRS));
  const corpusFile = readPairs(file, options.memory, say);
  const { pairs } = corpusFile;
  const data = prepare(pairs, options.direction, options.merges, options.longest);
  checkSides(data, options.longest, file, say);
  const numbers = total(parameterList(options.plan.sizes, [data.source.tokens.length, data.target.tokens.length]));
  const bytes = checkMemory(data, options, numbers, say);
  checkPlace(options.out, say);
  lock(options.out, say);
  const corpus = hashOf(pairs);
  const described = settings(options, corpus);
  const state = options.resume ? loadState(stateOf(options), described, say) : beginning(data, options, described);

  for (const line of readAs(corpusFile, say)) console.log(line);
  console.log(report.beforeTraining(data, options, numbers, bytes, say));
  console.log(`\n${whence(state, options, say)}\n`);
  const begun = Date.now();
  const fitted = await train(data, options, state, say);
  const seconds = decimal((Date.now() - begun) / 1000, 0);
  console.log(say(`\nTrained in ${seconds} s.`, `\n训练用了 ${seconds} 秒。`));
  console.log(report.kept(fitted, say));

  const model = modelFrom(data, options, fitted, corpus);
  saveModel(options.out, model, say);
  const translations = report.tried(data, await beamOf(model));
  console.log(`\n${report.bleuTable(data, translations, say)}`);
  console.log(`\n${report.samples(translations)}`);
  console.log(`\n${whatNext(options, translations[0].source, say)}`);
});

/** The training loop: shows, saves, and gives Ctrl-C a chance between two steps. */
async function train(data: Data, options: Options, from: State, say: Say): Promise<Fitted> {
  const work = {
    tokens: options.epochs * tokensOf(data.training),
    done: tokensDone(data, options, from),
    epochs: options.epochs,
  };
  const shown = meter(work, say);
  let stopped = false;
  const stop = () => (stopped = true);
  process.once('SIGINT', stop); // a second Ctrl-C ends the program at once
  let savedAt = Date.now();
  const fitting = fit(data, options, from);
  try {
    for (let next = await fitting.next(); ; next = await fitting.next()) {
      if (next.done) return next.value;
      show(next.value, shown, data);
      if (stopped || next.value.ended || Date.now() - savedAt >= SAVED_EVERY) {
        saveState(stateOf(options), next.value.state(), say);
        savedAt = Date.now();
      }
      if (stopped) {
        shown.stop();
        console.error(
          say(
            'stopped; the same command with --resume goes on, with --resume --epochs 1 it ends with the best model so far',
            '已停止；在同一条命令后加 --resume 就接着训练，加 --resume --epochs 1 就用目前最好的模型结束',
          ),
        );
        process.exit(130);
      }
      await setImmediate();
    }
  } catch (error) {
    throw brokenDown(error, options, say);
  } finally {
    shown.stop();
    process.off('SIGINT', stop);
  }
}

/** After each step its numbers; after each epoch another validation sentence, translated. */
function show({ epoch, tokens, loss, ended }: Progress, shown: Meter, data: Data): void {
  shown.step(tokens, loss);
  if (ended === undefined) return;
  const example = data.validation[(97 * epoch) % data.validation.length];
  const said = greedy(example.source, ended.P);
  shown.epoch(epoch, ended.validation, ended.better, report.sample(example, said, data));
}

/** A loss that is no number any more becomes one line, and so does a worker that has died. */
function brokenDown(error: unknown, { out }: Options, say: Say): unknown {
  if (error instanceof RangeError) {
    return new Error(
      say(
        `training broke down: ${error.message}. Try a lower --rate; an earlier model at ${out} is untouched`,
        `训练崩溃：出现了 NaN 或无穷大。请调低 --rate；${out} 处原有的模型没有动`,
      ),
    );
  }
  if (!(error instanceof Error) || !error.message.startsWith('worker ')) return error;
  return new Error(
    say(
      `${error.message}; --resume goes on from the last saved state`,
      `一个工作线程退出了（${error.message}）；用 --resume 从最近保存的状态继续`,
    ),
  );
}

/** Everything that decides a bit of the result, by name. */
function settings(options: Options, corpus: string): Record<string, string> {
  const { direction, seed, plan, tokens, merges, longest, precision } = options;
  const { sizes, warmup, rate, smoothing, drop } = plan;
  const named = {
    corpus,
    direction,
    seed,
    'd-model': sizes.d_model,
    heads: sizes.h,
    'd-ff': sizes.d_ff,
    layers: sizes.N,
    tokens,
    merges,
    longest,
    warmup,
    rate,
    smoothing,
    drop,
    precision,
  };
  return Object.fromEntries(Object.entries(named).map(([name, value]) => [name, String(value)]));
}

/** Where the state of a training is kept, beside its model. */
function stateOf({ out }: Options): string {
  return `${out}.state`;
}

/** The chapters' loops would take days here, so without the engine nothing is begun. */
function checkEngine({ precision }: Options, say: Say): void {
  const why = missing(precision);
  if (why === undefined) return;
  throw new Error(
    say(`training on real sentences needs the engine: ${why[0]}`, `用真实的句子训练需要快速引擎：${why[1]}`),
  );
}

/** How many bytes training will take at most, about. Throws Error of one line if that is more than there may be. */
function checkMemory(data: Data, options: Options, numbers: number, say: Say): number {
  const engine = bytesFor(transformer, enginePlan(data, options));
  const bytes = PROGRAM * MIB + engine + COPIES * 8 * numbers;
  const [needed, most] = [Math.ceil(bytes / MIB), options.memory];
  if (needed > most) {
    throw new Error(
      say(
        `training takes up to ${needed} MiB of memory, got --memory ${most}; allow more, or lower --d-model, --merges or --tokens`,
        `训练最多需要 ${needed} MiB 内存，而 --memory 是 ${most}；请调高它，或调小 --d-model、--merges、--tokens`,
      ),
    );
  }
  if (engine > 2 ** 32) {
    throw new Error(
      say(
        `the engine's memory ends at 4096 MiB, got a model and batches of ${Math.ceil(engine / MIB)}; lower --d-model, --merges or --tokens`,
        `引擎最多使用 4096 MiB 内存，这里需要 ${Math.ceil(engine / MIB)} MiB；请调小 --d-model、--merges 或 --tokens`,
      ),
    );
  }
  return bytes;
}

/** From where training begins. */
function whence({ epoch, done }: State, options: Options, say: Say): string {
  if (options.resume) {
    return say(
      `Goes on in epoch ${epoch}, after ${done} batches.`,
      `从第 ${epoch} 轮继续，这一轮已经训练了 ${done} 批。`,
    );
  }
  return existsSync(stateOf(options))
    ? say(
        `Begins anew, and replaces ${stateOf(options)} (--resume would go on from there). Ctrl-C stops.`,
        `从头开始，并会覆盖 ${stateOf(options)}（用 --resume 可以接着它训练）。按 Ctrl-C 停止。`,
      )
    : say(
        'Ctrl-C stops; the same command with --resume goes on.',
        '按 Ctrl-C 停止；在同一条命令后加 --resume 就接着训练。',
      );
}

function modelFrom(data: Data, options: Options, { P }: Fitted, corpus: string): Model & { pieces: Pieces } {
  const { direction, source, target, spelling } = data;
  const pieces = { ...spelling, longest: options.longest };
  return { direction, sizes: options.plan.sizes, source, target, P, seed: options.seed, corpus, pieces };
}

/** Where the model is, and a command that works with it. */
function whatNext({ out, direction }: Options, example: string, say: Say): string {
  const path = /\s/.test(out) ? `"${out}"` : out;
  const words = direction === 'zh-en' ? '我爱你' : `"${example.replaceAll(/["$`\\!]/g, '')}"`;
  return say(
    `Saved as ${out}. Next: npm run translate -- --model ${path} ${words}`,
    `已保存为 ${out}。接下来可以运行：npm run translate -- --model ${path} ${words}`,
  );
}
