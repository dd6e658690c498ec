/** The lab: the translator of `npm start`, trained by the reader's own click. */

import { speaker, type Say } from '../../lib/language.ts';
import { decimal, grouped } from '../../lib/print.ts';
import { inWords } from '../stage/figure.ts';
import { Attention } from './attention.tsx';
import { Choosing } from './choosing.tsx';
import type { Hands } from './control.ts';
import { LossPicture } from './loss.tsx';
import { Sentences } from './sentences.tsx';
import { Opened } from './opening.tsx';
import type { Store } from './store.ts';
import { withouts } from './without.ts';

/** What every part of the lab is drawn from. */
export interface Parts {
  store: Store;
  hands: Hands;
  say: Say;
}

/** The whole page. */
export function Lab({ store, hands }: { store: Store; hands: Hands }) {
  const parts = { store, hands, say: speaker(store.language) };
  return (
    <div class="lab">
      <div class="lab-training">
        <Buttons {...parts} />
        <Choosing {...parts} />
        <Numbers {...parts} />
        <LossPicture {...parts} />
        <Moments {...parts} />
        <File {...parts} />
      </div>
      <div class="lab-looking">
        <Sentences {...parts} />
        <Attention {...parts} />
      </div>
      <Opened {...parts} />
    </div>
  );
}

function Buttons({ store: { whole, other, without, byChapters }, hands, say }: Parts) {
  const all = (without.value === '' ? [whole] : [whole, other]).map(({ status }) => status.value);
  const isTraining = all.includes('training');
  const isBusy = isTraining || all.includes('loading');
  const isOver = all.every((status) => status === 'over');
  return (
    <div class="lab-buttons" role="group" aria-label={say('training', '训练')}>
      <button type="button" data-lab="start" disabled={isBusy || isOver} onClick={() => hands.go('end')}>
        {all.includes('resting') ? say('go on', '继续') : say('train', '开始训练')}
      </button>
      <button type="button" data-lab="pause" disabled={!isTraining} onClick={hands.pause}>
        {say('pause', '暂停')}
      </button>
      <button type="button" data-lab="step" disabled={isBusy || isOver} onClick={() => hands.go('step')}>
        {say('one step', '一步')}
      </button>
      <button type="button" data-lab="epoch-button" disabled={isBusy || isOver} onClick={() => hands.go('epoch')}>
        {say('one epoch', '一轮')}
      </button>
      <button type="button" data-lab="reset" disabled={whole.status.value === 'none'} onClick={hands.reset}>
        {say('start over', '从头来')}
      </button>
      {byChapters.value && (
        <p>
          {say(
            'No WebAssembly vectors here, so the chapters’ own loops train: about a minute instead of seconds.',
            '这里没有 WebAssembly 向量指令，由各章自己的循环来训练：要一分钟左右，而不是几秒。',
          )}
        </p>
      )}
    </div>
  );
}

