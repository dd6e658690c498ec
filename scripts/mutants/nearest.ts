/** Which tests stand nearest to a file: those that import it, directly or through the fewest files. */

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import ts from 'typescript';

/** So many tests are asked about a mutant. */
const ASKED = 3;

const FOLDERS = ['chapters', 'lib', 'examples', 'test'];

/** The sources of a project, paths from its root, with the files that each imports. */
export function importsIn(root: string): Map<string, string[]> {
  const names = FOLDERS.flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true }).map((name) => join(folder, String(name))),
  );
  const sources = new Set(names.filter((name) => /(?<!\.d)\.ts$/.test(name)));
  const imports = new Map([...sources].map((file) => [file, imported(root, file, sources)]));
  // AssemblyScript is compiled as a whole, and the module of the same name beside its folder loads the result.
  for (const file of sources) if (isCompiled(root, file)) imports.get(`${dirname(file)}.ts`)?.push(file);
  return imports;
}

/** Is it AssemblyScript, which must be built before a test sees it? */
export function isCompiled(root: string, file: string): boolean {
  return existsSync(join(root, dirname(file), 'asconfig.json'));
}

/**
 * The tests nearest to a file: through the fewest files, where a name that both paths begin with counts as a file less;
 * then those with the fewest imports. The tests of programs, in test/examples, take long: they are asked only about
 * what no other test reaches.
 */
export function nearestTests(file: string, imports: Map<string, string[]>): string[] {
  const distance = new Map([[file, 0]]);
  for (const [near, steps] of distance) {
    for (const [importer, files] of imports) {
      if (files.includes(near) && !distance.has(importer)) distance.set(importer, steps + 1); // the loop comes to it, too
    }
  }
  const all = [...distance.keys()].filter((name) => name.endsWith('.test.ts')).sort();
  const quick = all.filter((name) => !name.startsWith('test/examples/'));
  const tests = quick.length > 0 ? quick : all;
  const far = (test: string) => (distance.get(test) ?? 0) - alike(file, test);
  const broad = (test: string) => imports.get(test)?.length ?? 0;
  return tests.sort((a, b) => far(a) - far(b) || broad(a) - broad(b)).slice(0, ASKED);
}

/**
 * How many names a path and that of a test have in common, from the first: 2 for chapters/04-attention/… and its test.
 */
function alike(file: string, test: string): number {
  const [names, mirrored] = [file, test.replace(/^test\//, '')].map((path) =>
    path.replace(/(\.test)?\.ts$/, '').split('/'),
  );
  const at = names.findIndex((name, k) => name !== mirrored[k]);
  return at < 0 ? names.length : at;
}

/** What a file imports of the project; types are gone when a program runs. */
function imported(root: string, file: string, sources: Set<string>): string[] {
  const tree = ts.createSourceFile(file, readFileSync(join(root, file), 'utf8'), ts.ScriptTarget.ES2022);
  return tree.statements
    .filter(ts.isImportDeclaration)
    .filter(({ importClause }) => importClause?.phaseModifier !== ts.SyntaxKind.TypeKeyword)
    .map(({ moduleSpecifier }) => normalize(join(dirname(file), (moduleSpecifier as ts.StringLiteral).text)))
    .filter((name) => sources.has(name));
}
