/** Other versions of Node, fetched from the npm registry as the binaries that they are. */

import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../quote.ts';

/** The versions that the README names. */
export const VERSIONS = [20, 22, 24, 26];

/** A Node that was found, and its version. */
export interface Node {
  version: string; // v24.1.0
  command: string;
}

/**
 * The newest Node of a version: this one, one fetched before, or one fetched now. Throws Error of one line if
 * there is none to be had.
 */
export function nodeOf(version: number): Node {
  if (process.version.startsWith(`v${version}.`)) return { version: process.version, command: process.execPath };
  const system = process.platform === 'win32' ? 'win' : process.platform;
  const name = `node-${system}-${process.arch}`;
  const folder = join(root, 'node_modules', '.cache', 'nodes', String(version));
  const command = join(folder, 'node_modules', name, 'bin', system === 'win' ? 'node.exe' : 'node');
  if (!existsSync(command)) {
    mkdirSync(folder, { recursive: true });
    const flags = ['--prefix', folder, '--no-save', '--no-package-lock', '--no-audit', '--no-fund', '--ignore-scripts'];
    const { status } = spawnSync('npm', ['install', ...flags, `${name}@${version}`], { cwd: folder, stdio: 'ignore' });
    if (status !== 0 || !existsSync(command))
      throw new Error(`Node ${version} could not be fetched as ${name}@${version}`);
  }
  return { version: execFileSync(command, ['--version'], { encoding: 'utf8' }).trim(), command };
}
