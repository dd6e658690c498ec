import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import t from 'tap';
import math from 'mathjs/lib/browser/math.js';
import * as hand from '../../chapters/04-attention/by-hand.ts';
import { casesOf, chapters } from '../../scripts/cases.ts';
import { fences } from '../../scripts/markdown.ts';
import { close } from '../close.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));

t.test('the hand case is the one of the prose, the random ones fit the formula', async (t) => {
  const [byHand, ...drawn] = await casesOf('04-attention');
  close(t, byHand.given.X, hand.X, 15, 'the sentence');
  close(t, byHand.found.A, hand.A, 12, 'shares 1:2:1, 2:1:2, 1:3:1');
  t.strictSame(byHand.shapes.W_V, [4, 2], 'rows and columns');
  t.equal(drawn.length, 3);
  for (const { name, given, found } of drawn) {
    const E = "E = e .^ (X * W_Q * (X * W_K)' / 2); (E ./ (E * one * one')) * X * W_V";
    const [wanted] = math.evaluate(E, { ...matrices(given), one: math.ones(3, 1) }).entries;
    close(t, found.Y, wanted.toArray(), 12, name);
  }
  t.notSame(drawn[0].given.X, drawn[1].given.X, 'each is another');
  t.strictSame(drawn, (await casesOf('04-attention')).slice(1), 'and the same for everybody');
});

t.test('every chapter of the page is written, as JSON says it', async (t) => {
  const without = readdirSync(join(root, 'chapters')).filter((name) => /^\d\d-/.test(name) && !chapters.includes(name));
  t.strictSame(without, ['18-gan', '19-automl', '20-speed'], 'chapters without a case');
  for (const chapter of chapters) {
    const cases = await casesOf(chapter);
    t.strictSame(JSON.parse(JSON.stringify(cases)), cases, `${chapter} comes back as it was`);
    const random = cases.slice(1).filter(({ given }) => JSON.stringify(given) !== JSON.stringify(cases[0].given));
    t.equal(random.length, 3, `${chapter}: random cases are not the hand case`);
  }
});

t.test('the mask keeps its −∞', async (t) => {
  const cases = await casesOf('06-masking');
  for (const { name, given } of cases)
    t.ok(JSON.stringify(given.M).includes('"-Infinity"'), `${name}: a text where JSON has no number`);
});

t.test('the page’s lines of Python agree', async (t) => {
  if (spawnSync('python3', ['--version']).status !== 0) {
    t.pass('there is no Python here to ask');
    return;
  }
  const folder = mkdtempSync(join(tmpdir(), 'cases-'));
  t.teardown(() => rmSync(folder, { recursive: true }));
  mkdirSync(join(folder, 'cases'));
  const cases = await casesOf('04-attention');
  const file = join(folder, 'cases', '04-attention.json');
  const asked = (cases: unknown) => {
    writeFileSync(file, JSON.stringify({ chapter: '04-attention', cases }));
    return spawnSync('python3', ['-c', python], { cwd: folder, encoding: 'utf8' });
  };
  const [python] = fences(readFileSync(join(root, 'CASES.md'), 'utf8')).flatMap(({ language, body }) =>
    language === 'python' ? [body] : [],
  );
  t.match(asked(cases), { status: 0, stdout: /^by hand .*\nrandom 1 .*\nrandom 2 .*\nrandom 3 .*\n$/ });
  const [first] = structuredClone(cases);
  (first.found.Y as number[][])[0][1] += 1e-9;
  t.match(asked([first]), { status: 1 }, 'and a wrong number is noticed');
});

function matrices(given: Record<string, unknown>) {
  const { X, W_Q, W_K, W_V } = given as Record<string, number[][]>;
  return { X: math.matrix(X), W_Q: math.matrix(W_Q), W_K: math.matrix(W_K), W_V: math.matrix(W_V) };
}
