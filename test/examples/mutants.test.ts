import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import t from 'tap';
import { speaker, type Say } from '../../lib/language.ts';
import { drawn, mutantsOf, type Mutant } from '../../scripts/mutants/mutants.ts';
import { nearestTests } from '../../scripts/mutants/nearest.ts';
import { helpText, optionsFrom } from '../../scripts/mutants/options.ts';
import { explained, outdated } from '../../scripts/mutants/survivors.ts';
import { refuses } from '../refuses.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

const SOURCE = `import { shape } from './matrix.ts';
export function trace(A: number[][], from = 0): number {
  let sum = 0;
  for (let i = from; i < A.length; i++) sum += A[i][i] * A[i][0];
  if (sum < 0 || !shape(A, 'a square')) throw new RangeError('got ' + sum);
  return Math.max(sum, 1e-5) - mean(sum, 2);
}
const ROWS = [[1, 2, 3], [4, 5, -6]];
`;

const mutants = mutantsOf('lib/trace.ts', SOURCE);

t.test('every change of a source that matters, and no other', async (t) => {
  const shown = ({ place, from, becomes }: Mutant) => `${place}: ${from} → ${becomes || 'nothing'}`;
  const wanted = [
    'trace: from = 0 → from = 1',
    'trace: sum = 0 → sum = 1',
    'trace: i < A.length → i <= A.length',
    'trace: i < A.length → i < A.length - 1',
    'trace: sum += A[i][i] * A[i][0]; → nothing',
    'trace: sum += A[i][i] * A[i][0] → sum = A[i][i] * A[i][0]',
    'trace: sum += A[i][i] * A[i][0] → sum -= A[i][i] * A[i][0]',
    'trace: A[i][i] * A[i][0] → A[i][i] / A[i][0]',
    'trace: A[i][0] → A[0][i]',
    'trace: A[i][0] → A[i][1]',
    "trace: sum < 0 || !shape(A, 'a square') → !(sum < 0 || !shape(A, 'a square'))",
    "trace: sum < 0 || !shape(A, 'a square') → sum < 0 && !shape(A, 'a square')",
    'trace: sum < 0 → sum <= 0',
    'trace: sum < 0 → sum < 1',
    "trace: throw new RangeError('got ' + sum); → nothing",
    'trace: Math.max(sum, 1e-5) - mean(sum, 2) → Math.max(sum, 1e-5) + mean(sum, 2)',
    'trace: Math.max → Math.min',
    'trace: Math.max(sum, 1e-5) → Math.max(sum, 1e-4)',
    'trace: mean(sum, 2) → mean(2, sum)',
    'trace: mean(sum, 2) → mean(sum, 3)',
    'ROWS: [1, 2, 3] → [1, 2, 4]', // the last of a row stands for all
    'ROWS: [4, 5, -6] → [4, 5, 6]',
    'ROWS: -6 → -7',
  ];
  t.strictSame(mutants.map(shown).sort(), wanted.sort());
});

t.test('no change that nobody could notice', async (t) => {
  const changes = (source: string) => mutantsOf('lib/some.ts', source).map(({ becomes }) => becomes);
  // A vector of zeros is the first row of a matrix of one: of two rows the first is the same.
  t.strictSame(changes('const b = zeros(1, n)[0];'), ['zeros(n, 1)', 'zeros(1, n)[1]']);
  t.strictSame(changes('const M = zeros(1, n);'), ['zeros(n, 1)', 'zeros(2, n)'], 'a matrix of one row');
  t.strictSame(changes('const row = evenMatrix(1, n)[0];').includes('evenMatrix(2, n)'), true, 'of chance, two differ');
  // Who only counts does not read what is counted.
  t.strictSame(changes('const [A, B] = [1, 2].map(() => room(n));'), []);
  t.strictSame(changes('const list = [1, 2].map((k) => room(k));'), ['[1, 3]']);
  // Room for one number more changes nothing; for one less, the last is lost.
  t.strictSame(changes('const x = new Float64Array(8);'), ['new Float64Array(7)']);
  t.strictSame(changes('const x = new Array<number>(8);'), ['new Array<number>(9)'], 'a list is as long as it is made');
  // Which of two is named first is nothing to a bit that both must have.
  t.strictSame(changes('const both = v128.and(a, b);'), []);
  t.strictSame(changes('const rest = v128.andnot(a, b);'), ['v128.andnot(b, a)']);
  // What a + b or a · b loses is exact: b + a loses the same. What was found for it has its place.
  t.strictSame(changes('const low = lostInSum(a, b, s);'), ['lostInSum(a, s, b)']);
  t.strictSame(changes('const low = lostInProduct(a, b, p);'), ['lostInProduct(a, p, b)']);
});

