/**
 * `npm run record -- pairs` trains on the everyday pairs with the settings of `npm run train`, some ten minutes,
 * and keeps what is printed at the end for the prose to quote.
 */

import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from '../quote.ts';
import { keep } from './kept.ts';

/** Trains and keeps; or, to check, trains and compares. */
export async function recordPairs(check: boolean): Promise<void> {
  const place = mkdtempSync(join(tmpdir(), 'pairs-'));
  const out = join(place, 'pairs.safetensors');
  try {
    const english = ending(await train(['--lang', 'en'], out));
    keep('pairs.en.txt', english, check);
    // Resumed where nothing is left to do, the program says the same once more, in the other language; but the time is
    // that of the training.
    const [seconds] = /\d+/.exec(english) ?? [];
    const chinese = ending(await train(['--lang', 'zh', '--resume'], out));
    keep('pairs.zh.txt', chinese.replace(/\d+/, String(seconds)), check);
  } finally {
    rmSync(place, { recursive: true });
  }
}

/** What the training program prints; its epochs are shown as they come. */
export async function train(flags: string[], out: string): Promise<string> {
  const program = join('examples', 'translator', 'train.ts');
  const command = ['--max-semi-space-size=128', '--import', 'tsx', program, 'everyday', '--out', out, ...flags];
  const child = spawn(process.execPath, command, {
    cwd: root,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let printed = '';
  child.stdout.on('data', (text: Buffer) => {
    printed += text;
    process.stderr.write(text);
  });
  const code = await new Promise((resolve) => child.on('close', resolve));
  if (code !== 0) throw new Error(`npm run train must exit with 0, got ${code}`);
  return printed.replaceAll(out, 'models/pairs.safetensors');
}

/** From the end of training on: what comes before holds times. */
function ending(printed: string): string {
  return printed.slice(printed.search(/^(Trained in|训练用了)/m));
}
