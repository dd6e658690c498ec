/**
 * `npm run mutants` changes operators, constants, conditions and orders at random places of chapters and lib, one at a
 * time on a copy of the project, and runs the tests that stand nearest: they must fail. A mutant that lives shows an
 * assertion that is missing, or changes nothing that anybody could see; then its reason stands
 * in mutants/survivors.tsv.
 *
 *     npm run mutants                                  500 mutants
 *     npm run mutants -- chapters/04-attention lib/bpe.ts --count 50 --seed b
 *
 * It fails if fewer than 98 of 100 die, if one lives without a reason, or if a reason's source has changed since.
 */

import { cpSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { languageOf, speaker, type Say } from '../lib/language.ts';
import { onCopies, ran, tested, whileChanged } from './copied.ts';
import { drawn, mutantsOf, type Mutant } from './mutants/mutants.ts';
import { importsIn, isCompiled, nearestTests } from './mutants/nearest.ts';
import { helpText, optionsFrom, type Options } from './mutants/options.ts';
import { explained, lineOf, outdated, survivors } from './mutants/survivors.ts';

/** How many of 100 mutants must die, where there are so many that two which nobody can notice are no matter. */
const BAR = 98;
const MANY = 500;

/** How a mutant ended, and where. */
interface End {
  end: 'fails' | 'hangs' | 'not built' | 'lives';
  where: string; // the test that failed, and its seconds
}

const root = fileURLToPath(new URL('..', import.meta.url));
const imports = importsIn(root);
/** The seconds that each test takes on a copy nobody has changed. */
const usual = new Map<string, Promise<number>>();

try {
  const say = speaker(languageOf(process.argv.slice(2)));
  const options = optionsFrom(process.argv.slice(2), [...imports.keys()], say);
  if (options.help) console.log(helpText(say));
  else process.exitCode = (await hunt(options, say)) ? 0 : 1;
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}

/** Tries the mutants and prints what became of each. Result: did enough die, and is the rest explained? */
async function hunt({ files, count, seed }: Options, say: Say): Promise<boolean> {
  const list = survivors();
  const all = files.flatMap((file) => mutantsOf(file, readFileSync(join(root, file), 'utf8')));
  const chosen = drawn(all, count, seed);
  if (chosen.length === 0) throw new RangeError(say('there is nothing to change', '没有可以改动的地方'));
  const ends = new Map<Mutant, End['end'] | 'explained'>();
  await onCopies(chosen, async (copy, mutant) => {
    const { end, where } = await ended(copy, mutant);
    ends.set(mutant, end === 'lives' && explained(mutant, list) ? 'explained' : end);
    const { file, place, from, becomes } = mutant;
    const word = wordFor(ends.get(mutant) ?? end, say);
    console.log(`${word}  ${file} ${place}: ${from} → ${becomes || say('nothing', '（删去）')}${where}`);
  });
  const dead = (mutants: Mutant[]) => mutants.filter((mutant) => !/lives|explained/.test(ends.get(mutant) ?? ''));
  const alive = chosen.filter((mutant) => ends.get(mutant) === 'lives');
  const old = outdated(list, files, all);

  console.log('');
  for (const folder of [...new Set(chosen.map(({ file }) => dirname(file)))].sort()) {
    const inside = chosen.filter(({ file }) => dirname(file) === folder);
    console.log(`${folder}: ${dead(inside).length} / ${inside.length}`);
  }
  for (const mutant of alive) console.log(lineOf(mutant));
  for (const { file, place, from } of old) {
    const where = `${file} ${place}: ${from}`;
    console.log(
      say(`survivors.tsv explains what is not there: ${where}`, `survivors.tsv 解释的代码已经不在了：${where}`),
    );
  }
  const share = (100 * dead(chosen).length) / chosen.length;
  const died = say(`${share.toFixed(1)} % died`, `${share.toFixed(1)} % 被测试发现`);
  console.log(`${chosen.length - alive.length} passed, ${alive.length} failed; ${died}`);
  return (chosen.length < MANY || share >= BAR) && alive.length === 0 && old.length === 0;
}

/** What the nearest tests of a copy say of a mutant, until one fails. */
async function ended(copy: string, mutant: Mutant): Promise<End> {
  for (const test of nearestTests(mutant.file, imports)) {
    // What takes five times as long as usual will not end; ten seconds more, as other programs run beside it.
    const patience = 10 + 5 * (await usually(copy, test));
    const begun = Date.now();
    const end = await whileChanged(join(copy, mutant.file), mutant.text, () => asked(copy, mutant, test, patience));
    const seconds = ((Date.now() - begun) / 1000).toFixed(1);
    if (end !== 'lives') return { end, where: `  (${test.replace(/^test\/|\.test\.ts$/g, '')}, ${seconds} s)` };
  }
  return { end: 'lives', where: '' };
}

/** What one test says of the mutant that stands in the copy. */
async function asked(copy: string, { file }: Mutant, test: string, patience: number): Promise<End['end']> {
  const compiled = isCompiled(root, file);
  try {
    if (compiled && !(await ran(copy, ['npm', 'run', '--silent', 'build'], 60)).passed) return 'not built';
    const { passed, hung } = await tested(copy, test, patience, true);
    return passed ? 'lives' : hung ? 'hangs' : 'fails';
  } finally {
    if (compiled) cpSync(join(root, 'build'), join(copy, 'build'), { recursive: true });
  }
}

/** The seconds a test takes where nothing is changed. Throws Error if it fails there: it would tell nothing. */
async function usually(copy: string, test: string): Promise<number> {
  const known = usual.get(test);
  if (known !== undefined) return known;
  const measured = (async () => {
    const begun = Date.now();
    const { passed } = await tested(copy, test, 300);
    if (!passed) throw new Error(`${test} must pass before anything is changed`);
    return (Date.now() - begun) / 1000;
  })();
  usual.set(test, measured);
  return measured;
}

function wordFor(end: End['end'] | 'explained', say: Say): string {
  const words = {
    fails: say('dead     ', '发现  '),
    hangs: say('hangs    ', '不停  '),
    'not built': say('not built', '编不出'),
    explained: say('explained', '已解释'),
    lives: say('LIVES    ', '存活  '),
  };
  return words[end];
}