/** What can be read off while it trains. */
function Numbers({ store: { whole, other, without }, say }: Parts) {
  const { step, steps, epoch, losses, heldOut, ended, trouble, numbers, pairs } = whole;
  const last = losses.value.at(-1);
  const percent = (share: number | undefined) => (share === undefined ? '–' : `${decimal(100 * share, 0)} %`);
  const taken = withouts.find(({ name }) => name === without.value);
  return (
    <div class="lab-numbers">
      <dl>
        <Number name={say('step', '步')} lab="step-count">
          {steps.value === 0 ? '–' : `${step.value} / ${steps.value}`}
        </Number>
        <Number name={say('epoch', '轮')} lab="epoch">
          {steps.value === 0 ? '–' : String(epoch.value)}
        </Number>
        <Number name={say('loss, nats a token', '损失，奈特/词元')} lab="loss">
          {last === undefined ? '–' : decimal(last, 3)}
        </Number>
        <Number name={say('held out, word for word', '留出句，逐词全对')} lab="held-out">
          {percent(heldOut.value.at(-1)?.share)}
        </Number>
        {taken && (
          <Number name={inWords(taken.says, say('en', 'zh') as 'en' | 'zh')} lab="held-out-without">
            {percent(other.heldOut.value.at(-1)?.share)}
          </Number>
        )}
      </dl>
      {numbers.value > 0 && (
        <p class="lab-size">
          {say(
            `${grouped(numbers.value)} numbers learn from ${grouped(pairs.value)} pairs.`,
            `${grouped(numbers.value)} 个数，从 ${grouped(pairs.value)} 对句子里学。`,
          )}
        </p>
      )}
      {ended.value && (
        <p class="lab-ended">
          {say(
            `Trained in ${decimal(ended.value.seconds, 1)} s: ${decimal(100 * ended.value.unseen, 1)} % of the unseen sentences and ${decimal(100 * ended.value.recombined, 1)} % of the recombinations are translated word for word. SHA-256 of its file, as the terminal prints it: `,
            `训练用了 ${decimal(ended.value.seconds, 1)} 秒：新句子 ${decimal(100 * ended.value.unseen, 1)} %、新搭配 ${decimal(100 * ended.value.recombined, 1)} % 逐词全对。模型文件的 SHA-256，和终端里打印的一样：`,
          )}
          <code data-lab="hash">{ended.value.sha}</code>
        </p>
      )}
      {[whole, other].map(({ trouble }) => trouble.value !== undefined && <p role="alert">{trouble.value}</p>)}
      {trouble.value === undefined && other.trouble.value !== undefined && taken && (
        <p>
          {say(
            'This is what the part was for. “Start over” begins anew.',
            '这正是那个部件的用处。点“从头来”可以重新开始。',
          )}
        </p>
      )}
    </div>
  );
}

function Number({ name, lab, children }: { name: string; lab: string; children: string }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd data-lab={lab}>{children}</dd>
    </div>
  );
}

/** The slider back through what the model has been. */
function Moments({ store: { whole, moment }, hands, say }: Parts) {
  const { moments, status } = whole;
  const last = moments.value.length;
  if (last < 2) return null;
  const at = moment.value === undefined ? last : moments.value.indexOf(moment.value);
  const choose = (value: number) => {
    moment.value = value >= last ? undefined : moments.value[value];
    hands.look();
  };
  return (
    <label class="lab-moments">
      {moment.value === undefined
        ? status.value === 'over'
          ? say('the trained model', '训练好的模型')
          : say('as it is now', '现在的模型')
        : say(`as it was after step ${moment.value}`, `第 ${moment.value} 步之后的模型`)}
      <input
        type="range"
        data-lab="moment"
        min={0}
        max={last}
        step={1}
        value={at}
        onInput={({ currentTarget }) => choose(currentTarget.valueAsNumber)}
      />
    </label>
  );
}

/** The model leaves, and comes back. */
function File({ store: { whole, file }, hands, say }: Parts) {
  const read = async (chosen: globalThis.File | undefined) => {
    if (chosen) hands.load(chosen.name, new Uint8Array(await chosen.arrayBuffer()));
  };
  return (
    <div class="lab-file" role="group" aria-label={say('the model as a file', '模型文件')}>
      <button
        type="button"
        data-lab="download"
        disabled={whole.ended.value === undefined && file.value === undefined}
        onClick={hands.download}
      >
        {say('download the model', '下载模型')}
      </button>
      <label>
        {say('load a model', '载入模型')}{' '}
        <input
          type="file"
          data-lab="load"
          accept=".safetensors"
          onChange={({ currentTarget }) => void read(currentTarget.files?.[0])}
        />
      </label>
      <p>
        {say(
          'The file is the one that npm start saves and npm run translate -- --model reads.',
          '这就是 npm start 保存、npm run translate -- --model 能读的那种文件。',
        )}
      </p>
      {file.value && (
        <p>
          {say('Loaded. SHA-256: ', '已载入。SHA-256：')}
          <code data-lab="hash">{file.value.sha}</code>
        </p>
      )}
    </div>
  );
}
