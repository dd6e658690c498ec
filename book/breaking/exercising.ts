/** A reader's own functions in the page: judged in the place of the chapter's, and kept in the browser. */

import { fromOwn, handingOn, ownName } from '../../scripts/exercise/swap.ts';
import type { Exercise } from './loading.ts';
import type { Asked } from './telling.ts';

/** The modules of a page in which a reader's file stands in the place of what it writes anew. */
export function swapped(
  slug: string,
  { file, names }: Exercise,
  text: string,
  scripts: Asked['scripts'],
): Pick<Asked, 'scripts' | 'changed'> {
  const own: Asked['scripts'] = {};
  const changed: Asked['changed'] = { [file]: fromOwn(text, slug) };
  for (const [name, written] of Object.entries(names)) {
    const path = `chapters/${slug}/${name}`;
    own[ownName(path)] = scripts[path];
    changed[path] = handingOn(name, [[file, written]], true);
  }
  return { scripts: { ...scripts, ...own }, changed };
}

/** What the reader had written when he was here last; '' if there is nothing, or nothing is kept here. */
export function keptText(file: string): string {
  try {
    return localStorage.getItem(file) ?? '';
  } catch {
    return '';
  }
}

/** Keeps it, where that is not refused. */
export function keep(file: string, text: string): void {
  try {
    localStorage.setItem(file, text);
  } catch {
    // It is there as long as the page is.
  }
}

/** Hands the file out, as the terminal takes it. */
export function download(file: string, text: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([text], { type: 'text/plain' }));
  link.download = file.replace(/^.*\//, '');
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}
