import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { closeSync, existsSync, openSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { WriteStream } from 'node:tty';
import { fileURLToPath } from 'node:url';
import t from 'tap';
import { canDraw } from '../../examples/training/bars.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const TRAIN = 'examples/translator/train.ts';
const TRANSLATE = 'examples/translator/translate.ts';
const EXAMPLE = 'scripts/example.ts';

/** Small enough that a whole training takes less than a second. */
const TINY = '--d-model 8 --heads 2 --d-ff 8 --batch 8 --warmup 20'.split(' ');

type Test = Pick<typeof t, 'match' | 'notMatch' | 'equal' | 'strictSame'>;

/** What a program printed, and how it ended. */
interface Ended {
  code: number | null;
  out: string;
  err: string;
}

/**
 * Runs one of the programs as npm does, with that text for its input, in English unless the arguments say otherwise.
 * As soon as `until` is printed, it gets the signal of Ctrl-C. Its environment is empty, so that the test runner
 * does not measure it, which would double the time.
 */
function run(program: string, args: string[], input: string | Uint8Array = '', until?: RegExp): Promise<Ended> {
  const language = args.some((arg) => arg.startsWith('--lang')) ? [] : ['--lang', 'en'];
  const child = spawn(process.execPath, ['--import', './scripts/tsx.js', program, ...args, ...language], {
    cwd: ROOT,
    env: {},
  });
  const ended: Ended = { code: null, out: '', err: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    ended.out += text;
    if (until?.test(ended.out)) child.kill('SIGINT');
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => (ended.err += text));
  child.stdin.on('error', () => {}); // a program that refuses its arguments does not read
  child.stdin.end(input);
  return new Promise((resolve) =>
    child.on('close', (code) => {
      ended.code = code;
      resolve(ended);
    }),
  );
}

/** Subject, verb, object: 30 pairs, of which the rule holds some back. */
const CORPUS = ['I 我', 'you 你', 'they 他们']
  .flatMap((subject) =>
    ['love 爱', 'see 看见'].flatMap((verb) =>
      ['me 我', 'you 你', 'him 他', 'John 约翰', 'Mary 玛丽'].map((object) => {
        const parts = [subject, verb, object].map((part) => part.split(' '));
        return `${parts.map(([word]) => word).join(' ')}\t${parts.map(([, zi]) => zi).join('')}`;
      }),
    ),
  )
  .join('\n');

const FOLDER = t.testdir({ 'c.tsv': CORPUS, 'windows.tsv': `\uFEFF${CORPUS.replaceAll('\n', '\r\n')}\r\n` });
const MODEL = `${FOLDER}/m.safetensors`;

/** One line on stderr, nothing on stdout, exit code 1, no stack. */
function refuses(test: Test, { code, out, err }: Ended, line: string | RegExp): void {
  test.match(err, typeof line === 'string' ? `${line}\n` : line);
  test.equal(err.trimEnd().split('\n').length, 1, 'one line');
  test.notMatch(err, /\n\s+at /, 'no stack');
  test.strictSame({ code, out }, { code: 1, out: '' });
}

await t.test('training, from the rule to what next, in both languages', async (t) => {
  const [english, chinese] = await Promise.all([
    run(TRAIN, ['toy', ...TINY, '--epochs', '12', '--corpus', `${FOLDER}/c.tsv`, '--out', MODEL]),
    run(TRAIN, [
      'toy',
      ...TINY,
      '--epochs=12',
      '--corpus',
      `${FOLDER}/windows.tsv`,
      '--out',
      `${FOLDER}/new/z.safetensors`,
      '--lang',
      'zh',
    ]),
  ]);
  for (const { code, err } of [english, chinese]) t.strictSame({ code, err }, { code: 0, err: '' });
  // 4 special tokens; i you they love see me him john mary: 4 + 9 = 13, ln 13 = 2.565.
  for (const line of [
    /^Two sets of sentences are held out; training never sees them:$/m,
    /爱…你/,
    /^30 pairs: 22 to train on, 2 unseen sentences, 6 recombinations\.$/m,
    /^Model: \d+ numbers \(d_model 8, heads 2, d_ff 8, layers 1 \+ 1; it reads 11 characters and says 9 words\)\.$/m,
    /^Untrained, it says: 我爱你 → .+ …$/m,
    /ln 13 = 2\.56\b|ln 13 = 2\.57\b/,
    /^epoch {2}1\/12 {2}loss \d\.\d\d {2}held out \d+ % {2}\d+ s left\n(epoch .*\n){10}epoch 12\/12 {2}loss \d\.\d\d {2}held out \d+ % {2}0 s left$/m,
    /^Trained in \d+ s\.$/m,
    /^Loss by step, .*\n\d\.\d\d │.*•/m,
    /^exact match +training \(\d+\) +unseen \(\d+\) +recombined \(\d+\)\nthis model .* %\nmost frequent sentence .* %\nword by word .* %$/m,
    /\n\n([✓✗] .+\n){7}\n/,
    /^[✓✗] 我爱你 /m,
    /^Cross-attention.*\n +我 +爱 +你\n(\S+ +.*\n)*<eos> /m,
  ])
    t.match(english.out, line);
  t.match(english.out, `\nSaved as ${MODEL}. Next: npm run translate -- --model ${MODEL} 我爱你\n`);
  const sha = createHash('sha256').update(readFileSync(MODEL)).digest('hex');
  for (const { out } of [english, chinese]) t.match(out, `\nSHA-256 ${sha}\n`, 'that of the file, in both runs');

  const numbers = (text: string) => text.replace(/^(Trained|训练用了|epoch|第).*$/gm, '').match(/\d+\.\d+/g);
  t.strictSame(
    numbers(chinese.out),
    numbers(english.out),
    'Windows line ends, a byte order mark and another language change nothing',
  );
  for (const line of [/训练之前它说：我爱你/, /^第 12\/12 轮 /m, /^完全匹配 /m, /接下来可以运行：/])
    t.match(chinese.out, line);
  // Apart from translations, names of sizes and the command, no English is left.
  const prose = chinese.out.split('\n').filter((line) => !/[✓✗│]|^(\w+|<eos>) .*\d\.\d\d|训练之前/.test(line));
  const words = prose
    .join('\n')
    .replaceAll(/d_model|d_ff|FNV-1a|\bln\b|npm run translate --|--model|\/[\w./-]+|SHA-256 \w+/g, '');
  t.notMatch(words, /[a-z]{2}/i);
  const states = ['z.safetensors', 'z.safetensors.state', 'z.safetensors.state.before'];
  t.strictSame(readdirSync(`${FOLDER}/new`).sort(), states, 'its folder was made; no lock is left');
  t.equal(readdirSync(FOLDER).filter((name) => name.endsWith('.part')).length, 0);
});

await t.test('translating: arguments, and a pipe that goes on after each line it refuses', async (t) => {
  const lines: [line: string | Uint8Array, refusal?: string][] = [
    ['我爱他'],
    ['我爱猫', 'the model has never seen 猫; it knows 11 characters'],
    [
      'I love you',
      'this model reads Chinese and knows 11 characters, got i love you; for English see --direction en-zh',
    ],
    ['', 'type a Chinese sentence such as 我爱你, got nothing'],
    [' 　 ', 'type a Chinese sentence such as 我爱你, got only spaces'],
    ['。！', 'type a Chinese sentence such as 我爱你, got only punctuation'],
    ['爱'.repeat(10_000), 'a sentence has at most 200 characters, got 10000'],
    ['我爱你❤️', 'emoji cannot be translated, got ❤️ (U+2764)'],
    ['\uFEFF我\u0007爱\u200B他'],
    [Buffer.of(0xce, 0xd2), 'the text must be valid UTF-8, got bytes that are not (U+FFFD stands in their place)'],
    ['约翰看见我'],
  ];
  const input = Buffer.concat(lines.flatMap(([line]) => [Buffer.from(line), Buffer.from('\n')]));
  const translate = (args: string[], text: string | Uint8Array) => run(TRANSLATE, ['--model', MODEL, ...args], text);
  const [piped, none, typed, unknown, nothing] = await Promise.all([
    translate([], input),
    translate([], ''),
    translate(['我', '愛他。'], ''),
    translate(['我爱猫', '--lang', 'zh'], ''),
    translate([''], ''),
  ]);
  t.equal(piped.err, lines.map(([, refusal], i) => (refusal ? `line ${i + 1}: ${refusal}\n` : '')).join(''));
  const said = piped.out.split('\n');
  t.equal(said.pop(), '', 'the last line ends');
  const spoken = said.map((line) => /^[A-Z]/.test(line));
  t.strictSame(
    spoken,
    lines.map(([, refusal]) => refusal === undefined),
    'a line out for each line in, empty where there is nothing to say, and no prompt',
  );
  t.equal(said[0], said[8], 'one sentence, one translation');
  t.equal(piped.code, 1);
  refuses(t, none, 'type a Chinese sentence such as 我爱你, got nothing');
  const [first] = piped.out.split('\n');
  t.strictSame(typed, { code: 0, out: `${first}\n`, err: '' }, 'Traditional, two arguments');
  refuses(t, unknown, '模型没见过「猫」；它认识 11 个字'); // 我你他们爱看见约翰玛丽
  refuses(t, nothing, 'type a Chinese sentence such as 我爱你, got nothing');
});

await t.test('translating: flags and models', async (t) => {
  const none = `${FOLDER}/none`;
  const [shown, absent, other, flag, help] = await Promise.all([
    run(TRANSLATE, ['--model', MODEL, '--attention', '--lang', 'zh', '我愛他']),
    run(TRANSLATE, ['--model', none, '我爱你']),
    run(TRANSLATE, ['--model', MODEL, '--direction', 'en-zh', '我爱你']),
    run(TRANSLATE, ['--beam', '我爱你', '--lang', 'zh']),
    run(TRANSLATE, ['--help', '--lang=zh']),
  ]);
  refuses(t, absent, `there is no model ${none} yet: train one with npm start first`);
  const [said, , title, columns, ...map] = shown.out.trimEnd().split('\n');
  t.match(title, '交叉注意力', 'the map has its title');
  t.strictSame(columns.trim().split(/ +/), ['我', '爱', '他'], 'a column for each character read');
  t.equal(map.length, said.split(' ').length + 1, 'a row for each word said, and one for the end');
  refuses(t, other, `${MODEL} translates zh-en, got --direction en-zh`);
  refuses(t, flag, '没有选项 --beam；用法见 npm run translate -- --help');
  t.strictSame({ code: help.code, err: help.err }, { code: 0, err: '' });
  t.match(help.out, /翻译一个句子/);
  for (const name of ['direction', 'model', 'lang', 'help']) t.match(help.out, `\n  --${name} `);
});

await t.test('training: refuses before any work', async (t) => {
  writeFileSync(`${FOLDER}/tab.tsv`, 'I love you 我爱你\n'.repeat(20));
  writeFileSync(`${FOLDER}/apart.tsv`, 'I love you\t我爱你\n'.repeat(20));
  const earlier = readFileSync(MODEL);
  const train = (corpus: string, ...more: string[]) =>
    run(TRAIN, ['toy', ...TINY, '--corpus', `${FOLDER}/${corpus}.tsv`, '--out', MODEL, ...more]);
  const [tab, apart, heads, language, help] = await Promise.all([
    train('tab'),
    train('apart', '--lang', 'zh'),
    train('c', '--heads', '3', '--d-model', '32'),
    train('c', '--lang', 'fr'),
    run(TRAIN, ['toy', '--help', '--lang', 'zh']),
  ]);
  refuses(
    t,
    tab,
    `${FOLDER}/tab.tsv: a line is English, a tab, Chinese (or Chinese first; ids and further columns may stand beside them); got no column of each language; line 1: I love you 我爱你`,
  );
  refuses(t, apart, `${FOLDER}/apart.tsv：按规则分出 0 对训练、20 对测试；请提供更多不同的句对`);
  refuses(t, heads, '--d-model must be a multiple of --heads, got 32 and 3');
  refuses(t, language, '--lang must be en or zh, got fr');
  t.strictSame({ code: help.code, err: help.err }, { code: 0, err: '' });
  t.match(help.out, /^npm start -- \[选项\] +训练一个翻译器\n {2}--corpus FILE/);
  t.ok(earlier.equals(readFileSync(MODEL)), 'the earlier model is untouched');
});

await t.test('training: what breaks it leaves the earlier model alone', async (t) => {
  const earlier = readFileSync(MODEL);
  const corpus = ['--corpus', `${FOLDER}/c.tsv`, '--out', MODEL];
  // One after the other: two cannot train to one place.
  const stopped = await run(TRAIN, ['toy', ...TINY, ...corpus, '--epochs', '10000'], '', /^epoch +2\//m);
  const broken = await run(TRAIN, ['toy', ...TINY, ...corpus, '--rate', '1e300', '--lang', 'zh']);
  t.equal(
    stopped.err,
    'stopped; the same command with --resume goes on, with --resume --epochs 1 it ends with the best model so far\n',
  );
  t.equal(stopped.code, 130);
  t.equal(
    broken.err,
    `训练在第 2 步崩溃：出现了 NaN 或无穷大。请调低 --rate；没有保存模型；${MODEL} 处原有的模型没有动\n`,
  );
  t.equal(broken.code, 1);
  t.ok(earlier.equals(readFileSync(MODEL)), 'byte for byte');
  t.equal(readdirSync(FOLDER).filter((name) => name.endsWith('.part')).length, 0, 'nothing beside');
});

await t.test('a disk that is full half-way leaves the earlier model alone', async (t) => {
  if (process.platform === 'win32') {
    t.pass('no bash there to limit the size of files');
    return;
  }
  // Bash lets no file grow beyond 64 kB; the model needs more. Node would die of the signal, so it is heard.
  const script = `
    import { saveModel, loadModel } from '${ROOT}examples/translator/model-file.ts';
    import { untrained } from '${ROOT}examples/training/fit-pairs.ts';
    process.on('SIGXFSZ', () => {});
    const sizes = { d_model: 32, h: 2, d_ff: 64, N: 1 };
    const model = loadModel('${MODEL}', 'zh-en', (en) => en);
    const P = untrained(model, sizes, '1');
    try { saveModel('${MODEL}', { ...model, sizes, P }, (en) => en); } catch (error) { console.log(error.message); }
  `;
  const earlier = readFileSync(MODEL);
  const limited = spawn(
    'bash',
    ['-c', 'ulimit -f 64; exec "$@"', 'bash', process.execPath, '--import', 'tsx', '--input-type=module', '-e', script],
    { cwd: ROOT, env: {} },
  );
  let out = '';
  limited.stdout.setEncoding('utf8').on('data', (text: string) => (out += text));
  await new Promise((resolve) => limited.on('close', resolve));
  t.equal(out, `cannot save the model as ${MODEL} (EFBIG); an earlier model there is untouched\n`);
  t.ok(earlier.equals(readFileSync(MODEL)), 'byte for byte');
  t.equal(readdirSync(FOLDER).filter((name) => name.endsWith('.part')).length, 0, 'nothing beside');
});

await t.test(
  'a temporary folder that cannot be written, an output that is full, a terminal that cannot draw',
  async (t) => {
    if (process.platform === 'win32') {
      t.pass('no /dev there');
      return;
    }
    // By env -i: the test runner adds loaders of its own to an environment that holds anything.
    const started = (settings: string[], out: number | 'pipe') =>
      spawn(
        'env',
        ['-i', ...settings, process.execPath, '--import', './scripts/tsx.js', EXAMPLE, '2', '--lang', 'en'],
        {
          cwd: ROOT,
          stdio: ['ignore', out, 'pipe'],
        },
      );
    const ended = async (child: ReturnType<typeof started>) => {
      let [out, err] = ['', ''];
      child.stdout?.setEncoding('utf8').on('data', (text: string) => (out += text));
      child.stderr?.setEncoding('utf8').on('data', (text: string) => (err += text));
      const code = await new Promise((resolve) => child.on('close', resolve));
      return { code, out, err };
    };
    for (const folder of ['/dev/null', '/nowhere/at/all']) {
      const { code, out, err } = await ended(started([`TMPDIR=${folder}`], 'pipe'));
      t.strictSame({ code, err }, { code: 0, err: '' }, `TMPDIR=${folder}`);
      t.match(out, '── 1 · ');
    }
    if (existsSync('/dev/full')) {
      const full = openSync('/dev/full', 'w');
      const { code, err } = await ended(started([], full));
      closeSync(full);
      t.equal(code, 1);
      t.equal(err, 'cannot write the output (ENOSPC): what is printed is lost\n');
    }
    const depth = (env: object) => WriteStream.prototype.getColorDepth.call(process.stdout, env);
    const terminal = (TERM: string) => ({ isTTY: true, getColorDepth: () => depth({ TERM }) });
    t.strictSame(['dumb', 'xterm-256color'].map(terminal).map(canDraw), [false, true]);
    t.notOk(canDraw({ ...terminal('xterm-256color'), isTTY: false }), 'a file is none');
  },
);

await t.test('examples', async (t) => {
  const [list, first, none] = await Promise.all([
    run(EXAMPLE, []),
    run(EXAMPLE, ['2', '--lang', 'zh']),
    run(EXAMPLE, ['99']),
  ]);
  for (const { code, err } of [list, first]) t.strictSame({ code, err }, { code: 0, err: '' });
  t.match(list.out, /^Run one of these:\n {2}npm run example -- 01 {3}vectors\n/);
  t.match(list.out, 'npm run example -- 13   translator\n');
  t.match(first.out, '── 1 · ');
  refuses(t, none, 'there is no example 99; npm run example lists them');
  refuses(t, await run(EXAMPLE, ['2', '--lang', 'fr']), '--lang must be en or zh, got fr');
});