t.test('a loop that ends early ends by a round', async (t) => {
  const bounds = (loop: string) => mutantsOf('lib/some.ts', `${loop} f();`).map(({ becomes }) => becomes);
  t.ok(bounds('for (let i = 0; i < n; i++)').includes('i < n - 1'));
  t.ok(bounds('for (let at = 0; at < end; at += BLOCK)').includes('at < end - BLOCK'), 'a step is a round');
  t.ok(bounds('for (let k = n; k > 0; k -= 2)').includes('k > 0 + 2'), 'downwards, too');
});

t.test('a mutant is the whole file with one change', async (t) => {
  const [removed] = mutants.filter(({ becomes }) => becomes === '');
  t.equal(removed.text, SOURCE.replace('sum += A[i][i] * A[i][0];', ';'));
  const [swapped] = mutants.filter(({ becomes }) => becomes === 'A[0][i]');
  t.equal(swapped.text, SOURCE.replace('A[i][0]', 'A[0][i]'));
});

t.test('a lot for each', async (t) => {
  const names = (chosen: Mutant[]) => chosen.map(({ from, becomes }) => `${from} → ${becomes}`);
  const ten = drawn(mutants, 10, 'a');
  t.strictSame(names(drawn(mutants, 4, 'a')), names(ten.slice(0, 4)), 'fewer are the first of more');
  t.strictSame(names(drawn([...mutants].reverse(), 10, 'a')), names(ten), 'whatever their order');
  t.notSame(names(drawn(mutants, 10, 'b')), names(ten), 'another seed, other places');
  // A line added elsewhere takes nobody's lot; it may only draw one itself.
  const longer = mutantsOf('lib/trace.ts', `${SOURCE}export const more = (x: number) => x * 2;\n`);
  const kept = drawn(longer, 10, 'a').filter(({ place }) => place !== 'more');
  t.strictSame(names(kept), names(ten.slice(0, kept.length)), 'the others are taken as before');
  const twice = mutantsOf('lib/twice.ts', 'export const list = [f(1), f(1)];');
  t.equal(drawn(twice, 2, 'a').length, 2, 'two that read alike have a lot each');
});

t.test('the nearest tests', async (t) => {
  const imports = new Map([
    ['lib/trace.ts', []],
    ['chapters/04-attention/attention.ts', ['lib/trace.ts']],
    ['test/chapters/04-attention.test.ts', ['chapters/04-attention/attention.ts', 'test/nudge.ts']],
    ['test/chapters/05-multi-head.test.ts', ['chapters/04-attention/attention.ts']],
    ['test/reference.test.ts', ['lib/trace.ts', 'chapters/04-attention/attention.ts']],
    ['lib/words.ts', []],
    ['test/examples/program.test.ts', ['lib/trace.ts', 'lib/words.ts']],
    ['test/lib/print.test.ts', []],
    ['test/nudge.ts', ['lib/trace.ts']],
  ]);
  const [chapter4, chapter5, all] = ['chapters/04-attention', 'chapters/05-multi-head', 'reference'].map(
    (name) => `test/${name}.test.ts`,
  );
  t.strictSame(nearestTests('lib/trace.ts', imports), [all, chapter5, chapter4], 'directly, then through one file');
  t.strictSame(nearestTests('chapters/04-attention/attention.ts', imports), [chapter4, chapter5, all], 'of its place');
  t.strictSame(nearestTests('test/nudge.ts', imports), [chapter4], 'and no more than reach it');
  t.strictSame(nearestTests('lib/words.ts', imports), ['test/examples/program.test.ts'], 'of a program, if no other');
});

