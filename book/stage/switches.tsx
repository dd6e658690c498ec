/** Lines of the source that a reader changes by a click: one to be switched, or several wrong ways to choose from. */

import type { Say } from '../../lib/language.ts';
import { workOf, type Case } from '../tracing/work.ts';
import { inWords, type Figure, type Switch } from './figure.ts';
import type { Store } from './store.ts';

/** What the choice is drawn from. */
interface Choosing {
  figure: Figure;
  store: Store;
  cases: Case[];
  say: Say;
}

/** A box to tick for one switch; for several, one of them or the source as it stands. */
export function Switches({ figure: { part, switches = [] }, store, cases, say }: Choosing) {
  const { language, switched, refused } = store;
  if (switches.length === 0) return null;
  const choose = (to: number) => {
    try {
      workOf(cases[to], store.changed.value, false);
    } catch (error) {
      refused.value = { text: '', error: (error as Error).message };
      return;
    }
    refused.value = undefined;
    switched.value = to;
  };
  const line = (one: Switch, kind: 'checkbox' | 'radio') => {
    const at = store.switches.indexOf(one) + 1;
    const isOn = switched.value === at;
    return (
      <label>
        <input
          type={kind}
          name={`switch-${part}`}
          data-switch={at}
          checked={isOn}
          onChange={() => choose(kind === 'checkbox' && isOn ? 0 : at)}
        />{' '}
        {inWords(one.says, language)}: <code>{one.from}</code> →{' '}
        {one.to === '' ? say('nothing', '什么都没有') : <code>{one.to}</code>}
      </label>
    );
  };
  if (switches.length === 1) return line(switches[0], 'checkbox');
  const wrong = store.switches[switched.value - 1]?.wrong;
  return (
    <fieldset class="switches">
      <legend>{say('write the line wrong, and see', '把一行写错，看看会怎样')}</legend>
      <label>
        <input
          type="radio"
          name={`switch-${part}`}
          data-switch={0}
          checked={switched.value === 0}
          onChange={() => choose(0)}
        />{' '}
        {say('as it stands', '原来的写法')}
      </label>
      {switches.map((one) => line(one, 'radio'))}
      <p class="switches-wrong" aria-live="polite">
        {wrong !== undefined && inWords(wrong, language)}
      </p>
    </fieldset>
  );
}

/** The sources of the page with the line changed that is switched. */
export function switchedSources({ switches, switched, sources }: Store): Record<string, string[]> {
  if (switched.value === 0) return sources;
  const { file, from, to } = switches[switched.value - 1];
  return { ...sources, [file]: sources[file].map((line) => line.replace(from, () => to)) };
}
