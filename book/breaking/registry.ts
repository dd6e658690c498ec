/** The project's modules as functions, so that one of them can be another at run time. */

import { scriptOf } from './script.ts';
import type { Asked, Trouble } from './telling.ts';

/** What a module hands out, by name. */
type Exports = Record<string, unknown>;

/** A module: what it imports it requires, what it exports it puts there. */
type Module = (require: (name: string) => unknown, exports: Exports) => void;

/** Source that is no TypeScript, or not one that the browser takes. */
export class Unreadable extends Error {
  readonly trouble: Trouble;
  constructor(trouble: Trouble) {
    super(trouble.message);
    this.name = 'Unreadable';
    this.trouble = trouble;
  }
}

/**
 * Runs a test and what it imports, each file once, the changed ones from their source. `packages`: what is not of the
 * project. Throws Unreadable, and what the modules themselves throw.
 */
export function required({ test, scripts, changed }: Asked, packages: Record<string, unknown>): void {
  const known = new Map<string, Exports>();
  const load = (file: string): Exports => {
    const before = known.get(file);
    if (before) return before;
    const exports: Exports = {};
    known.set(file, exports);
    const script = file in changed ? changedScript(file, changed[file]) : scripts[file];
    const module = moduleOf(file, script);
    module((name) => (name.startsWith('.') ? load(beside(file, name)) : packages[name]), exports);
    return exports;
  };
  load(test);
}

/** A script as a function. Its lines are those of the source, so that a place in it is a place there. */
function moduleOf(file: string, script: string | undefined): Module {
  if (script === undefined) throw new Unreadable({ message: `there is no ${file}`, file });
  try {
    return (0, eval)(`(function (require, exports) {${script}\n})\n//# sourceURL=${file}`) as Module;
  } catch (error) {
    throw new Unreadable({ message: (error as Error).message, file, script });
  }
}

function changedScript(file: string, source: string): string {
  try {
    return scriptOf(source);
  } catch (error) {
    const { message, loc } = error as Error & { loc?: { line: number } };
    throw new Unreadable({ message: message.replace(/ \(\d+:\d+\)$/, ''), file, line: loc?.line });
  }
}

/** The path that an import names: ../../lib/matrix.ts from chapters/04-attention/attention.ts. */
function beside(file: string, name: string): string {
  const parts = file.split('/').slice(0, -1);
  for (const step of name.split('/')) {
    if (step === '..') parts.pop();
    else if (step !== '.') parts.push(step);
  }
  return parts.join('/');
}
