/** Every relative address of the pages must lead to a file of the folder, and to a place that is there. */

import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';

/** Throws Error for the first address among those HTML files that leads nowhere, or to the outside by itself. */
export function refuseDeadLinks(folder: string, files: string[]): void {
  const texts = new Map(files.map((file) => [file, readFileSync(join(folder, file), 'utf8')]));
  const places = new Map([...texts].map(([file, text]) => [file, idsIn(text, file)]));
  for (const [file, text] of texts) {
    for (const [, name, address] of text.matchAll(/\s(href|src)="([^"]*)"/g)) {
      if (/^(https?:|data:)/.test(address)) {
        if (name === 'src') throw new Error(`${file} must not load ${address} from outside`);
        continue;
      }
      const [path, fragment] = decodeURIComponent(address).replaceAll('&amp;', '&').split('#');
      const target = path === '' ? file : relative(folder, join(folder, dirname(file), path));
      const isThere = places.has(target) || existsSync(join(folder, target));
      if (!isThere || (fragment && places.get(target)?.has(fragment) === false)) {
        throw new Error(`${file}: the link ${address} leads nowhere`);
      }
    }
  }
}

function idsIn(text: string, file: string): Set<string> {
  const ids = [...text.matchAll(/\sid="([^"]*)"/g)].map(([, id]) => id);
  const twice = ids.find((id, i) => ids.indexOf(id) < i);
  if (twice !== undefined) throw new Error(`${file}: two places are called ${twice}`);
  return new Set(ids);
}
