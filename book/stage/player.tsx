/** The player: forwards and back through the steps in which the numbers are made. */

import { useEffect, useState } from 'preact/hooks';
import { speaker, type Language, type Say } from '../../lib/language.ts';
import { decimal } from '../../lib/print.ts';
import { Name } from './name.tsx';
import type { Scene } from './scenes.ts';
import { Source } from './source.tsx';

const MILLISECONDS = [1200, 500, 120];

/** What the player plays, and where it stands. */
export interface PlayerProps {
  scenes: Scene[];
  at: number | undefined; // undefined: the film has not been started, everything stands there
  go: (scene: number | undefined) => void;
  sources: Record<string, string[]>;
  language: Language;
}

/** Buttons, a slider, the line of the step lit, and what it writes. Arrow keys step. */
export function Player({ scenes, at, go, sources, language }: PlayerProps) {
  const say = speaker(language);
  const [playing, play] = useState(false);
  const [speed, setSpeed] = useState(1);
  const last = scenes.length - 1;
  useEffect(() => {
    if (!playing || at === undefined) return undefined;
    const timer = setTimeout(() => (at >= last ? play(false) : go(at + 1)), MILLISECONDS[speed]);
    return () => clearTimeout(timer);
  }, [playing, at, speed, last]);
  const step = (to: number) => {
    play(false);
    go(Math.max(0, Math.min(last, to)));
  };
  const end = () => {
    play(false);
    go(undefined);
  };
  const toggle = () => {
    if (at === undefined || at >= last) go(0);
    play(!playing);
  };
  const [on, back] = [() => step((at ?? -1) + 1), () => step((at ?? last + 1) - 1)];
  const onKey = (event: KeyboardEvent) => {
    if (event.target instanceof HTMLInputElement || event.target instanceof HTMLSelectElement) return;
    if (event.key === 'ArrowRight') on();
    if (event.key === 'ArrowLeft') back();
  };
  return (
    <div class="player" data-player={at ?? 'off'} onKeyDown={onKey}>
      <div class="player-buttons" role="group" aria-label={say('step through the source', '一步步走源码')}>
        <Button icon="first" says={say('to the first step', '回到第一步')} press={() => step(0)} />
        <Button icon="back" says={say('one step back', '退一步')} press={back} />
        <Button
          icon={playing ? 'pause' : 'play'}
          says={playing ? say('pause', '暂停') : say('play', '播放')}
          press={toggle}
        />
        <Button icon="next" says={say('one step on', '进一步')} press={on} />
        <Button icon="last" says={say('to the end', '走到头')} press={end} />
        <Speed speed={speed} choose={setSpeed} say={say} />
      </div>
      <input
        type="range"
        min={0}
        max={last}
        value={at ?? last}
        aria-label={say('step', '步')}
        aria-valuetext={placeIn(at ?? last, last, say)}
        onInput={(event) => step(Number(event.currentTarget.value))}
      />
      {at !== undefined && <Now scene={scenes[at]} place={placeIn(at, last, say)} sources={sources} />}
    </div>
  );
}

function placeIn(at: number, last: number, say: Say): string {
  return say(`step ${at + 1} of ${last + 1}`, `第 ${at + 1} 步，共 ${last + 1} 步`);
}

/** What is written at the step that is shown, and by which line. */
function Now({ scene, place, sources }: { scene: Scene; place: string; sources: Record<string, string[]> }) {
  return (
    <>
      <p class="player-says" aria-live="polite">
        {place}:{' '}
        <span class="math">
          <Name text={scene.name} /> = {decimal(scene.value)}
          {scene.path !== undefined && scene.path !== scene.name && (
            <>
              {' → '}
              <Name text={scene.path} />
            </>
          )}
        </span>
      </p>
      <Source place={scene.place} sources={sources} />
    </>
  );
}

function Speed({ speed, choose, say }: { speed: number; choose: (speed: number) => void; say: Say }) {
  return (
    <label class="player-speed">
      {say('speed', '速度')}{' '}
      <select value={speed} onChange={(event) => choose(Number(event.currentTarget.value))}>
        {[say('slow', '慢'), say('steady', '中'), say('fast', '快')].map((name, k) => (
          <option value={k}>{name}</option>
        ))}
      </select>
    </label>
  );
}

/** Paths on a square of 24: a font may lack these signs. */
const ICONS = {
  first: 'M6 5h2v14H6zM19 5v14l-10-7z',
  back: 'M16 5v14l-10-7z',
  play: 'M7 4v16l13-8z',
  pause: 'M7 5h4v14H7zM13 5h4v14h-4z',
  next: 'M8 5v14l10-7z',
  last: 'M16 5h2v14h-2zM5 5v14l10-7z',
};

/** A button of a player: first, back, play, pause, next or last. */
export function Button({ icon, says, press }: { icon: keyof typeof ICONS; says: string; press: () => void }) {
  return (
    <button type="button" data-step={icon} aria-label={says} onClick={press}>
      <svg viewBox="0 0 24 24" width="22" height="22" aria-hidden="true">
        <path d={ICONS[icon]} fill="currentColor" />
      </svg>
    </button>
  );
}
