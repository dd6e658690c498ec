/** A state in the address, #!o=…, of a page that has none. */

import { speaker } from '../../lib/language.ts';
import { complainOfAddress } from '../stage/complain.ts';

/** Says that there is no such thing here. Where there are figures, or the lab, these read the address. */
export function refuseState(): void {
  if (!location.hash.startsWith('#!') || document.querySelector('[data-stage], #lab') !== null) return;
  complainOfAddress(speaker(document.documentElement.lang.startsWith('zh') ? 'zh' : 'en'));
}
