/** Texts that the lab needs later: from disk a page may load scripts alone, so they come in scripts. */

import { loaded } from '../running/script.ts';

declare global {
  var labFiles: Record<string, string> | undefined;
}

/** The text that a script of the folder lab/ leaves behind. Throws Error if there is no such script. */
export async function fileOf(name: string): Promise<string> {
  await loaded(`lab/${name}.js`);
  return globalThis.labFiles?.[name] ?? '';
}
