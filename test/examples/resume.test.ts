/** A training that is killed again and again, and each time resumed, ends in the bits of one that was never stopped. */

import { spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import t from 'tap';
import { stateFrom } from '../../examples/training/state.ts';
import { seeded } from '../../lib/random.ts';

t.setTimeout(300_000); // some thirty starts of the program; a busy machine takes its time

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const KILLS = 20; // at least
const EPOCHS = 80; // more than the kills leave time for

const random = seeded('kill -9');
const below = (n: number) => Math.floor(n * random());

/** Subject, verb, object, time: 288 pairs. */
const CORPUS = ['I 我', 'you 你', 'they 他们', 'John 约翰']
  .flatMap((subject) =>
    ['love 爱', 'see 看见', 'know 认识', 'hear 听见'].flatMap((verb) =>
      ['me 我', 'you 你', 'him 他', 'Mary 玛丽', 'Tom 汤姆', 'us 我们'].flatMap((object) =>
        ['today 今天', 'now 现在', 'often 常常'].map((time) => {
          const [s, v, o, w] = [subject, verb, object, time].map((part) => part.split(' '));
          return `${s[0]} ${v[0]} ${o[0]} ${w[0]}.\t${s[1]}${w[1]}${v[1]}${o[1]}。`;
        }),
      ),
    ),
  )
  .join('\n');

const FOLDER = t.testdir({ 'c.tsv': CORPUS });

/** How a run came to an end. */
interface Ended {
  code: number | null;
  signal: NodeJS.Signals | null;
  out: string;
  err: string;
}

/** The running program: what it has printed, and what can be done to it. */
interface Running {
  ended: Promise<Ended>;
  printed: (times: number, what: RegExp) => Promise<void>; // or it has ended
  kill: (signal: NodeJS.Signals) => void;
  pid: number | undefined;
}

/** Starts the training program with an empty environment, so that the test runner does not measure it. */
function train(out: string, ...flags: string[]): Running {
  const tiny =
    '--d-model 8 --heads 2 --d-ff 8 --layers 1 --merges 20 --tokens 150 --longest 20 --warmup 40 --patience 999 --lang en'.split(
      ' ',
    );
  const args = [
    '--corpus',
    `${FOLDER}/c.tsv`,
    '--out',
    `${FOLDER}/${out}`,
    '--epochs',
    String(EPOCHS),
    ...tiny,
    ...flags,
  ];
  const child = spawn(process.execPath, ['--import', 'tsx', 'examples/translator/train.ts', 'everyday', ...args], {
    cwd: ROOT,
    env: {},
  });
  let [out_, err] = ['', ''];
  child.stderr.setEncoding('utf8').on('data', (text: string) => (err += text));
  child.stdout.setEncoding('utf8').on('data', (text: string) => (out_ += text));
  const ended = new Promise<Ended>((resolve) =>
    child.on('close', (code, signal) => resolve({ code, signal, out: out_, err })),
  );
  const printed = (times: number, what: RegExp) =>
    new Promise<void>((resolve) => {
      const look = () => (out_.match(what)?.length ?? 0) >= times && resolve();
      child.stdout.on('data', look);
      child.on('close', () => resolve());
      look();
    });
  return { ended, printed, kill: (signal) => child.kill(signal), pid: child.pid };
}

const wait = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));
const bytesOf = (name: string) => readFileSync(`${FOLDER}/${name}`);

/** Something that there is only once training has begun, and a line for each epoch. */
const BEGUN = /Goes on in epoch|Ctrl-C stops/g;
const EPOCH = /^epoch +\d+\//gm;

/** Ends a run at a random moment: as it starts, at work, or while Ctrl-C has it save in the middle of an epoch. */
async function end({ printed, kill, ended }: Running, way: number): Promise<void> {
  if (way === 0) {
    await wait(below(1000));
  } else {
    await printed(1, BEGUN);
    await printed(1 + below(3), EPOCH);
    await wait(below(40));
  }
  if (way > 4) {
    kill('SIGINT');
    await wait(below(50));
  }
  if (way === 7) await ended; // by itself, in the middle of an epoch
  kill('SIGKILL');
}

