/** A figure of a chapter: its matrices, the number that is open, and the film of how they came about. */

import { speaker } from '../../lib/language.ts';
import { valueOf } from '../tracing/number.ts';
import { inWords, type Figure, type Shown } from './figure.ts';
import { HistoryPanel } from './history.tsx';
import { entriesOf, Matrix, type Light } from './matrix.tsx';
import { Player } from './player.tsx';
import { Shares } from './shares.tsx';
import { change, trailOf, type Case, type Store } from './store.ts';

/** One figure, drawn from the page's store. The same when the page is built and when it is alive. */
export function Stage({ figure, store, cases }: { figure: Figure; store: Store; cases: Case[] }) {
  const { language, opened, scene, switched, refused, changed } = store;
  const say = speaker(language);
  const { numbers, scenes } = store.work.value;
  const at = scene.value;
  const sources = switched.value ? switchedSources(figure, store.sources) : store.sources;
  const lights = lightsOf(store);
  const open = (path: string) => {
    refused.value = undefined;
    opened.value = opened.value?.path === path && opened.value.chosen.length === 0 ? undefined : { path, chosen: [] };
  };
  const matrix = (shown: Shown, editable: boolean) => (
    <Matrix
      key={shown.path}
      shown={shown}
      entries={entriesOf(shown.path, numbers)}
      language={language}
      opened={opened.value?.path}
      editable={editable}
      lightOf={(path) => lights.get(path)?.light}
      valueAt={(path, x) => lights.get(path)?.value ?? valueOf(x)}
      open={open}
    />
  );
  const trail = trailOf(store);
  const isHere = opened.value !== undefined && shownIn(figure, opened.value.path);
  const last = trail.at(-1);
  const editable = last !== undefined && figure.given.some(({ path }) => last.name.startsWith(`${path}[`));
  return (
    <div class="stage-body">
      <div class="stage-matrices">
        <section aria-label={say('given', '给定')}>
          <h4>{say('given: open an entry to change it', '给定的数：点开一个就能改')}</h4>
          <div class="stage-row">{figure.given.map((shown) => matrix(shown, true))}</div>
          <div class="stage-tools">
            {figure.switches?.map(({ says, from, to }) => (
              <label>
                <input
                  type="checkbox"
                  data-switch
                  checked={switched.value}
                  onChange={() => (switched.value = !switched.value)}
                />{' '}
                {inWords(says, language)}: <code>{from}</code> → <code>{to}</code>
              </label>
            ))}
            {(changed.value.size > 0 || switched.value) && (
              <button
                type="button"
                data-reset
                onClick={() => {
                  changed.value = new Map();
                  switched.value = false;
                }}
              >
                {say('as it was', '恢复原样')}
              </button>
            )}
          </div>
        </section>
        <section aria-label={say('forwards', '前向')}>
          <h4>{say('forwards', '前向')}</h4>
          {figure.forwards.map((row) => (
            <div class="stage-row">{row.map((shown) => matrix(shown, false))}</div>
          ))}
          {figure.shares !== undefined && (
            <Shares
              A={entriesOf(figure.shares.path, numbers).map((row) =>
                row.map(([path, x]) => (lights.get(path)?.light === 'unwritten' ? 0 : valueOf(x))),
              )}
              tokens={figure.shares.tokens}
              row={rowOf(opened.value?.path)}
              language={language}
              open={(i, j) => open(`${figure.shares?.path}[${i}][${j}]`)}
            />
          )}
        </section>
        {figure.backwards !== undefined && (
          <section aria-label={say('backwards', '回程')}>
            <h4>{say('backwards: what each number is to blame for', '回程：每个数各担多少责任')}</h4>
            {figure.backwards.map((row) => (
              <div class="stage-row">{row.map((shown) => matrix(shown, false))}</div>
            ))}
          </section>
        )}
      </div>
      <div class="stage-side">
        {isHere && last !== undefined ? (
          <HistoryPanel
            trail={trail}
            sources={sources}
            language={language}
            refused={refused.value}
            choose={(operand) => (opened.value = { ...opened.value!, chosen: [...opened.value!.chosen, operand] })}
            back={(to) => (opened.value = { ...opened.value!, chosen: opened.value!.chosen.slice(0, to) })}
            asked={opened.value !== store.first}
            close={() => close(store)}
            edit={editable ? (text) => change(store, cases, last.name, text) : undefined}
          />
        ) : (
          <p class="stage-hint">
            {say('Open any number: it says where it comes from.', '点开任何一个数，它会说自己是怎么来的。')}
          </p>
        )}
        <Player scenes={scenes} at={at} go={(to) => (scene.value = to)} sources={sources} language={language} />
      </div>
    </div>
  );
}

/** The sources with the line of the switch changed. */
function switchedSources({ switches = [] }: Figure, sources: Record<string, string[]>): Record<string, string[]> {
  const changed = { ...sources };
  for (const { file, from, to } of switches) changed[file] = changed[file].map((line) => line.replace(from, to));
  return changed;
}

/** Closes the panel and goes back to the entry. */
function close({ opened }: Store): void {
  const path = opened.value?.path;
  opened.value = undefined;
  if (path !== undefined) document.querySelector<HTMLElement>(`[data-entry="${CSS.escape(path)}"]`)?.focus();
}

function shownIn({ given, forwards, backwards = [] }: Figure, path: string): boolean {
  return [given, ...forwards, ...backwards]
    .flat()
    .some((shown) => path.startsWith(`${shown.path}[`) || path === shown.path);
}

/** The query of a share or a score that is open. */
function rowOf(path: string | undefined): number | undefined {
  const row = /(?:^|\.)[ASQY]\[(\d+)\]/.exec(path ?? '')?.[1];
  return row === undefined ? undefined : Number(row);
}

/** How each entry stands at the scene that is shown: written or not, what it holds by then, whether it is read just now. */
function lightsOf({ scene, work }: Store): Map<string, { light: Light; value: number | undefined }> {
  const lights = new Map<string, { light: Light; value: number | undefined }>();
  const at = scene.value;
  if (at === undefined) return lights;
  for (const [k, { path, number, reads }] of work.value.scenes.entries()) {
    if (k > at) {
      if (path !== undefined && !lights.has(path)) lights.set(path, { light: 'unwritten', value: undefined });
      continue;
    }
    if (path !== undefined) lights.set(path, { light: k === at ? 'writing' : undefined, value: number.value });
    if (k < at) continue;
    for (const read of reads) lights.set(read, { light: 'reading', value: lights.get(read)?.value });
  }
  return lights;
}
