/** Trained translators on the disk. */

import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Say } from '../../lib/language.ts';
import { sha256 } from '../../lib/sha256.ts';
import type { Direction } from '../corpus/direction.ts';
import { modelFrom, toBytes, type Model } from './model.ts';

/** Where `npm run train` puts its model, unless told otherwise. */
export const EVERYDAY_MODEL = 'models/pairs.safetensors';

/**
 * Writes beside and renames, so that an earlier file stays whole whatever happens. Result: SHA-256 of the file.
 * Throws Error of one line.
 */
export function saveModel(path: string, model: Model, say: Say): string {
  const beside = `${path}.${randomBytes(4).toString('hex')}.part`;
  try {
    const bytes = toBytes(model);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(beside, bytes, { flush: true });
    renameSync(beside, path);
    return sha256(bytes);
  } catch (error) {
    if (existsSync(beside)) rmSync(beside);
    const code = (error as NodeJS.ErrnoException).code ?? String(error);
    throw new Error(
      say(
        `cannot save the model as ${path} (${code}); an earlier model there is untouched`,
        `无法把模型保存为 ${path}（${code}）；那里原有的模型没有动`,
      ),
    );
  }
}

/** Throws Error of one line if a model could not be saved there: found out before an hour of training, not after. */
export function checkPlace(path: string, say: Say): void {
  const probe = `${path}.${randomBytes(4).toString('hex')}.part`;
  try {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(probe, '');
    rmSync(probe);
    const there = statSync(path, { throwIfNoEntry: false });
    if (there !== undefined && !there.isFile()) throw new Error(say('not a file', '不是文件'));
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? (error as Error).message;
    throw new Error(
      say(`cannot write to ${path} (${code}); choose another --out`, `无法写入 ${path}（${code}）；请换一个 --out`),
    );
  }
}

/** The model in a file. Throws Error of one line: no such file, or not a whole model of this version. */
export function loadModel(path: string, direction: Direction, say: Say): Model {
  let bytes: Uint8Array;
  try {
    bytes = readFileSync(path);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? String(error);
    if (code !== 'ENOENT') throw new Error(say(`cannot read ${path} (${code})`, `无法读取 ${path}（${code}）`));
    const toy = direction === 'zh-en' ? 'npm start' : 'npm start -- --direction en-zh';
    const train = path === EVERYDAY_MODEL ? 'npm run train' : toy;
    throw new Error(
      say(
        `there is no model ${path} yet: train one with ${train} first`,
        `还没有模型 ${path}：请先用 ${train} 训练一个`,
      ),
    );
  }
  return modelFrom(bytes, path, say);
}