await t.test('killed again and again', { timeout: 240_000 }, async (t) => {
  const whole = await train('whole', '--workers', '1').ended;
  t.strictSame([whole.code, whole.err], [0, ''], 'never stopped');

  let [kills, saved, inside] = [0, 0, 0];
  let last: Ended;
  for (;;) {
    const there = readdirSync(FOLDER).some((name) => name.startsWith('killed.state'));
    const running = train('killed', '--workers', String(1 + (kills % 2)), ...(there ? ['--resume'] : []));
    // The first run must come as far as to a state; kills while it starts come after.
    if (kills < KILLS) await end(running, kills === 0 ? 1 : (kills + saved) % 8);
    last = await running.ended;
    if (last.code === 0) break;
    if (last.signal === 'SIGKILL') kills++;
    else saved++;
    t.match(
      last,
      { code: last.signal ? null : 130, err: last.signal ? /^(stopped.*\n)?$/ : /^stopped/ },
      `kill ${kills}`,
    );
    if (last.code === 1) break; // it would be said again and again
    if (existsSync(`${FOLDER}/killed.state`) && stateFrom(bytesOf('killed.state')).done > 0) inside++;
  }
  t.ok(kills >= KILLS, `${kills} times kill -9, ${saved} times Ctrl-C was faster`);
  t.ok(inside > 0, `${inside} states in the middle of an epoch`);
  t.strictSame([last.code, last.err], [0, '']);
  t.match(last.out, /Goes on in epoch/);
  t.ok(bytesOf('killed').equals(bytesOf('whole')), 'the same model, byte for byte');
  t.ok(bytesOf('killed.state').equals(bytesOf('whole.state')), 'and the same state');
  t.strictSame(
    readdirSync(FOLDER).filter((name) => name.endsWith('.lock')),
    [],
    'no lock is left',
  );
});

await t.test('a damaged state is refused, and what the line says to do helps', { timeout: 100_000 }, async (t) => {
  const state = `${FOLDER}/whole.state`;
  const bytes = readFileSync(state);
  bytes[bytes.length - 2] ^= 1;
  writeFileSync(state, bytes);
  const refused = await train('whole', '--resume').ended;
  t.strictSame([refused.code, refused.out], [1, '']);
  t.match(
    refused.err,
    /^\S+whole\.state is damaged: expected [^\n]+, found [^\n]+; \S+whole\.state\.before is whole: delete \S+, and --resume goes on from there\n$/,
  );
  rmSync(state);
  rmSync(`${FOLDER}/whole`);
  const { code, err } = await train('whole', '--resume').ended;
  t.strictSame([code, err], [0, '']);
  t.ok(bytesOf('whole').equals(bytesOf('killed')), 'the same model, byte for byte');
});

await t.test('other sizes or another corpus than the state’s', { timeout: 100_000 }, async (t) => {
  writeFileSync(`${FOLDER}/other.tsv`, `${CORPUS}\nI see.\t我懂了。`);
  const refused = async (flags: string[], why: RegExp) => {
    const { code, out, err } = await train('whole', '--resume', ...flags).ended;
    t.strictSame([code, out], [1, '']);
    t.match(err, why);
    t.equal(err.trimEnd().split('\n').length, 1, 'one line');
  };
  await refused(
    ['--d-model', '16', '--layers', '2'],
    /whole\.state is of another training: d-model "8" there, "16" here; layers "1" there, "2" here\./,
  );
  await refused(
    ['--corpus', `${FOLDER}/other.tsv`],
    /whole\.state is of another training: corpus "[0-9a-f]+… there, "[0-9a-f]+… here\./,
  );
  await refused(
    ['--out', `${FOLDER}/none`],
    /^there is no training to resume at \S+none\.state: leave out --resume to begin one$/m,
  );
});

await t.test('two trainings to one place: the second refuses', async (t) => {
  const first = train('two');
  await first.printed(1, BEGUN);
  const second = await train('two').ended;
  t.strictSame([second.code, second.out], [1, '']);
  t.match(
    second.err,
    new RegExp(`^process ${first.pid} is training to \\S+two: wait for it, or choose another --out `),
  );
  first.kill('SIGKILL');
  await first.ended;
});
