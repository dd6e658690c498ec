/** Somebody who trains: a worker where there can be one, else this thread between two drawings. */

import { fileOf } from './files.ts';
import type { Ask, Heard, Port } from './messages.ts';

declare global {
  var labWorker: ((port: Port, chapters: boolean) => void) | undefined;
}

/** One who trains, at the other end of a port. */
export interface Trainer {
  ask: (ask: Ask) => void;
  dismiss: () => void;
}

/**
 * Hires one. name: whole, or without-…; chapters: the chapters' loops shall train, even where the engine could.
 * Throws Error if its script does not come.
 */
export async function hire(name: string, chapters: boolean, hear: (heard: Heard) => void): Promise<Trainer> {
  const script = await fileOf(name);
  try {
    return inWorker(`${script}\nlabWorker(self, ${chapters});`, hear);
  } catch {
    return inPage(script, chapters, hear);
  }
}

/** A worker from a text: from disk there is no other. Throws where there are none. */
function inWorker(script: string, hear: (heard: Heard) => void): Trainer {
  const address = URL.createObjectURL(new Blob([script], { type: 'text/javascript' }));
  const worker = new Worker(address);
  worker.onmessage = ({ data }) => hear(data as Heard);
  worker.onerror = ({ message }) => hear({ kind: 'trouble', what: message, isOver: false });
  return {
    ask: (ask) => worker.postMessage(ask),
    dismiss() {
      worker.terminate();
      URL.revokeObjectURL(address);
    },
  };
}

/** The same at a channel of this page: it waits for a message after every step, so the page is drawn in between. */
function inPage(script: string, chapters: boolean, hear: (heard: Heard) => void): Trainer {
  new Function(script)();
  const { port1, port2 } = new MessageChannel();
  globalThis.labWorker?.(port2 as unknown as Port, chapters);
  port1.onmessage = ({ data }) => hear(data as Heard);
  return {
    ask: (ask) => port1.postMessage(ask),
    dismiss() {
      port1.postMessage({ kind: 'pause' } satisfies Ask);
      port1.onmessage = null;
    },
  };
}
