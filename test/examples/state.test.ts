import { spawn } from 'node:child_process';
import { readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import t from 'tap';
import { transformerParams } from '../../chapters/11-decoder/transformer.ts';
import { beginner } from '../../chapters/12-training/adam.ts';
import { loadState, saveState, stateBytes, stateFrom, type SavedState } from '../../examples/training/state.ts';
import { seal, unseal } from '../../examples/training/sealed.ts';
import { speaker } from '../../lib/language.ts';
import { seeded } from '../../lib/random.ts';
import { refuses } from '../refuses.ts';

const en = speaker('en');
const zh = speaker('zh');

const DESCRIBED = { corpus: 'a hash', seed: '1', batch: '64' };
const SIZES = { d_model: 4, h: 2, d_ff: 4, N: 2 };
const random = (seed: string) => transformerParams(seeded(seed), 5, 6, SIZES);

/** A training after t steps; each number in it is another. */
function state(t: number): SavedState {
  return {
    described: DESCRIBED,
    learner: { P: random('P'), m: random('m'), v: random('v'), t },
    stream: { key: [4294967295, 7], at: 2 ** 53 - 4 },
    epoch: 3,
    drawnAt: 12345,
    done: 2,
    best: { loss: 1 / 3, epoch: 1, P: random('best') },
    last: [random('first'), random('second')],
    losses: [2.5, 0.1 + 0.2],
    validation: [5e-324],
  };
}

t.test('there and back, every bit', async (t) => {
  const path = `${t.testdir()}/new/m.state`;
  const before = state(7);
  before.learner.m.E_source[0][0] = -0;
  saveState(path, before, en);
  const after = loadState(path, DESCRIBED, en);
  t.strictSame(after, before);
  t.ok(Object.is(after.learner.m.E_source[0][0], -0));
  t.ok(Buffer.from(stateBytes(after)).equals(readFileSync(path)), 'the same bytes');
  t.strictSame(readdirSync(dirname(path)), ['m.state']);
});

t.test('a training that has just begun: no best model, no earlier ones, no losses', async (t) => {
  const learner = beginner(random('P'));
  const first: SavedState = { ...state(0), learner, best: undefined, last: [], losses: [], validation: [] };
  t.strictSame(stateFrom(stateBytes(first)), first);
});

t.test('more than ten earlier models keep their order', async (t) => {
  const last = Array.from({ length: 12 }, (_, k) => random(`${k}`));
  t.strictSame(stateFrom(stateBytes({ ...state(1), last })).last, last);
});

t.test('the state before is kept', async (t) => {
  const folder = t.testdir();
  const path = `${folder}/m.state`;
  for (const steps of [1, 2, 3]) saveState(path, state(steps), en);
  t.strictSame(readdirSync(folder).sort(), ['m.state', 'm.state.before']);
  t.equal(loadState(path, DESCRIBED, en).learner.t, 3);
  t.equal(loadState(`${path}.before`, DESCRIBED, en).learner.t, 2, 'it is a state like any other');
});

t.test('killed at any moment of saving', async (t) => {
  const path = `${t.testdir()}/m.state`;
  const [part, before] = [`${path}.part`, `${path}.before`];
  const [older, old, fresh] = [1, 2, 3].map((steps) => stateBytes(state(steps)));
  const cut = fresh.subarray(0, 1000);
  for (const [what, files, steps] of [
    [
      'nothing written yet',
      [
        [path, old],
        [before, older],
      ],
      2,
    ],
    [
      'half of the new one written',
      [
        [path, old],
        [before, older],
        [part, cut],
      ],
      2,
    ],
    [
      'all of it written',
      [
        [path, old],
        [before, older],
        [part, fresh],
      ],
      2,
    ],
    [
      'between the two renames',
      [
        [before, old],
        [part, fresh],
      ],
      3,
    ],
    [
      'after both',
      [
        [path, fresh],
        [before, old],
      ],
      3,
    ],
    ['the first time, before the rename', [[part, fresh]], 3],
    [
      'a damaged one taken away, half of a new one left',
      [
        [before, old],
        [part, cut],
      ],
      2,
    ],
    ['a damaged one taken away', [[before, old]], 2],
  ] as const) {
    for (const [file, bytes] of files) writeFileSync(file, bytes);
    t.equal(loadState(path, DESCRIBED, en).learner.t, steps, what);
    saveState(path, state(9), en);
    t.equal(loadState(path, DESCRIBED, en).learner.t, 9, `${what}: the next one is saved as ever`);
    for (const file of [path, before, part]) rmSync(file, { force: true });
  }
});

t.test('really killed, again and again', async (t) => {
  const path = `${t.testdir()}/m.state`;
  const program = `
    import { loadState, saveState, stateFrom, stateBytes } from './examples/training/state.ts';
    const [path, described] = process.argv.slice(1);
    const say = (en) => en;
    const state = loadState(path, JSON.parse(described), say);
    for (;;) {
      state.learner.t++;
      saveState(path, state, say);
      console.log(state.learner.t);
    }`;
  const random = seeded('when');
  saveState(path, state(0), en);
  let known = 0;
  for (let kill = 0; kill < 6; kill++) {
    const wanted = known + 1 + Math.floor(20 * random());
    const delay = 3 * random(); // milliseconds: somewhere in the next save
    known = await new Promise<number>((resolve) => {
      let said = '';
      const child = spawn(
        process.execPath,
        ['--import', 'tsx', '--input-type=module', '--eval', program, path, JSON.stringify(DESCRIBED)],
        { cwd: fileURLToPath(new URL('../../', import.meta.url)), env: {} },
      );
      child.stderr.on('data', (text) => t.fail(String(text)));
      child.stdout.on('data', (text) => {
        said += text;
        if (Number(said.trim().split('\n').at(-1)) >= wanted) setTimeout(() => child.kill('SIGKILL'), delay);
      });
      child.on('close', () => resolve(Number(said.trim().split('\n').at(-1))));
    });
    const found = loadState(path, DESCRIBED, en);
    t.ok(found.learner.t >= known && known >= wanted, `${known} were saved, ${found.learner.t} is there`);
    t.strictSame({ ...found, learner: { ...found.learner, t: 0 } }, state(0), 'and all of it');
  }
});

t.test('refuses: none there, or not to be read', async (t) => {
  const folder = t.testdir({ folder: {} });
  const none = `${folder}/none`;
  refuses(
    t,
    () => loadState(none, DESCRIBED, en),
    new Error(`there is no training to resume at ${none}: leave out --resume to begin one`),
  );
  refuses(t, () => loadState(none, DESCRIBED, zh), new Error(`${none} 处没有可以继续的训练：去掉 --resume 重新开始`));
  refuses(t, () => loadState(`${folder}/folder`, DESCRIBED, en), new Error(`cannot read ${folder}/folder (EISDIR)`));
  refuses(t, () => loadState(`${folder}/folder`, DESCRIBED, zh), new Error(`无法读取 ${folder}/folder（EISDIR）`));
});

t.test('refuses: a damaged one by name, and offers the one before', async (t) => {
  const path = `${t.testdir()}/m.state`;
  const answers = (english: string, chinese: string) => {
    refuses(t, () => loadState(path, DESCRIBED, en), new Error(english));
    refuses(t, () => loadState(path, DESCRIBED, zh), new Error(chinese));
  };
  const anew = `${path} is damaged: expected at least 8 bytes, found 4; leave out --resume to begin anew`;
  const 重来 = `${path} 已损坏（expected at least 8 bytes, found 4）；去掉 --resume 重新开始`;
  writeFileSync(path, 'text');
  answers(anew, 重来);
  writeFileSync(`${path}.before`, stateBytes(state(1)));
  answers(
    `${path} is damaged: expected at least 8 bytes, found 4; ${path}.before is whole: delete ${path}, and --resume goes on from there`,
    `${path} 已损坏（expected at least 8 bytes, found 4）；${path}.before 是完整的：删掉 ${path}，再用 --resume 就从它继续`,
  );
  writeFileSync(`${path}.before`, stateBytes({ ...state(1), described: { seed: '2' } }));
  answers(anew, 重来); // that of another training would not help
  writeFileSync(`${path}.before`, 'text');
  answers(anew, 重来);
  rmSync(path);
  answers(anew.replace(path, `${path}.before`), 重来.replace(path, `${path}.before`));
  renameSync(`${path}.before`, `${path}.part`);
  answers(anew.replace(path, `${path}.part`), 重来.replace(path, `${path}.part`));
});

t.test('a damaged one, and what the message says to do', async (t) => {
  const path = `${t.testdir()}/m.state`;
  saveState(path, state(1), en);
  saveState(path, state(2), en);
  const bytes = readFileSync(path);
  writeFileSync(path, bytes.fill(1, bytes.length - 8));
  t.throws(() => loadState(path, DESCRIBED, en), {
    message: /is damaged: expected seal "[0-9a-f]{16}…", found "[0-9a-f]{16}…"; .*delete/,
  });
  rmSync(path);
  t.strictSame(loadState(path, DESCRIBED, en), state(1));
});

t.test('refuses: another training, naming what differs and both values', async (t) => {
  const path = `${t.testdir()}/m.state`;
  saveState(path, state(1), en);
  const answers = (described: Record<string, string>, english: string, chinese: string) => {
    refuses(
      t,
      () => loadState(path, described, en),
      new Error(`${path} is of another training: ${english}. Say the same again, or leave out --resume to begin anew`),
    );
    refuses(
      t,
      () => loadState(path, described, zh),
      new Error(`${path} 属于另一次训练：${chinese}。请用同样的选项，或去掉 --resume 重新开始`),
    );
  };
  answers({ ...DESCRIBED, batch: '32' }, 'batch "64" there, "32" here', 'batch 那里是 "64"，这里是 "32"');
  answers(
    { ...DESCRIBED, seed: '', corpus: 'x\ny' },
    'corpus "a hash" there, "x\\ny" here; seed "1" there, nothing here',
    'corpus 那里是 "a hash"，这里是 "x\\ny"；seed 那里是 "1"，这里是 没有',
  );
  answers(
    { ...DESCRIBED, more: 'z'.repeat(99) },
    `more nothing there, "${'z'.repeat(38)}… here`,
    `more 那里是 没有，这里是 "${'z'.repeat(38)}…`,
  );
  answers(
    {},
    'corpus "a hash" there, nothing here; seed "1" there, nothing here, and 1 more',
    'corpus 那里是 "a hash"，这里是 没有；seed 那里是 "1"，这里是 没有，另有 1 处不同',
  );
});

t.test('refuses: one that an earlier version has left', async (t) => {
  const path = `${t.testdir()}/m.state`;
  const { tensors, metadata } = unseal(stateBytes(state(1)));
  writeFileSync(path, seal({ tensors, metadata: { ...metadata, version: '1' } }));
  const found = 'expected version 2, found "1"';
  refuses(
    t,
    () => loadState(path, DESCRIBED, en),
    new Error(`${path} is of another version of this program: ${found}; leave out --resume to begin anew`),
  );
  refuses(
    t,
    () => loadState(path, DESCRIBED, zh),
    new Error(`${path} 出自本程序的另一个版本（${found}）；去掉 --resume 重新开始`),
  );
});

t.test('refuses: sealed, but not a state', async (t) => {
  const answers = (change: (metadata: Record<string, string>) => void, message: string) => {
    const { tensors, metadata } = unseal(stateBytes(state(1)));
    change(metadata);
    refuses(t, () => stateFrom(seal({ tensors, metadata })), new Error(message));
  };
  answers(
    (metadata) => (metadata.format = 'transformer-by-hand'),
    'expected format transformer-by-hand training, found "transformer-by-hand"',
  );
  answers((metadata) => (metadata.version = '1'), 'expected version 2, found "1"');
  answers((metadata) => (metadata.described = '{'), 'expected JSON in the metadata, found "{"');
  answers((metadata) => (metadata.described = '{"a":1}'), 'expected a description in texts, found "{\\"a\\":1}"');
  answers((metadata) => delete metadata.counted, 'expected JSON in the metadata, found nothing');
  answers(
    (metadata) => (metadata.counted = '{"t":-1}'),
    'expected whole numbers for t, at, key, epoch, drawnAt, done, found "{\\"t\\":-1}"',
  );
  answers((metadata) => (metadata.judged = 'null'), 'expected losses in numbers, found "null"');
  answers(
    (metadata) => (metadata.judged = '{"losses":[null],"validation":[]}'),
    'expected losses in numbers, found "{\\"losses\\":[null],\\"validation\\":[]}"',
  );
  answers(
    (metadata) => (metadata.judged = '{"losses":[],"validation":[]}'),
    'expected the best model with its loss, found one alone',
  );
  const form = (change: (tensors: Map<string, unknown>) => void, message: string) => {
    const { tensors, metadata } = unseal(stateBytes(state(1)));
    change(tensors);
    refuses(t, () => stateFrom(seal({ tensors, metadata })), new Error(message));
  };
  form((tensors) => tensors.clear(), 'expected models P, m and v, found fewer');
  form((tensors) => tensors.delete('m.E_source'), 'expected models of one form, found two');
  form((tensors) => tensors.set('v.E_source', [[1, 2]]), 'expected models of one form, found two');
  const each = 2 + 2 * (2 * 3 + 1 + 2 * 2 + 4) + 2 * (2 * (2 * 3 + 1) + 3 * 2 + 4); // tensors: tables, encoder, decoder
  form((tensors) => tensors.set('more', [1]), `expected ${6 * each} tensors, found ${6 * each + 1}`);
  form((tensors) => tensors.set('last.7.more', [1]), `expected 0 tensors, found ${6 * each + 1}`);
  form((tensors) => tensors.set('last.1.more', [1]), 'expected models of one form, found two');
});

t.test('refuses: to save what is no number', async (t) => {
  const folder = t.testdir();
  const path = `${folder}/m.state`;
  saveState(path, state(1), en);
  const broken = state(2);
  broken.last[1].encoder[1].norm_2.gain[3] = NaN;
  const unsound: [SavedState, string][] = [
    [broken, 'NaN'],
    [{ ...state(2), losses: [1, Infinity] }, 'Infinity'],
    [{ ...state(2), validation: [NaN] }, 'NaN'],
    [{ ...state(2), best: { loss: -Infinity, epoch: 1, P: random('P') } }, '-Infinity'],
  ];
  for (const [one, odd] of unsound) {
    refuses(t, () => saveState(path, one, en), new RangeError(`a state must hold finite numbers, got ${odd}`));
  }
  t.strictSame(readdirSync(folder), ['m.state']);
  t.equal(loadState(path, DESCRIBED, en).learner.t, 1, 'the earlier one is whole');
});

t.test('refuses: a place where nothing can be written', async (t) => {
  const folder = t.testdir({ file: 'text', folder: { inside: 'text' } });
  for (const [path, code] of [
    [`${folder}/file/m.state`, 'ENOTDIR|EEXIST'],
    [`${folder}/${'n'.repeat(254)}`, 'ENAMETOOLONG'],
    [`${folder}/folder`, 'EISDIR'],
  ]) {
    t.throws(() => saveState(path, state(1), en), {
      message: new RegExp(`^cannot save the training as \\S+ \\((${code})\\); an earlier state there is untouched$`),
    });
    t.throws(() => saveState(path, state(1), zh), {
      message: new RegExp(`^无法把训练状态保存为 \\S+（(${code})）；那里原有的状态没有动$`),
    });
  }
  t.strictSame(readdirSync(folder).sort(), ['file', 'folder'], 'nothing is left beside');
  t.strictSame(readdirSync(`${folder}/folder`), ['inside']);
});
