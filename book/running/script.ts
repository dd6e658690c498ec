/** What a page loads when it is needed: classic scripts, as from disk nothing can be fetched. */

const asked = new Map<string, Promise<void>>();

/** Loads a script, lab/corpus.js, once. Rejects with its name if it does not come; then it may be asked for again. */
export function loaded(name: string): Promise<void> {
  const before = asked.get(name);
  if (before) return before;
  const promise = new Promise<void>((resolve, reject) => {
    const script = document.createElement('script');
    script.src = `../${name}`;
    script.addEventListener('load', () => resolve());
    script.addEventListener('error', () => {
      asked.delete(name);
      script.remove();
      reject(new Error(name));
    });
    document.head.append(script);
  });
  asked.set(name, promise);
  return promise;
}
