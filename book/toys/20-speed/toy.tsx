/** Chapter 20's toy: the ladder, measured on the reader's own machine. */

import { useEffect, useRef } from 'preact/hooks';
import { rungNames } from '../../../examples/20-speed/report.ts';
import { speaker } from '../../../lib/language.ts';
import { decimal } from '../../../lib/print.ts';
import { Select, TrainingButtons } from '../controls.tsx';
import type { Controls, Playing, Values } from '../toy.ts';
import type { Bits } from './data.ts';
import type { Given, Measured } from './steps.ts';

/** Below the bits of every rung. */
export const part = '3';

/** What stands above it. */
export const title = { en: 'The ladder on your own machine', zh: '在你自己的机器上爬梯子' };

/** What one finds by playing. */
export const caption = {
  en: 'The same functions, in your browser, on one thread: bits first, as in the table above, then operations a second. Rung 6 is left out: a page may not share memory between threads everywhere. Phones climb the same ladder; try 64 and 256, and see which rungs care.',
  zh: '同样的函数，在你的浏览器里，用一个线程：先逐位比对，和上面那张表一样，再量每秒多少次运算。第 6 级没有，因为不是每个网页都能让线程共用内存。手机爬的也是这架梯子；换 64 和 256 试试，看哪几级在乎大小。',
};

/** What the reader may set. */
export const controls = {
  size: {
    kind: 'choice',
    first: '128',
    of: ['32', '64', '128', '256'].map((size): [string, string] => [size, `${size}×${size}`]),
    says: { en: 'matrices', zh: '矩阵' },
  },
} satisfies Controls;

/** What a measuring begins with. */
export function given({ size }: Values<typeof controls>, bits: Bits): Given {
  return { ...bits, size: Number(size.value) };
}

/** The toy. */
export function Toy({ values, data, training, language }: Playing<typeof controls, Bits, Measured>) {
  const say = speaker(language);
  const { size } = values;
  const changed = useRef(false);
  useEffect(() => {
    if (changed.current) training.reset(); // other matrices
    changed.current = true;
  }, [size.value]);
  const { others = [], rates = [] } = training.shown.value ?? {};
  const fastest = Math.max(...rates);
  const called = { start: say('measure', '开始测量'), over: say('measured', '测完了') };
  return (
    <>
      <div class="toy-controls">
        <TrainingButtons training={training} language={language} called={called} />
        <Select name="size" control={controls.size} value={size} language={language} />
        <p class="toy-says" role="status">
          {rates.length > 0
            ? say('operations a second, thousand millions', '每秒多少个十亿次运算')
            : training.state.value === 'running'
              ? say('measuring, some six seconds …', '正在测量，大约六秒……')
              : others.length > 0
                ? say('the bits are compared; go on to measure', '每一位都比过了，继续就开始测量')
                : say('nothing is measured yet', '还没有测量')}
        </p>
      </div>
      <table class="toy-bars toy-rungs">
        <thead>
          <tr>
            <th>{say('rung', '级')}</th>
            <th>{say(`other bits, of ${data.n * data.m}`, `位不同，共 ${data.n * data.m}`)}</th>
            <th>GFLOP/s</th>
            <th aria-hidden="true" />
          </tr>
        </thead>
        <tbody>
          {rungNames(say)
            .slice(0, 6)
            .map((name, r) => (
              <tr data-rung={r}>
                <th>{name}</th>
                <td data-others>{others[r] ?? '–'}</td>
                <td data-rate>{rates[r] === undefined ? '–' : decimal(rates[r], 2)}</td>
                <td class="toy-bar" aria-hidden="true">
                  {rates[r] !== undefined && (
                    <span class="toy-bar-left" style={{ width: `${(100 * rates[r]) / fastest}%` }} />
                  )}
                </td>
              </tr>
            ))}
        </tbody>
      </table>
    </>
  );
}
