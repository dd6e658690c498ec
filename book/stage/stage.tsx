/** A figure of a chapter: its matrices, the number that is open, and the film of how they came about. */

import { useEffect } from 'preact/hooks';
import { speaker, type Say } from '../../lib/language.ts';
import { isGiven, valueOf } from '../tracing/number.ts';
import { Boxes } from './boxes/boxes.tsx';
import { openBox, playedRange } from './boxes/opened.ts';
import { inWords, isAmong, matricesIn, type Box, type Figure, type Shown, type Turns } from './figure.ts';
import { HistoryPanel } from './history.tsx';
import { keepInSight } from './in-sight.ts';
import { lightsOf, type Lights } from './lights.ts';
import { Masks } from './masks.tsx';
import { Matrix } from './matrix.tsx';
import { Player } from './player.tsx';
import type { Picture } from './pictures/picture.ts';
import { Settings } from './settings.tsx';
import { TurnsOf } from './turns.tsx';
import { PictureOf } from './pictures/pictures.tsx';
import { entriesOf, type Case, type Entry } from '../tracing/work.ts';
import { change, put, trailOf, type Store } from './store.ts';
import { Switches, switchedSources } from './switches.tsx';

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
    <div class={figure.boxes ? 'stage-body has-boxes' : 'stage-body'}>
      <div class="stage-matrices">
        {figure.boxes ? (
          <>
            <Opening {...drawn} />
            <Given {...drawn} />
          </>
        ) : (
          <>
            <Given {...drawn} />
            <div role="group" class="stage-group" aria-label={say('forwards', '前向')}>
              <h3>{say('forwards', '前向')}</h3>
              {figure.forwards.map((shown) => (
                <Row shown={shown} {...drawn} />
              ))}
              {figure.turns && <Taken {...drawn} turns={figure.turns} />}
              <Pictures pictures={figure.pictures} {...drawn} />
            </div>
          </>
        )}
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

/** What the reader may change. */
function Given(drawn: Drawn) {
  const { figure, store, cases, say } = drawn;
  if (figure.given.length === 0) return <Tools {...drawn} />;
  const masks = figure.given.filter(({ mask }) => mask !== undefined);
  return (
    <div role="group" class="stage-group" aria-label={say('given', '给定')}>
      <h3>{say('given: open an entry to change it', '给定的数：点开一个就能改')}</h3>
      <Row shown={figure.given.filter((shown) => !masks.includes(shown))} editable={() => true} {...drawn} />
      <Settings figure={figure} store={store} cases={cases} />
      {masks.map((shown) => (
        <Masks key={shown.path} shown={shown} store={store} cases={cases} say={say} open={(path) => open(store, path)}>
          {(press) => <Row shown={[shown]} editable={() => true} press={press} {...drawn} />}
        </Masks>
      ))}
      <Tools {...drawn} />
    </div>
  );
}

/** The architecture's figure in place of the rows forwards. */
function Opening(drawn: Drawn) {
  const { figure, store, say } = drawn;
  const { numbers } = store.work.value;
  const firstOf = (path: string) => entriesOf(path, numbers)[0][0][0];
  return (
    <div role="group" class="stage-group" aria-label={say('forwards', '前向')}>
      <Boxes
        boxes={figure.boxes ?? []}
        store={store}
        say={say}
        row={(shown) => <Row shown={shown} editable={({ path }) => isGiven(firstOf(path), numbers)} {...drawn} />}
        pictures={(pictures) => <Pictures pictures={pictures} {...drawn} />}
        shapeOf={(path) => shapeOf(entriesOf(path, numbers))}
      />
    </div>
  );
}

/** What stands in a row, and what pressing an entry does if it does not open it. */
interface RowOf {
  shown: Shown[];
  editable?: (shown: Shown) => boolean;
  press?: (path: string) => void;
}

/** Matrices beside each other. */
function Row({ shown, editable = () => false, press, store, lights }: Drawn & RowOf) {
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
          editable={editable(each)}
          lightOf={(path) => lights.get(path)?.light}
          valueAt={(path, x) => lights.get(path)?.value ?? valueOf(x)}
          open={press ?? ((path) => open(store, path))}
        />
      ))}
    </div>
  );
}

/** The turn that the reader stands at. */
function Taken({ turns, ...drawn }: Drawn & { turns: Turns }) {
  const rows = (shown: Shown[][]) => shown.map((row) => <Row key={row[0].path} shown={row} {...drawn} />);
  return <TurnsOf turns={turns} store={drawn.store} rows={rows} />;
}

