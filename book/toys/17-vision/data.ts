/** How the toy of chapter 17 learns: as the encoder of the chapter's example does. */

import { constants } from '../../../examples/17-vision.ts';

/** What the page is handed. */
export interface Lesson {
  images: number; // to learn from
  steps: number;
  rate: number;
}

/** Of the example's constants those of the encoder with positions. */
export function data(): Lesson {
  const { images, steps, rates } = constants;
  return { images, steps, rate: rates.encoder };
}
