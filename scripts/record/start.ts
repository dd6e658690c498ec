/**
 * `npm run record -- start` runs `npm start` in both languages and keeps what it prints for the prose to quote.
 * The chapters' own loops have a record of their own: training magnifies the last bit of a rounding, so they end in
 * another model than the engine.
 */

import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { root } from '../quote.ts';
import { keep } from './kept.ts';

/** Runs and keeps; or, to check, runs and compares. */
export async function recordStart(check: boolean): Promise<void> {
  const place = mkdtempSync(join(tmpdir(), 'record-'));
  try {
    keep('start.en.txt', await start('en', 'fast', place), check);
    keep('start.zh.txt', await start('zh', 'fast', place), check);
    keep('chapters.txt', await start('en', 'chapters', place), check);
  } finally {
    rmSync(place, { recursive: true });
  }
}

/** What the training program prints when its output is no terminal; the model goes where it harms nothing. */
async function start(language: string, engine: string, place: string): Promise<string> {
  const out = join(place, `${language}.${engine}.safetensors`);
  const program = join('examples', 'translator', 'train.ts');
  const flags = ['toy', '--lang', language, '--engine', engine, '--out', out];
  const command = ['--max-semi-space-size=128', '--import', 'tsx', program, ...flags];
  const { stdout } = await promisify(execFile)(process.execPath, command, { cwd: root });
  // The reader's model is saved in models/, and its name needs no flag.
  return stdout.replaceAll(out, 'models/zh-en.safetensors').replace(' --model models/zh-en.safetensors', '');
}