/** What else may be changed, and the way back to what was given. */
function Tools({ figure, store, cases, say }: Drawn) {
  const { switched, changed, refused } = store;
  const reset = () => {
    changed.value = new Map();
    switched.value = 0;
    refused.value = undefined;
  };
  return (
    <div class="stage-tools">
      <Switches figure={figure} store={store} cases={cases} say={say} />
      {(changed.value.size > 0 || switched.value > 0) && (
        <button type="button" data-reset onClick={reset}>
          {say('as it was', '恢复原样')}
        </button>
      )}
    </div>
  );
}

/** Pictures of a figure, or of a box of it. */
function Pictures({ pictures = [], store, cases, lights, say }: Drawn & { pictures: Picture[] | undefined }) {
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
      found={(path) => store.work.value.found[path]}
      stepOf={(name) => store.steps.value.get(name)}
      stepTo={(name, step) => (store.steps.value = new Map([...store.steps.value, [name, step]]))}
      put={(values) => put(store, cases, values)}
    />
  ));
}

/** What stands beside the matrices: the number that is open, and the player. */
function Side({ figure, store, cases, say }: Drawn) {
  const { language, opened, refused } = store;
  const sources = switchedSources(store);
  const trail = trailOf(store);
  const last = trail.at(-1);
  const box = openBox(store);
  const here = opened.value && isShown(figure, box, opened.value.path) ? opened.value : undefined;
  const given = last !== undefined && mayChange(last.name, store, box);
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
        <Film key={box?.name} store={store} sources={sources} />
      ) : (
        <button type="button" class="stage-watch" data-watch onClick={() => watch(store)}>
          {box
            ? say('step through this box, line by line', '一行一行走这个方框')
            : say('step through the source, line by line', '一行一行走源码')}
        </button>
      )}
    </div>
  );
}

/** The player, on the part of the film that is the open box's. */
function Film({ store, sources }: { store: Store; sources: Record<string, string[]> }) {
  const { scene, scenes, language, figure } = store;
  useEffect(() => {
    // While a box's film plays, the entry that is being written stays in sight.
    const written = '[data-box-open] [data-light="writing"]';
    keepInSight(document.querySelector(`[data-stage="${figure.part}"] ${written}`));
  }, [scene.value]);
  const [from, to] = playedRange(store);
  const at = scene.value === undefined ? undefined : Math.max(0, Math.min(to - from, scene.value - from));
  if (scenes.value.length === 0) return <p class="stage-hint">{speaker(language)('a moment …', '请稍等……')}</p>;
  return (
    <Player
      scenes={scenes.value.slice(from, to + 1)}
      at={at}
      go={(to) => (scene.value = to === undefined ? undefined : from + to)}
      sources={sources}
      language={language}
    />
  );
}

/** Opens an entry, or closes it if it is open. */
function open({ opened, refused }: Store, path: string): void {
  refused.value = undefined;
  const isOpen = opened.value?.path === path && opened.value.chosen.length === 0;
  opened.value = isOpen ? undefined : { path, chosen: [] };
}

/** Starts the film. */
function watch(store: Store): void {
  store.watched.value = true;
  [store.scene.value] = playedRange(store);
}

/** Closes the panel and goes back to the entry. */
function close({ opened, figure }: Store): void {
  const path = opened.value?.path;
  opened.value = undefined;
  if (path === undefined) return;
  const stage = document.querySelector(`[data-stage="${figure.part}"]`);
  stage?.querySelector<HTMLElement>(`[data-entry="${CSS.escape(path)}"]`)?.focus();
}

/** Whether an entry stands in a matrix or picture that is drawn. */
function isShown(
  { given, forwards, backwards = [], turns, pictures = [] }: Figure,
  box: Box | undefined,
  path: string,
): boolean {
  const taken = turns?.each.flatMap(({ shown }) => shown.flat()) ?? [];
  const drawn = pictures.flatMap((picture) => ('path' in picture ? [{ path: picture.path }] : []));
  const rows = [...forwards, ...backwards].flat();
  return isAmong(path, [...given, ...rows, ...taken, ...drawn, ...(box ? matricesIn(box) : [])]);
}

/** Whether the reader may change a number: it stands among what is given, or in the open box and was given. */
function mayChange(path: string, { figure, work }: Store, box: Box | undefined): boolean {
  if (isAmong(path, figure.given)) return true;
  return box !== undefined && isAmong(path, matricesIn(box)) && isGiven(path, work.value.numbers);
}

/** The size of a matrix, 3×4. */
function shapeOf(entries: Entry[][]): string {
  return `${entries.length}×${entries[0].length}`;
}
