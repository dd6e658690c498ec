/** All models that the engine can train, by name: a worker is told the name. */

import { bert } from './bert.ts';
import type { Composition } from './composition.ts';
import { gpt } from './gpt.ts';
import { transformer } from './transformer.ts';
import { vision } from './vision.ts';

/** The composition of that name. */
export const COMPOSITIONS: Record<string, Composition> = { transformer, gpt, bert, vision };
