/** What the encoder of chapter 17 begins with; the page draws with it before anything is trained. */

import { visionParams, type VisionParams } from '../../../chapters/17-vision/vision.ts';
import { SIZES } from '../../../examples/17-vision/images.ts';
import { seeded } from '../../../lib/random.ts';

/** The model before the first step. */
export function untrained(seed: string): VisionParams {
  return visionParams(seeded(`weights ${seed}`), SIZES);
}
