/** What *Break it* needs, loaded when it is needed: classic scripts, as from disk nothing can be fetched. */

/** A row of a table: in a file, what stands there, and what is put in its place. */
export interface Row {
  file: string;
  from: string;
  to: string;
}

/** A chapter's table, and the files that it changes, as they are. */
export interface Table {
  rows: Row[];
  sources: Record<string, string>;
}

/** What the scripts have brought so far. */
export interface Brought {
  open?: (place: HTMLElement, slug: string, row: number) => void; // bench.js
  scripts?: Record<string, string>; //                               modules.js
  worker?: string; //                                                 checks.js
  judges?: string; //                                                 checks.js
}

declare global {
  interface Window {
    breaking?: Brought & Record<`of ${string}`, Table>;
  }
}

const asked = new Map<string, Promise<void>>();

/** Loads a script of the folder once. Rejects if it does not come; then it may be asked for again. */
export function load(name: string): Promise<void> {
  const before = asked.get(name);
  if (before) return before;
  const promise = new Promise<void>((resolve, reject) => {
    const script = document.createElement('script');
    script.src = `../breaking/${name}.js`;
    script.addEventListener('load', () => resolve());
    script.addEventListener('error', () => {
      asked.delete(name);
      script.remove();
      reject(new Error(script.src));
    });
    document.head.append(script);
  });
  asked.set(name, promise);
  return promise;
}
