import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import t from 'tap';
import { lock } from '../../examples/training/lock.ts';
import { speaker } from '../../lib/language.ts';
import { refuses } from '../refuses.ts';

const en = speaker('en');
const zh = speaker('zh');

/** Takes the lock of its argument, says so, and stays; or says why not, and ends. */
const PROGRAM = `
  import { lock } from './examples/training/lock.ts';
  process.on('SIGINT', () => process.exit(130));
  try {
    lock(process.argv[1], (en) => en);
    console.log('taken');
    setTimeout(() => {}, 60_000);
  } catch (error) {
    console.log(error.message);
  }`;

/** Another process that wants the lock, and the first line it says. */
async function another(path: string): Promise<{ child: ChildProcess; said: string }> {
  const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '--eval', PROGRAM, path], {
    cwd: fileURLToPath(new URL('../../', import.meta.url)),
    env: {},
  });
  let said = '';
  await new Promise<void>((resolve) => {
    child.stderr.on('data', (text) => (said += text));
    child.stdout.on('data', (text) => {
      said += text;
      if (said.includes('\n')) resolve();
    });
    child.on('close', () => resolve());
  });
  return { child, said: said.trim() };
}

function ended(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  return new Promise((resolve) => {
    child.on('close', () => resolve());
    child.kill(signal);
  });
}

t.test('taken, and given back', async (t) => {
  const folder = t.testdir();
  const path = `${folder}/new/m`;
  const listeners = process.listenerCount('exit');
  const release = lock(path, en);
  t.equal(readFileSync(`${path}.lock`, 'utf8'), String(process.pid));
  release();
  release();
  t.strictSame(readdirSync(`${folder}/new`), []);
  t.equal(process.listenerCount('exit'), listeners, 'nothing is left waiting');
});

t.test('a lock that another has taken since is not given back', async (t) => {
  const path = `${t.testdir()}/m`;
  const release = lock(path, en);
  writeFileSync(`${path}.lock`, '1');
  release();
  t.equal(readFileSync(`${path}.lock`, 'utf8'), '1');
});

t.test('the second refuses, naming the process; whatever ends the first, the next goes on', async (t) => {
  const folder = t.testdir();
  const path = `${folder}/m`;
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGKILL'] as const) {
    const { child, said } = await another(path);
    t.equal(said, 'taken');
    refuses(
      t,
      () => lock(path, en),
      new Error(
        `process ${child.pid} is training to ${path}: wait for it, or choose another --out (if it is no training, delete ${path}.lock)`,
      ),
    );
    refuses(
      t,
      () => lock(path, zh),
      new Error(
        `进程 ${child.pid} 正在往 ${path} 训练：请等它结束，或换一个 --out（如果那不是训练程序，就删掉 ${path}.lock）`,
      ),
    );
    t.equal(readFileSync(`${path}.lock`, 'utf8'), String(child.pid), 'it stays theirs');
    await ended(child, signal);
    t.equal(existsSync(`${path}.lock`), signal !== 'SIGINT', 'only a process that ends by itself can tidy up');
    lock(path, en)();
    t.strictSame(readdirSync(folder), []);
  }
});

t.test('of several who find a lock left over, one gets it', async (t) => {
  const folder = t.testdir();
  const path = `${folder}/m`;
  const gone = await another(path);
  await ended(gone.child, 'SIGKILL');
  const all = await Promise.all(Array.from({ length: 4 }, () => another(path)));
  const [first, ...others] = all.filter(({ said }) => said === 'taken');
  t.strictSame(others, []);
  t.equal(readFileSync(`${path}.lock`, 'utf8'), String(first.child.pid));
  for (const { said, child } of all) {
    if (child === first.child) continue;
    t.match(said, new RegExp(`^process ${first.child.pid} is training to `));
  }
  await ended(first.child, 'SIGINT');
  t.strictSame(readdirSync(folder), []);
});

t.test('left over: empty, of no process, or of this process in an earlier life', async (t) => {
  const path = `${t.testdir()}/m`;
  for (const text of ['', 'text', '0', '-1', '99999999999', '1e3', String(process.pid)]) {
    writeFileSync(`${path}.lock`, text);
    const release = lock(path, en);
    t.equal(readFileSync(`${path}.lock`, 'utf8'), String(process.pid), text);
    release();
  }
});

t.test('a place where nothing can be written', async (t) => {
  const folder = t.testdir({ file: 'text', 'm.lock': {} });
  const path = `${folder}/file/m`;
  t.throws(() => lock(path, en), {
    message: /^cannot write to \S+m\.lock \((ENOTDIR|EEXIST)\); choose another --out$/,
  });
  t.throws(() => lock(path, zh), { message: /^无法写入 \S+m\.lock（(ENOTDIR|EEXIST)）；请换一个 --out$/ });
  t.throws(() => lock(`${folder}/m`, en), { message: /^cannot write to \S+m\.lock \(EISDIR\); choose another --out$/ });
});
