/** A figure of a chapter: its matrices, the number that is open, and the film of how they came about. */

import { speaker, type Say } from '../../lib/language.ts';
import { valueOf } from '../tracing/number.ts';
import { inWords, type Figure, type Shown } from './figure.ts';
import { HistoryPanel } from './history.tsx';
import { lightsOf, type Lights } from './lights.ts';
import { Matrix } from './matrix.tsx';
import { Player } from './player.tsx';
import { PictureOf } from './pictures/pictures.tsx';
import { entriesOf, type Case } from '../tracing/work.ts';
import { change, put, trailOf, type Store } from './store.ts';

/** What every part of a figure is drawn from. */
interface Drawn {
  figure: Figure;
  store: Store;
  cases: Case[];
  lights: Lights;
  say: Say;
}

/** One figure, drawn from the page's store. The same when the page is built and when it is alive. */
export function Stage({ figure, store, cases }: { figure: Figure; store: Store; cases: Case[] }) {
  const say = speaker(store.language);
  const drawn = { figure, store, cases, lights: lightsOf(store), say };
  return (
    <div class="stage-body">
      <div class="stage-matrices">
        {figure.given.length > 0 && (
          <div role="group" class="stage-group" aria-label={say('given', '给定')}>
            <h3>{say('given: open an entry to change it', '给定的数：点开一个就能改')}</h3>
            <Row shown={figure.given} editable {...drawn} />
            <Tools {...drawn} />
          </div>
        )}
        <div role="group" class="stage-group" aria-label={say('forwards', '前向')}>
          <h3>{say('forwards', '前向')}</h3>
          {figure.forwards.map((shown) => (
            <Row shown={shown} {...drawn} />
          ))}
          <Pictures {...drawn} />
        </div>
        {figure.backwards !== undefined && (
          <div role="group" class="stage-group" aria-label={say('backwards', '回程')}>
            <h3>{say('backwards: what each number is to blame for', '回程：每个数各担多少责任')}</h3>
            {figure.backwards.map((shown) => (
              <Row shown={shown} {...drawn} />
            ))}
          </div>
        )}
      </div>
      <Side {...drawn} />
    </div>
  );
}

/** Matrices beside each other. */
function Row({ shown, editable = false, store, lights }: Drawn & { shown: Shown[]; editable?: boolean }) {
  const { numbers } = store.work.value;
  return (
    <div class="stage-row">
      {shown.map((each) => (
        <Matrix
          key={each.path}
          shown={each}
          entries={entriesOf(each.path, numbers)}
          language={store.language}
          opened={store.opened.value?.path}
          editable={editable}
          lightOf={(path) => lights.get(path)?.light}
          valueAt={(path, x) => lights.get(path)?.value ?? valueOf(x)}
          open={(path) => open(store, path)}
        />
      ))}
    </div>
  );
}

/** What else may be changed, and the way back to what was given. */
function Tools({ figure: { switches = [] }, store, say }: Drawn) {
  const { switched, changed } = store;
  const reset = () => {
    changed.value = new Map();
    switched.value = false;
  };
  return (
    <div class="stage-tools">
      {switches.map(({ says, from, to }) => (
        <label>
          <input
            type="checkbox"
            data-switch
            checked={switched.value}
            onChange={() => (switched.value = !switched.value)}
          />{' '}
          {inWords(says, store.language)}: <code>{from}</code> → <code>{to}</code>
        </label>
      ))}
      {(changed.value.size > 0 || switched.value) && (
        <button type="button" data-reset onClick={reset}>
          {say('as it was', '恢复原样')}
        </button>
      )}
    </div>
  );
}

/** The figure's pictures, if it has any. */
function Pictures({ figure: { pictures = [] }, store, cases, lights, say }: Drawn) {
  const rows = (path: string) =>
    entriesOf(path, store.work.value.numbers).map((row) =>
      row.map(([at, x]) => {
        const { light, value } = lights.get(at) ?? {};
        return light === 'unwritten' ? 0 : (value ?? valueOf(x));
      }),
    );
  return pictures.map((picture) => (
    <PictureOf
      picture={picture}
      rows={rows}
      say={say}
      inWords={(words) => inWords(words, store.language)}
      opened={store.opened.value?.path}
      open={(path) => open(store, path)}
      put={(values) => put(store, cases, values)}
    />
  ));
}

/** What stands beside the matrices: the number that is open, and the player. */
function Side({ figure, store, cases, say }: Drawn) {
  const { language, opened, scene, refused } = store;
  const sources = store.switched.value ? switchedSources(figure, store.sources) : store.sources;
  const trail = trailOf(store);
  const last = trail.at(-1);
  const here = opened.value && isShown(figure, opened.value.path) ? opened.value : undefined;
  const given = last !== undefined && figure.given.some(({ path }) => isWithin(last.name, path));
  return (
    <div class="stage-side">
      {here && last ? (
        <HistoryPanel
          trail={trail}
          sources={sources}
          language={language}
          refused={refused.value}
          asked={here !== store.first}
          choose={(operand) => (opened.value = { ...here, chosen: [...here.chosen, operand] })}
          back={(to) => (opened.value = { ...here, chosen: here.chosen.slice(0, to) })}
          close={() => close(store)}
          edit={given ? (text) => change(store, cases, last.name, text) : undefined}
        />
      ) : (
        <p class="stage-hint">
          {say('Open any number: it says where it comes from.', '点开任何一个数，它会说自己是怎么来的。')}
        </p>
      )}
      {store.watched.value ? (
        <Player
          scenes={store.scenes.value}
          at={scene.value}
          go={(to) => (scene.value = to)}
          sources={sources}
          language={language}
        />
      ) : (
        <button type="button" class="stage-watch" data-watch onClick={() => watch(store)}>
          {say('step through the source, line by line', '一行一行走源码')}
        </button>
      )}
    </div>
  );
}

/** Opens an entry, or closes it if it is open. */
function open({ opened, refused }: Store, path: string): void {
  refused.value = undefined;
  const isOpen = opened.value?.path === path && opened.value.chosen.length === 0;
  opened.value = isOpen ? undefined : { path, chosen: [] };
}

/** Starts the film. */
function watch({ watched, scene }: Store): void {
  watched.value = true;
  scene.value = 0;
}

/** Closes the panel and goes back to the entry. */
function close({ opened }: Store): void {
  const path = opened.value?.path;
  opened.value = undefined;
  if (path !== undefined) document.querySelector<HTMLElement>(`[data-entry="${CSS.escape(path)}"]`)?.focus();
}

/** The sources with the line of the switch changed. */
function switchedSources({ switches = [] }: Figure, sources: Record<string, string[]>): Record<string, string[]> {
  const changed = { ...sources };
  for (const { file, from, to } of switches) changed[file] = changed[file].map((line) => line.replace(from, () => to));
  return changed;
}

function isShown({ given, forwards, backwards = [] }: Figure, path: string): boolean {
  return [given, ...forwards, ...backwards].flat().some((shown) => isWithin(path, shown.path));
}

function isWithin(path: string, matrix: string): boolean {
  return path === matrix || path.startsWith(`${matrix}[`);
}
