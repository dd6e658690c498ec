/**
 * `npm run record`: runs `npm start` in both languages, side by side, and keeps what it prints for the prose to quote.
 * `npm run record -- --check` fails if a run prints anything else, seconds aside.
 */

import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { root } from './quote.ts';
import { keep } from './recorded.ts';

const check = process.argv.includes('--check');
const place = mkdtempSync(join(tmpdir(), 'record-'));

try {
  const printed = await Promise.all(['en', 'zh'].map((language) => start(language)));
  keep('start.en.txt', printed[0], check);
  keep('start.zh.txt', printed[1], check);
} finally {
  rmSync(place, { recursive: true });
}

/** What the training program prints when its output is no terminal; the model goes where it harms nothing. */
async function start(language: string): Promise<string> {
  const out = join(place, `${language}.safetensors`);
  const command = ['--max-semi-space-size=128', '--import', 'tsx', join('examples', 'translator', 'train.ts'), '--lang', language, '--out', out]; // prettier-ignore
  const { stdout } = await promisify(execFile)(process.execPath, command, { cwd: root });
  // The reader's model is saved in models/, and its name needs no flag.
  return stdout
    .replaceAll(out, 'models/zh-en.safetensors')
    .replace(' --model models/zh-en.safetensors', '');
}
