import t from 'tap';
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** What `npm run translate` makes of lines on standard input. */
function translated(model: string, lines: string[]) {
  const program = ['--import', 'tsx', 'examples/translator/translate.ts', '--model', model, '--lang', 'en'];
  const input = `${lines.join('\n')}\n`;
  const { stdout, stderr, status } = spawnSync(process.execPath, program, { cwd: root, input, encoding: 'utf8' });
  return { lines: stdout.trimEnd().split('\n'), stderr, status };
}

/** Trained by version 1.2.0 on 36 sentences of nine characters, until it said all of them; 1.2.0 says these. */
const MODEL = 'test/fixtures/model-1.2.0.safetensors';

t.test('a model saved by 1.2.0 loads and translates', async (t) => {
  const { lines, status } = translated(MODEL, ['我喝茶', '他们爱书', '我们买水']);
  t.equal(status, 0);
  t.strictSame(lines, ['I drink tea', 'They love books', 'We buy water']);
});

t.test('two hundred sentences a second, a line out for a line in', async (t) => {
  const verbs = ['喝', '爱', '买'];
  const sentences = Array.from({ length: 3000 }, (_, k) => `${['我', '你'][k % 2]}${verbs[k % 3]}水`);
  const begun = performance.now();
  const { lines, status } = translated(MODEL, sentences);
  const seconds = (performance.now() - begun) / 1000;
  t.equal(status, 0);
  const said = ['drink', 'love', 'buy'];
  t.strictSame(
    lines,
    sentences.map((_, k) => `${['I', 'You'][k % 2]} ${said[k % 3]} water`),
    'in order',
  );
  t.ok(seconds < sentences.length / 200, `${sentences.length} sentences in ${seconds.toFixed(1)} s, starting included`);
});
