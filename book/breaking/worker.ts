/** Runs a chapter's own test in a worker, on source that a reader may have changed. */

import { difference } from '../../scripts/judging/difference.ts';
import { placeIn } from '../../scripts/judging/place.ts';
import { judged, runner } from '../../scripts/judging/tap.ts';
import { required, Unreadable } from './registry.ts';
import type { Asked, Told } from './telling.ts';

/** Milliseconds between two signs of life. */
const BEAT = 100;

/** What tests and `lib` import that is not of the project. */
type Packages = Record<string, { default: unknown }> & { seedrandom: { default: (seed: string) => unknown } };

const tell = (told: Told) => postMessage(told);

addEventListener('message', ({ data }: MessageEvent<Asked>) => void tried(data));

async function tried(asked: Asked): Promise<void> {
  let last = performance.now();
  const alive = () => {
    if (performance.now() - last < BEAT) return;
    last = performance.now();
    tell({ kind: 'alive' });
  };
  tell({ kind: 'alive' });
  try {
    const { tap, sections } = runner();
    const packages = (0, eval)(`${asked.judges}; packages`) as Packages;
    const { default: seedrandom } = packages.seedrandom;
    required(asked, {
      ...packages,
      // A long search between two checks begins with new random numbers again and again.
      seedrandom: esModule((seed: string) => (alive(), seedrandom(seed))),
      tap: esModule(tap),
      'node:util': { isDeepStrictEqual: (a: unknown, b: unknown) => difference(a, b) === undefined },
    });
    for (const section of sections) {
      tell({ kind: 'begun', section: section.name });
      tell({ kind: 'verdict', verdict: await judged(section, alive) });
    }
    tell({ kind: 'over' });
  } catch (error) {
    tell({ kind: 'trouble', trouble: error instanceof Unreadable ? error.trouble : thrown(error) });
  }
}

/** What a module threw while it was loaded. */
function thrown(error: unknown) {
  const [file, line] = placeIn(error).split(':');
  return { message: String(error), file, line: line === undefined ? undefined : Number(line) };
}

function esModule(value: unknown) {
  return { __esModule: true, default: value };
}
