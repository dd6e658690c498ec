/** The project's modules from their source, so that one of them can be another at run time. */

import { transform } from 'sucrase';
import type { Trouble } from './telling.ts';

/** What a module hands out, by name. */
type Exports = Record<string, unknown>;

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
 * Runs a file of the sources and what it imports, each once. `packages`: what is not of the project. Throws Unreadable,
 * and what the modules themselves throw.
 */
export function required(file: string, sources: Record<string, string>, packages: Record<string, unknown>): Exports {
  const known = new Map<string, Exports>();
  const load = (file: string): Exports => {
    const before = known.get(file);
    if (before) return before;
    const exports: Exports = {};
    known.set(file, exports);
    moduleOf(file, sources[file])(
      (name) => (name.startsWith('.') ? load(beside(file, name)) : packages[name]),
      exports,
    );
    return exports;
  };
  return load(file);
}

/** A module as a function. Its lines are those of the source, so that a place in it is a place there. */
function moduleOf(
  file: string,
  source: string | undefined,
): (require: (name: string) => unknown, exports: Exports) => void {
  if (source === undefined) throw new Unreadable({ message: `there is no ${file}`, file });
  const script = scriptOf(file, source);
  try {
    return (0, eval)(`(function (require, exports) {${script}\n})\n//# sourceURL=${file}`) as ReturnType<
      typeof moduleOf
    >;
  } catch (error) {
    throw new Unreadable({ message: (error as Error).message, file, script });
  }
}

/** TypeScript as JavaScript, line by line. */
function scriptOf(file: string, source: string): string {
  try {
    return transform(source, { transforms: ['typescript', 'imports'], disableESTransforms: true }).code;
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
