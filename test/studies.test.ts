import t from 'tap';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { TOY, TOY_EPOCHS } from '../examples/12-training/study.ts';
import { toyOptions } from '../examples/translator/options.ts';
import { asked } from '../scripts/draw.ts';
import { root } from '../scripts/quote.ts';
import {
  differences,
  filesOf,
  measured,
  studies,
  studyOf,
  written,
  type Recorded,
  type Study,
} from '../scripts/record/study.ts';
import { refuses } from './refuses.ts';

const program = new URL('examples/toy-study.ts', import.meta.url);
const toy = (await import(program.href)) as Study<unknown, unknown>;
const read = (path: string) => readFileSync(join(root, path), 'utf8');

t.test('texts and drawings of every study are what its results say', async (t) => {
  const records = readdirSync(join(root, 'chapters')).filter((name) =>
    existsSync(join(root, 'chapters', name, 'study.json')),
  );
  t.strictSame(records, studies(), 'each study has its record, each record its study');
  t.ok(records.length >= 6, 'the records were found');
  for (const name of records) {
    const { study } = await studyOf(name.slice(0, 2));
    const text = read(`chapters/${name}/study.json`);
    const recorded = JSON.parse(text) as Recorded;
    t.equal(text, written(recorded), `${name}: study.json is written as \`npm run record\` writes it`);
    t.ok(recorded.seeds.length >= 5, `${name}: at least five seeds`);
    t.equal(recorded.results.length, study.tasks(recorded.seeds).length, `${name}: a result a task`);
    const files = filesOf(name, study, recorded.results);
    for (const [path, wanted] of Object.entries(files)) {
      t.ok(existsSync(join(root, path)) && read(path) === wanted, `${path} follows from study.json`);
    }
    const drawn = readdirSync(join(root, 'chapters', name)).filter((file) => file.endsWith('.svg'));
    const pages = ['README.md', 'README.zh.md'].map((page) => asked(join(root, 'chapters', name, page)));
    const figures = (await Promise.all(pages)).flat().map((path) => basename(path));
    const stray = drawn.filter((file) => !(`chapters/${name}/${file}` in files) && !figures.includes(file));
    t.strictSame(stray, [], `${name}: no drawing without a source`);
  }
});

t.test('a study is measured, told and drawn', async (t) => {
  let count = 0;
  const results = await measured(toy, program, ['2', '4'], () => count++);
  const values = results.map((result) => (result as { value: number }).value);
  t.strictSame(values, [2, 4, 4, 16], 'powers 1 and 2 of both seeds');
  t.equal(count, 4);
  const files = filesOf('99-toy', toy, results);
  t.strictSame(Object.keys(files), [
    'chapters/99-toy/study.en.txt',
    'chapters/99-toy/powers.en.svg',
    'chapters/99-toy/study.zh.txt',
    'chapters/99-toy/powers.zh.svg',
  ]);
  // 2 and 4: mean 3, deviation √2; 4 and 16: mean 10, deviation √72.
  t.equal(files['chapters/99-toy/study.en.txt'], 'power       value\n1       3.0 ± 1.4\n2      10.0 ± 8.5\n');
  t.match(files['chapters/99-toy/study.zh.txt'], /^幂 +值\n/);
  t.match(files['chapters/99-toy/powers.zh.svg'], '<title>幂</title>');
  t.equal(written({ seeds: ['1'], results: [{ a: 1 }, 2] }), '{"seeds":["1"],"results":[\n{"a":1},\n2\n]}\n');
});

t.test('a repeated seed is compared', async (t) => {
  const recorded = { seeds: ['1', '3', '5'], results: [1, 3, 5, 1, 9, 25].map((value) => ({ value, seconds: 7 })) };
  const again = (first: unknown, second: unknown) =>
    differences(toy, recorded, '3', [{ value: first, seconds: 8 }, { value: second }]);
  t.strictSame(again(3, 9), [], 'the same but for the seconds');
  // 1, 3, 5 have deviation 2: 4 is half of it from 3.
  t.strictSame(again(4, 9), [{ where: '0.value', recorded: 3, now: 4, apart: 0.5 }]);
  t.strictSame(again(3, 'nine'), [{ where: '1.value', recorded: 9, now: 'nine', apart: Infinity }]);
  t.strictSame(again(3, 9 + 2 ** -49).length, 1, 'to the last bit');
  const constant = { seeds: ['1', '3'], results: [2, 2, 1, 9].map((value) => ({ value })) };
  const [moved] = differences(toy, constant, '3', [{ value: 2.5 }, { value: 9 }]);
  t.equal(moved.apart, Infinity, 'where seeds do not differ, nothing may');
});

t.test('the toy of chapter 12 is that of npm start', async (t) => {
  const { sizes, batch, warmup, rate, smoothing, drop, epochs } = toyOptions([], (en) => en);
  t.strictSame(TOY, { sizes, batch, warmup, rate, smoothing, drop });
  t.equal(TOY_EPOCHS, epochs);
});

t.test('refuses', async (t) => {
  await t.rejects(studyOf('98'), new RangeError('there is no study of chapter 98'));
  const apart = { ...toy, tasks: (seeds: string[]) => [seeds.length] };
  const two = { seeds: ['1', '2'], results: [0] };
  refuses(
    t,
    () => differences(apart, two, '1', [0]),
    new RangeError('the tasks of all seeds must hold those of each, got none of seed 1: 1'),
  );
  const ended = { ...toy, report: () => '', charts: () => ({ 'a.svg': '' }) };
  refuses(
    t,
    () => filesOf('99-toy', ended, []),
    new RangeError('a chart is named in small letters, without an ending, got a.svg'),
  );
  const lost = measured({ ...toy, tasks: () => [{ seed: 'no number', power: 1 }] }, program, []);
  await t.rejects(lost, { name: 'TypeError', message: /^a result must survive JSON, got .*"value":null/ });
});