t.test('the kept list', async (t) => {
  const line = { file: 'lib/trace.ts', place: 'trace', from: 'Math.max', becomes: 'Math.min', why: 'both are the sum' };
  const moved = { ...line, from: 'Math.hypot' };
  t.strictSame(
    mutants.filter((mutant) => explained(mutant, [line])).map(({ becomes }) => becomes),
    ['Math.min'],
    'a line explains its mutant alone',
  );
  t.strictSame(outdated([line, moved], ['lib/trace.ts'], mutants), [moved], 'a line whose source has changed');
  const other = { ...line, file: 'lib/bleu.ts' };
  t.strictSame(outdated([other], ['lib/trace.ts'], mutants), [], 'of other files, nothing is known');
  t.strictSame(outdated([line], ['lib/bleu.ts'], []), [line], 'but that there is no lib/trace.ts');
});

t.test('flags', async (t) => {
  const four = ['attention', 'by-hand'].map((name) => `chapters/04-attention/${name}.ts`);
  const sources = ['lib/trace.ts', 'lib/bleu.ts', ...four, 'examples/04-attention.ts'];
  const [en, zh] = [speaker('en'), speaker('zh')];
  const options = (...args: string[]) => optionsFrom(args, sources, en);
  const all = ['chapters/04-attention/attention.ts', 'lib/bleu.ts', 'lib/trace.ts'];
  t.strictSame(options(), { files: all, count: 500, seed: 'mutants', help: false }, 'chapters and lib, but by hand');
  t.strictSame(options('lib/', '--count', '7', '--seed=b'), { files: all.slice(1), count: 7, seed: 'b', help: false });
  t.strictSame(options('lib/trace.ts', './chapters/04-attention').files, [all[0], all[2]]);

  const refused = (args: string[], say: Say, message: string) =>
    refuses(t, () => optionsFrom(args, sources, say), new RangeError(message));
  refused(['--count', '0'], en, '--count must be a whole number, at least 1, got 0');
  refused(['--count=-3'], zh, '--count 必须是不小于 1 的整数，得到 -3');
  refused(['--count=ten'], en, '--count must be a whole number, at least 1, got ten');
  refused(['--count='], zh, '--count 必须是不小于 1 的整数，得到 空');
  refused(['lib', 'lib/ble'], en, 'lib/ble must be a source file or a folder of chapters or lib');
  refused(['examples'], zh, 'examples 应当是 chapters 或 lib 里的源文件或文件夹');
  refused(['--sed', 'a'], en, 'there is no flag --sed; see npm run mutants -- --help');
  for (const flag of ['--count', '--seed', '--lang', '--help'])
    t.match(helpText(zh), `  ${flag} `, `${flag} is explained`);
});

t.test('the program', async (t) => {
  const run = (...args: string[]) => {
    const program = ['--import', 'tsx', 'scripts/mutants.ts', ...args];
    const { status, stdout, stderr } = spawnSync(process.execPath, program, { cwd: ROOT, env: {}, encoding: 'utf8' });
    return { status, out: stdout, err: stderr };
  };
  const message = 'lib/none.ts must be a source file or a folder of chapters or lib\n';
  t.strictSame(run('lib/none.ts', '--lang', 'en'), { status: 1, out: '', err: message }, 'one line, no stack');
  const { status, out } = run('lib/language.ts', '--count', '1', '--lang', 'en');
  const [line, blank, folder, total] = out.split('\n');
  t.match(line, /^dead {7}lib\/language\.ts \w+: .* → .* {2}\(lib\/text, \d+\.\d s\)$/);
  t.strictSame([blank, folder, total], ['', 'lib: 1 / 1', '1 passed, 0 failed; 100.0 % died']);
  t.equal(status, 0);
});
