import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import t from 'tap';
import { hint, nextHint, shown } from '../../scripts/exercise/hints.ts';
import { complaints, firstWrong, judgement, leftIn } from '../../scripts/exercise/judging.ts';
import { fileOf, taskFor, tasks, type Task } from '../../scripts/exercise/tasks.ts';
import { told } from '../../scripts/exercise/telling.ts';
import { exerciseText, sourceOf } from '../../scripts/exercise/text.ts';
import { breaks } from '../../scripts/markdown.ts';
import { speaker } from '../../lib/language.ts';
import { refuses } from '../refuses.ts';

const project = fileURLToPath(new URL('../../', import.meta.url));
const en = speaker('en');
const zh = speaker('zh');

/** The project with exercises of its own, so that a developer's are left alone. */
const root = mkdtempSync(join(tmpdir(), 'reader-'));
for (const name of ['chapters', 'lib', 'test', 'examples', 'scripts', 'build', 'node_modules', 'package.json'])
  symlinkSync(join(project, name), join(root, name));
mkdirSync(join(root, 'exercises'));
t.teardown(() => rmSync(root, { recursive: true, force: true }));

const textOf = (task: Task, solved: boolean) => exerciseText(sourceOf(root, task.chapter), task, en, solved);
const write = (task: Task, text: string) => writeFileSync(join(root, fileOf(task)), text);

/** What is said of a text in a reader's file. Other tests may run beside this one: all but a loop may take its time. */
async function said(task: Task, text: string, patience = 60) {
  write(task, text);
  return told(root, task, await judgement(root, task, patience), leftIn(root, task), en);
}

/** Something for each of them, two at a time: no two have one file. */
async function forEach(run: (task: Task) => Promise<void>): Promise<void> {
  const left = some.values();
  const lane = async () => {
    for (const task of left) await run(task);
  };
  await Promise.all([lane(), lane()]);
}

/** Some of them here; the book's test judges every one, empty and solved, in the page. */
const some = tasks.filter(({ chapter }) => ['04-attention', '08-backprop', '13-translator'].includes(chapter));

const four = taskFor(['04'], en);
const solution = textOf(four, true);

t.test('the functions of the project pass, and empty ones fail at a section', async (t) => {
  await forEach(async (task) => {
    const whole = await said(task, textOf(task, true));
    t.ok(whole.passed, `${fileOf(task)}, solved`, { text: whole.text });
    t.strictSame(complaints(root, task, en), [], `${fileOf(task)}: nothing to complain of`);
    const empty = await said(task, textOf(task, false));
    t.notOk(empty.passed, `${fileOf(task)}, empty`);
    t.match(empty.text, /^[·✗] (by hand|by formula|by property|by nudging|refuses)/m, `${fileOf(task)}: at a section`);
    t.match(empty.text, `Still to write: ${task.names.join(', ')}.`);
  });
});

t.test('what a chapter breaks in its table is caught in the reader’s file', async (t) => {
  for (const chapter of new Set(some.map(({ chapter }) => chapter))) {
    const rows = breaks(readFileSync(join(root, 'chapters', chapter, 'README.md'), 'utf8'));
    const found = rows.flatMap((row) => {
      const task = tasks.find((each) => each.chapter === chapter && textOf(each, true).split(row.from).length === 2);
      return task === undefined ? [] : [{ row, task }];
    });
    t.ok(found.length > 0, `${chapter}: a row stands in what is written`);
    const [{ row, task }] = found;
    write(
      task,
      textOf(task, true).replace(row.from, () => row.to),
    );
    const { verdicts, endless } = await judgement(root, task, 60);
    const objecting = verdicts.filter(({ objecting }) => objecting > 0).map(({ section }) => section);
    const calm = endless === undefined ? row.sections.filter((section) => !objecting.includes(section)) : [];
    t.strictSame(calm, [], `${chapter}: ${row.from} → ${row.to}`);
  }
});

