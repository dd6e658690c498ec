/** The chapters with some of their lines changed, as a reader would change them with an editor. */

import { build, type Plugin } from 'esbuild';
import { readFileSync } from 'node:fs';
import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** One line of the source, changed. */
export interface Change {
  file: string; // chapters/04-attention/attention.ts
  from: string; // what stands there once
  to: string;
}

/** What a translator is trained and used with; chapters 1 to 13 stand behind it. */
export interface Chapters {
  model: typeof import('../../chapters/11-decoder/transformer.ts');
  training: typeof import('../../chapters/12-training/training.ts');
  steps: typeof import('../../chapters/12-training/step.ts');
  decoding: typeof import('../../chapters/13-translator/decoding.ts');
}

/** The chapters with these lines changed; with none they are the chapters. Throws Error as `changed`. */
export async function chaptersWith(changes: Change[]): Promise<Chapters> {
  const contents = [
    "export * as model from './chapters/11-decoder/transformer.ts';",
    "export * as training from './chapters/12-training/training.ts';",
    "export * as steps from './chapters/12-training/step.ts';",
    "export * as decoding from './chapters/13-translator/decoding.ts';",
  ];
  const { outputFiles } = await build({
    stdin: { contents: contents.join('\n'), resolveDir: root },
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'browser', // nothing of Node: seedrandom asks for its crypto otherwise
    target: 'es2022',
    logLevel: 'silent',
    plugins: [changing(changes)],
  });
  const code = Buffer.from(outputFiles[0].contents).toString('base64');
  return import(`data:text/javascript;base64,${code}`) as Promise<Chapters>;
}

/** Hands the source to the bundler with these lines changed. Throws Error as `changed`. */
export function changing(changes: Change[]): Plugin {
  return {
    name: 'changing',
    setup({ onLoad }) {
      onLoad({ filter: /\.ts$/ }, ({ path }) => {
        const file = relative(root, path).replaceAll('\\', '/');
        const here = changes.filter((change) => change.file === file);
        if (here.length === 0) return undefined;
        return { contents: here.reduce(changed, readFileSync(path, 'utf8')), loader: 'ts' };
      });
    },
  };
}

/** The text with the change made. Throws Error unless what is to be changed stands there once. */
export function changed(text: string, { file, from, to }: Change): string {
  if (text.split(from).length !== 2) throw new Error(`${file}: ${from} must stand there once to be changed`);
  return text.replace(from, () => to);
}
