/** How each entry stands at the scene that is shown. */

import type { Light } from './matrix.tsx';
import type { Store } from './store.ts';

/** By path: written or not, what the entry holds by then, whether it is read now. Nothing while no film is shown. */
export type Lights = Map<string, { light: Light; value: number | undefined }>;

/** The lights of the scene that is shown. */
export function lightsOf({ scene, scenes }: Store): Lights {
  const lights: Lights = new Map();
  const at = scene.value;
  if (at === undefined) return lights;
  for (const [k, { path, number, reads }] of scenes.value.entries()) {
    if (k > at) {
      if (path !== undefined && !lights.has(path)) lights.set(path, { light: 'unwritten', value: undefined });
      continue;
    }
    if (path !== undefined) lights.set(path, { light: k === at ? 'writing' : undefined, value: number.value });
    if (k < at) continue;
    for (const read of reads) lights.set(read, { light: 'reading', value: lights.get(read)?.value });
  }
  return lights;
}
