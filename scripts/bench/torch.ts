/** PyTorch's step, measured by scripts/step.py: a process that lives for the whole run, and answers a line a line. */

import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { Say } from '../../lib/language.ts';

/** The Python that the system's packages are installed for; another one may come first on the path. */
const PYTHON = '/usr/bin/python3';

/** One thread is PyTorch's best at these sizes; the library of products beneath it would start its own. */
const ONE_THREAD = { OPENBLAS_NUM_THREADS: '1', OMP_NUM_THREADS: '1' };

/** A PyTorch that is waiting for a line. */
export interface Torch {
  title: string; // which PyTorch it is, and which library multiplies its matrices
  ask: (line: string) => Promise<string>;
  end: () => void;
}

/** Starts it. Throws Error, with what to do, if there is no PyTorch here. */
export async function startTorch(say: Say): Promise<Torch> {
  const script = fileURLToPath(new URL('../step.py', import.meta.url));
  const child = spawn(PYTHON, [script], { env: ONE_THREAD, stdio: ['pipe', 'pipe', 'ignore'] });
  const ended = new Promise<never>((_, reject) => {
    const lost = () => reject(new Error(say('PyTorch has stopped answering', 'PyTorch 不再应答')));
    child.on('error', lost);
    child.on('close', lost);
  });
  ended.catch(() => {}); // whoever waits for an answer is told; after `end` nobody is
  child.stdin.on('error', () => {});
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
  const answer = async () => {
    const { value, done } = await Promise.race([lines.next(), ended]);
    return done ? ended : value;
  };
  const version = await answer().catch(() => {
    throw new Error(
      say(
        `--torch needs PyTorch for ${PYTHON}: apt-get install python3-torch libopenblas0-pthread`,
        `--torch 需要 ${PYTHON} 里有 PyTorch：apt-get install python3-torch libopenblas0-pthread`,
      ),
    );
  });
  const ask = (line: string) => {
    child.stdin.write(`${line}\n`);
    return answer();
  };
  return {
    title: `PyTorch ${version} · ${libraryOf(child.pid ?? 0, say)}`,
    ask,
    end: () => child.stdin.end(),
  };
}

/**
 * Which library multiplies PyTorch's matrices, from the files that the process has mapped. Debian's PyTorch takes
 * whichever is installed, and with the reference library it is several times slower.
 */
function libraryOf(pid: number, say: Say): string {
  const maps = `/proc/${pid}/maps`;
  if (!existsSync(maps)) return say('its BLAS library is not known here', '这里查不到它用的 BLAS 库');
  const mapped = readFileSync(maps, 'utf8');
  if (/openblas/.test(mapped)) return 'OpenBLAS';
  if (/libmkl_/.test(mapped)) return 'MKL';
  if (!/libc?blas/.test(mapped)) return say('its own BLAS', '自带的 BLAS');
  return say(
    'without OpenBLAS it is several times slower than it could be, and this comparison unfair: apt-get install libopenblas0-pthread',
    '没有 OpenBLAS，它比应有的速度慢几倍，这样比不公平：apt-get install libopenblas0-pthread',
  );
}