t.test('a wrong number is shown with its check and its pencil case', async (t) => {
  const { text, passed } = await said(four, solution.replace('dot / Math.sqrt(d_k)', 'dot'));
  t.notOk(passed);
  // Undivided, 爱's score for itself is 2 ln 2 · 1 … the score of the pencil case is half of what is found.
  t.match(text, /✗ by hand\n {4}scores are logarithms: √d_k = 2\n {4}\[\d\]\[\d\]: wanted [\d.]+, found [\d.]+\n/);
  t.match(text, /test\/chapters\/04-attention\.test\.ts:\d+ {2}close\(t, found\.S, hand\.S/);
  t.match(text, /chapters\/04-attention\/by-hand\.ts:\d+ {2}hand\.S/);
  t.equal(await firstWrong(root, four, 60), 'attention', 'it is found among the functions');
  write(four, solution);
  t.equal(await firstWrong(root, four, 60), undefined, 'where all holds there is none');
});

t.test('one function after the other', async (t) => {
  const half = textOf(four, false).replace(
    /(function softmax[^]*?){\n {2}throw new Error\('softmax is not.*\n}/,
    (_, head: string) => `${head}${bodyOf('softmax')}`,
  );
  write(four, half);
  t.strictSame(leftIn(root, four), ['attention']);
  const asked = { ...four, names: ['softmax'] };
  const { text, passed } = told(root, asked, await judgement(root, asked, 60), ['attention'], en);
  t.notOk(passed, 'there is something left');
  t.match(text, /^softmax, beside the project's own attention:\n✓ by hand/, 'what is there is judged');
  t.match(text, 'Still to write: attention.');
  t.equal(await firstWrong(root, four, 60), 'attention', 'help is given with what is missing');
  write(four, half.replace('A[i][j] /= sum', 'A[i][j] /= sum + 1'));
  t.equal(await firstWrong(root, four, 60), 'softmax', 'but first with what is wrong');
});

t.test('what a reader prints is shown, a claim is said, and who ends the program', async (t) => {
  const printing = await said(
    four,
    solution.replace('const A = softmax(S);', "const A = softmax(S); console.log('S', n);"),
  );
  t.match(printing.text, /Printed by your functions:\nS 3\n/);
  const unshifted = await said(four, solution.replaceAll('const largest = largestOf(S[i], i);', 'const largest = 0;'));
  t.match(
    unshifted.text,
    /rows of shares sum to 1, and a constant added to the scores changes nothing\n {4}does not hold for/,
  );
  const ended = await said(
    four,
    solution.replace('const A = softmax(S);', 'process.exit(0);\n  const A = softmax(S);'),
  );
  t.match(ended.text, '✗ the program ended by itself');
  t.match(told(root, four, await judgement(root, four, 60), [], zh).text, '程序', 'in Chinese, too');
});

t.test('help', async (t) => {
  t.match(hint(root, four, 'softmax', 1, en), /^chapters\/04-attention\/README\.md, «.+»\nsoftmax\(S\)_ij = /);
  t.match(hint(root, four, 'softmax', 1, zh), /^chapters\/04-attention\/README\.zh\.md/);
  const loops = hint(root, four, 'softmax', 2, en);
  t.match(loops, 'for (let j = 0; j < m; j++) A[i][j] /= ');
  t.match(loops, 'A[i][j] = …;');
  t.notMatch(loops, 'exp(S[i][j]');
  const most = hint(root, four, 'attention', 3, en);
  t.equal(most.split('…').length, 2, 'one place is left out');
  t.match(nextHint(root, four, 'softmax', en), 'hint 1 / 3');
  t.match(nextHint(root, four, 'softmax', en), 'hint 2 / 3');
  t.match(nextHint(root, four, 'attention', en), 'hint 1 / 3', 'each function has its own');
  t.match(nextHint(root, four, 'softmax', zh), '提示 3 / 3');
  t.match(nextHint(root, four, 'softmax', en), /hint 3 \/ 3[\s\S]*--show softmax/, 'and the last again');
  const own = shown(root, four, 'softmax', en);
  t.match(own, /export function softmax[^]*\nfunction largestOf/, 'the project’s own, with what it calls');
  t.ok(
    own.split('\n\n').every((part) => solution.includes(part)),
    'word for word',
  );
});

t.test('bad input', async (t) => {
  const objection = async (text: string) => {
    write(four, text);
    return complaints(root, four, en);
  };
  t.match(
    (await objection(solution.replace('const [n, m] = shape(S);', 'const [n, m = shape(S);'))).join(),
    /^exercises\/04-attention\.ts:\d+: /,
  );
  t.match(
    (await objection(`import { readFileSync } from 'node:fs';\n${solution}`)).join(),
    /:1: must not import node:fs$/,
  );
  const own = `import { softmax as s } from '../chapters/04-attention/softmax.ts';\n${solution}`;
  t.match((await objection(own)).join(), /:1: must not import softmax$/, 'nor what is to be written');
  const later = `import { multiHead } from '../chapters/05-multi-head/multi-head.ts';\n${solution}`;
  t.match((await objection(later)).join(), /must not import .*05-multi-head/);
  t.strictSame(await objection('// nothing\n'), [
    'exercises/04-attention.ts must export softmax (delete the file to be given it anew)',
    'exercises/04-attention.ts must export attention (delete the file to be given it anew)',
  ]);

  const endless = await said(four, solution.replace('c < d_k; c++) dot', 'c < d_k; ) dot'), 10);
  t.match(endless.text, /✗ by hand: stopped after 10 s: a loop does not end/);
  const changing = await said(four, solution.replace('const A = softmax(S);', 'const A = softmax(S); Q[0][0] += 1;'));
  t.match(changing.text, /attention changes its argument 1: \[0\]\[0\] was 0 and is 1 after/);
  const broken = await said(four, solution.replace('const A = softmax(S);', 'const A = nobody(S);'));
  t.match(
    broken.text,
    /ReferenceError: nobody is not defined\n {4}exercises\/04-attention\.ts:\d+ {2}const A = nobody\(S\);/,
  );
  t.notMatch(broken.text, /^\s+at /m, 'no stack');

  refuses(t, () => taskFor(['99'], en), new RangeError(`there is no exercise 99; there are ${listed()}, translator`));
  t.throws(() => taskFor(['04', 'sideways'], en), /there is no exercise 04 sideways/);
  t.throws(() => taskFor(['06', 'backwards'], en), /there is no exercise 06 backwards/);
  refuses(t, () => shown(root, four, 'nobody', en), new RangeError('--show takes softmax, attention; got nobody'));
});

/** The body of a function of the project, with the smaller ones that it calls behind it. */
function bodyOf(name: string): string {
  return shown(root, four, name, en).replace(/^[^]*?function \w+\([^]*?\): \w+ (?={)/, '');
}

function listed(): string {
  return tasks.map(({ chapter, side }) => chapter.slice(0, 2) + (side === 'backwards' ? ' backwards' : '')).join(', ');
}
