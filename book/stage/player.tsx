/** The player: forwards and back through the steps in which the numbers are made. */

import { useEffect, useState } from 'preact/hooks';
import { speaker, type Language } from '../../lib/language.ts';
import { decimal } from '../../lib/print.ts';
import type { Scene } from './scenes.ts';
import { Source } from './source.tsx';

const MILLISECONDS = [1200, 500, 120];

/** Buttons, a slider, the line of the step lit, and what it writes. */
export function Player({
  scenes,
  at,
  go,
  sources,
  language,
}: {
  scenes: Scene[];
  at: number | undefined; // undefined: the film has not been started, everything stands there
  go: (scene: number | undefined) => void;
  sources: Record<string, string[]>;
  language: Language;
}) {
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
  const onKey = (event: KeyboardEvent) => {
    if (event.target instanceof HTMLInputElement) return;
    if (event.key === 'ArrowRight') step((at ?? -1) + 1);
    if (event.key === 'ArrowLeft') step((at ?? last + 1) - 1);
  };
  const scene = at === undefined ? undefined : scenes[at];
  return (
    <div class="player" data-player={at ?? 'off'} onKeyDown={onKey}>
      <div class="player-buttons" role="group" aria-label={say('step through the source', '一步步走源码')}>
        <button type="button" onClick={() => step(0)} aria-label={say('to the first step', '回到第一步')}>
          <Icon name="first" />
        </button>
        <button
          type="button"
          data-step="back"
          onClick={() => step((at ?? last + 1) - 1)}
          aria-label={say('one step back', '退一步')}
        >
          <Icon name="back" />
        </button>
        <button
          type="button"
          data-step="play"
          aria-pressed={playing}
          aria-label={playing ? say('pause', '暂停') : say('play', '播放')}
          onClick={() => {
            if (at === undefined || at >= last) go(0);
            play(!playing);
          }}
        >
          <Icon name={playing ? 'pause' : 'play'} />
        </button>
        <button
          type="button"
          data-step="next"
          onClick={() => step((at ?? -1) + 1)}
          aria-label={say('one step on', '进一步')}
        >
          <Icon name="next" />
        </button>
        <button
          type="button"
          onClick={() => {
            play(false);
            go(undefined);
          }}
          aria-label={say('to the end', '走到头')}
        >
          <Icon name="last" />
        </button>
        <label class="player-speed">
          {say('speed', '速度')}{' '}
          <select value={speed} onChange={(event) => setSpeed(Number(event.currentTarget.value))}>
            {[say('slow', '慢'), say('steady', '中'), say('fast', '快')].map((name, k) => (
              <option value={k}>{name}</option>
            ))}
          </select>
        </label>
      </div>
      <input
        type="range"
        min={0}
        max={last}
        value={at ?? last}
        aria-label={say('step', '步')}
        aria-valuetext={say(`step ${(at ?? last) + 1} of ${last + 1}`, `第 ${(at ?? last) + 1} 步，共 ${last + 1} 步`)}
        onInput={(event) => step(Number(event.currentTarget.value))}
      />
      {scene !== undefined && at !== undefined && (
        <>
          <p class="player-says" aria-live="polite">
            {say(`step ${at + 1} of ${last + 1}: `, `第 ${at + 1} 步，共 ${last + 1} 步：`)}
            <span class="math">
              {scene.name} = {decimal(scene.number.value)}
            </span>
            {scene.path !== undefined && scene.path !== scene.name && (
              <span class="math">
                {' → '}
                {scene.path}
              </span>
            )}
          </p>
          <Source place={scene.place} sources={sources} />
        </>
      )}
    </div>
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

function Icon({ name }: { name: keyof typeof ICONS }) {
  return (
    <svg viewBox="0 0 24 24" width="22" height="22" aria-hidden="true">
      <path d={ICONS[name]} fill="currentColor" />
    </svg>
  );
}
