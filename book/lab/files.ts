/** What the lab loads when it is needed. From disk a page may load scripts alone, so texts come in scripts. */

declare global {
  var labFiles: Record<string, string> | undefined;
}

const loading = new Map<string, Promise<string>>();

/** The text that a script of the folder lab/ leaves behind; loaded once. Throws Error if there is no such script. */
export function fileOf(name: string): Promise<string> {
  const known = loading.get(name) ?? loaded(name);
  loading.set(name, known);
  return known;
}

function loaded(name: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const script = document.createElement('script');
    script.src = `../lab/${name}.js`;
    script.onload = () => resolve(globalThis.labFiles?.[name] ?? '');
    script.onerror = () => {
      loading.delete(name); // a later try may find it
      reject(new Error(`lab/${name}.js`));
    };
    document.head.append(script);
  });
}
