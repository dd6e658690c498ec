import t from 'tap';
import { speaker } from '../../lib/language.ts';
import { cases, why } from '../../scripts/why.ts';

const [en, zh] = [speaker('en'), speaker('zh')];

t.test('a number says what made it', async (t) => {
  // 我 takes a quarter of its own value, half of 爱's and a quarter of 你's: ½ · 20 = 10 of the action.
  const lines = (await why('04', 'Y[0][1]', en)).split('\n').map((line) => line.trim());
  t.strictSame(lines.slice(0, 3), [
    'Y[0][1] = Σ_j A[0][j]·V[j][1] = A[0][0]·V[0][1] + A[0][1]·V[1][1] + A[0][2]·V[2][1]',
    '= 0.25·0 + 0.5·20 + 0.25·0',
    '= 10',
  ]);
  t.match(lines[3], /^chapters\/04-attention\/attention\.ts:\d+ {2}Y\[i\]\[c\] \+= A\[i\]\[j\] \* V\[j\]\[c\]$/);
});

t.test('and so do its operands', async (t) => {
  const text = await why('04', 'A[0][1]', en, 2);
  // Scores 0, ln 2, 0; the largest is taken off, so softmax adds up ½ + 1 + ½.
  t.match(text, 'A[0][1] = exp(S[0][1] − largest) / sum');
  t.match(text, 'largest = max(S[0][0], S[0][1], S[0][2])');
  t.match(text, 'sum = Σ_j exp(S[0][j] − largest)');
  t.match(text, /sum = .*\n.*\n *= 2\n/);
  t.match(text, 'dot = Σ_c Q[0][c]·K[1][c]');
});

t.test('a root of a plain number keeps its name, and the number is put in below', async (t) => {
  const names = async (chapter: string, name: string) =>
    (await why(chapter, name, en)).split('\n').map((line) => line.trim());
  // Four coordinates: the scores are divided by √4 = 2, and a row of the table of d_model = 4 is doubled.
  t.strictSame((await names('04', 'S[0][1]')).slice(0, 2), ['S[0][1] = dot / √d_k', '= 1.38629 / 2']);
  t.strictSame((await names('02', 'Y[0][0]')).slice(0, 2), ['Y[0][0] = √d_model·E[4][0]', '= 2·0.5']);
  t.match((await names('04', 'dQ[0][0]'))[0], 'Σ_j dS[0][j]·K[j][0]·(1 / √d_k)');
  // A root of a number that remembers is one that remembers, and opens.
  t.match((await names('07', 'added.deviation[0]'))[0], '√(squares / 4 + ');
});

t.test('a share that goes back, a product that is divided', async (t) => {
  // By hand, chapter 4: dS is ¼ · 5, ½ · (−15), ¼ · 25.
  const text = await why('04', 'dS', en).catch((error: Error) => error.message);
  t.match(text, /^nothing is called dS; there are X\[0…2\]\[0…3\], /);
  const back = await why('04', 'dQ[0][1]', en, 1);
  t.match(back, 'dS[0][1] = A[0][1]·(dA[0][1] − average)');
  t.match(back, '0.5·(0 − 15)');
});

t.test('what nothing made says so', async (t) => {
  t.equal(await why('04', 'X[0][0]', en), 'X[0][0] = 1  given');
  t.equal(await why('04', 'X[0][0]', zh), 'X[0][0] = 1  给定');
  t.equal(await why('02', 'dE[0][0]', en), 'dE[0][0] = 0  nothing was added to it');
});

t.test('a name that two numbers end in, and none', async (t) => {
  await t.rejects(why('05', 'A[0][1]', en), { message: 'A[0][1] may be any of heads[0].A[0][1], heads[1].A[0][1]' });
  await t.rejects(why('04', 'Y[9][9]', zh), { message: /^没有叫 Y\[9\]\[9\] 的数；有的是 X\[0…2\]\[0…3\], / });
  await t.rejects(why('99', 'Y[0][0]', en), { message: /^which chapter, and which number of it\?.* chapters: 01 02 / });
  t.match(await why('04', undefined, en), /^X\[0…2\]\[0…3\]\nW_Q/);
  t.ok(cases.includes('17-vision'), 'chapters 1 to 17');
});
