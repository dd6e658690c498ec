/** Runs the checks from the page: in a worker, which is stopped when it says nothing for too long. */

import { workerOf } from '../running/hand.ts';
import type { Asked, Told, Trouble } from './telling.ts';

/** Seconds of silence after which a loop counts as endless. */
export const PATIENCE = 10;

/** What the page hears in the end, besides what the worker tells. */
export type Heard = Told | { kind: 'silent' } | { kind: 'no worker' };

/** Starts a run. Result: what stops it. */
export function run(code: string, asked: Asked, hear: (heard: Heard) => void): () => void {
  const worker = workerOf(code);
  if (worker === undefined) {
    hear({ kind: 'no worker' });
    return () => undefined;
  }
  let begun = false;
  let stopped = false;
  let timer = 0;
  const stop = () => {
    stopped = true;
    clearTimeout(timer);
    worker.terminate();
  };
  const end = (heard: Heard) => {
    if (stopped) return; // the reader has gone on
    stop();
    hear(heard);
  };
  const wait = () => {
    clearTimeout(timer);
    timer = window.setTimeout(() => end({ kind: 'silent' }), PATIENCE * 1000);
  };
  worker.onmessage = ({ data }: MessageEvent<Told>) => {
    begun = true;
    wait();
    if (data.kind === 'trouble') void located(data.trouble).then((trouble) => end({ kind: 'trouble', trouble }));
    else if (data.kind === 'over') end(data);
    else hear(data);
  };
  worker.onerror = (event) => {
    event.preventDefault();
    if (begun) end({ kind: 'trouble', trouble: { message: event.message, file: '' } });
    else end({ kind: 'no worker' });
  };
  worker.postMessage(asked);
  wait();
  return stop;
}

/** The trouble with its line, which a browser tells of a script that it loads, but not of a text that it evaluates. */
function located(trouble: Trouble): Promise<Trouble> {
  const { script, line } = trouble;
  const probe = script === undefined || line !== undefined ? undefined : workerOf(`(function () {${script}\n})`);
  if (probe === undefined) return Promise.resolve(trouble);
  return new Promise((resolve) => {
    const end = (found: number | undefined) => {
      probe.terminate();
      resolve({ ...trouble, line: found });
    };
    setTimeout(() => end(undefined), 1000);
    probe.onerror = (event) => {
      event.preventDefault();
      end(event.lineno);
    };
  });
}
