/** Somebody who works while the reader looks: in a worker, or, without one, in the page between two drawings. */

/** What he talks through: a worker's own scope, or one end of a channel. */
export interface Port<Ask, Told> {
  onmessage: ((event: MessageEvent<Ask>) => void) | null;
  postMessage: (told: Told, moved?: Transferable[]) => void; // moved: what is handed over, not copied
}

/** The page's side of it. */
export interface Hand<Ask> {
  ask: (ask: Ask) => void;
  dismiss: () => void;
}

/** What every hand understands, whatever else it is asked: it stops, and says so. */
const PAUSE = { kind: 'pause' } as const;

/**
 * Hires one. script: a classic script that answers at `port`, whatever that is where it runs; in the page it must give
 * the thread back now and then (turn.ts). failed: what went wrong that it did not catch itself.
 */
export function hired<Ask, Told>(
  script: string,
  hear: (told: Told) => void,
  failed: (what: string) => void,
): Hand<Ask | typeof PAUSE> {
  const worker = workerOf(`const port = self;${script}`);
  if (worker === undefined) return inPage(script, hear);
  worker.onmessage = ({ data }: MessageEvent<Told>) => hear(data);
  worker.onerror = ({ message }) => failed(message);
  return {
    ask: (ask) => worker.postMessage(ask),
    dismiss: () => worker.terminate(),
  };
}

/** The addresses of scripts that were run before; each keeps its script in memory. */
const known = new Map<string, string>();

/** A classic worker from a text: the only kind that every browser starts from disk. undefined where there is none. */
export function workerOf(script: string): Worker | undefined {
  const addresses = [
    () => {
      const address = known.get(script) ?? URL.createObjectURL(new Blob([script], { type: 'text/javascript' }));
      known.set(script, address);
      return address;
    },
    () => `data:text/javascript;charset=utf-8,${encodeURIComponent(script)}`,
  ];
  for (const address of addresses) {
    try {
      return new Worker(address());
    } catch {
      // The other way may be allowed.
    }
  }
  return undefined;
}

/** The same script in the page itself. */
function inPage<Ask, Told>(script: string, hear: (told: Told) => void): Hand<Ask | typeof PAUSE> {
  const { port1, port2 } = new MessageChannel();
  new Function('port', script)(port2);
  port1.onmessage = ({ data }: MessageEvent<Told>) => hear(data);
  return {
    ask: (ask) => port1.postMessage(ask),
    dismiss: () => {
      port1.postMessage(PAUSE);
      port1.close();
    },
  };
}
