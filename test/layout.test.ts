import t from 'tap';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

const root = fileURLToPath(new URL('..', import.meta.url));
const folders = ['chapters', 'lib', 'examples', 'book', 'scripts', 'test'];
const names = folders
  .flatMap((folder) => readdirSync(join(root, folder), { recursive: true }).map((name) => join(folder, String(name))))
  .filter((name) => !/^book.(node_modules|out)\b/.test(name));
const sources = names.filter((name) => /(?<!\.d)\.tsx?$/.test(name)).map(parsed);
const chapters = readdirSync(join(root, 'chapters')).filter((name) => !name.endsWith('.md'));

t.test('imports point from the idea to what it rests on', async (t) => {
  const wrong = sources.flatMap(({ file, nodes }) =>
    importsOf(nodes)
      .filter(({ from }) => !mayImport(file, resolved(file, from)))
      .map(({ from }) => `${file} must not import ${from}`),
  );
  t.strictSame(wrong, [], 'the import rule');
  const found = sources.flatMap(({ nodes }) => importsOf(nodes));
  t.ok(found.length > 200, 'the import statements were read');
});

t.test('what trains in a page imports nothing of Node', async (t) => {
  const trains = [
    'training/fit',
    'training/fit-pairs',
    'training/trainer',
    'training/team',
    'training/chapters',
    'corpus/prepared',
    'corpus/corpus',
    'corpus/hash',
    'translator/model',
    '15-bert/fit',
    'training/fit-lines',
    '17-vision/fit',
  ];
  const reached = new Set(trains.map((name) => `examples/${name}.ts`));
  const wrong: string[] = [];
  for (const file of reached) {
    const nodes = sources.find((source) => source.file === file)?.nodes;
    t.ok(nodes, `${file} was read`);
    for (const { from } of importsOf(nodes ?? [])) {
      if (from.startsWith('node:')) wrong.push(`${file} imports ${from}`);
      else if (from.startsWith('.')) reached.add(resolved(file, from)); // the loop comes to it, too
    }
  }
  t.ok(reached.size > 30, `${reached.size} files were reached`);
  t.strictSame(wrong, [], 'the training loop runs in a page');
});

t.test('no file of chapters and lib escapes the measuring of coverage', async (t) => {
  // The runner measures the files that a test loads: a file that none loads would not be missed.
  const loaded = new Set(sources.map(({ file }) => file).filter((file) => measures(file)));
  for (const file of loaded) {
    const nodes = sources.find((source) => source.file === file)?.nodes ?? [];
    const loads = importsOf(nodes).filter(({ typeOnly }) => !typeOnly);
    for (const { from } of loads) loaded.add(resolved(file, from)); // the loop comes to it, too
  }
  const escaped = sources.filter(({ file }) => isRead(file) && !isKernel(file) && !loaded.has(file));
  t.strictSame(
    escaped.map(({ file }) => file),
    [],
    'every file is loaded by a test',
  );
});

t.test('what must not be written is not written', async (t) => {
  const hiding = /@ts-(ignore|expect-error|nocheck)|\b(skip|todo)(\(|: )/;
  const chance = /\bMath\s*\.\s*random\b/;
  const wrong = sources.flatMap(({ file, text, nodes }) => [
    ...(hiding.test(text) ? [`${file} silences a tool`] : []),
    ...(chance.test(text) ? [`${file} must be handed its random source`] : []),
    ...(!isTest(file) && /\bprocess\.env\b/.test(text) ? [`${file} reads the environment`] : []),
    ...(nodes.some((node) => node.kind === ts.SyntaxKind.AnyKeyword) ? [`${file} says any`] : []),
    ...(nodes.some(ts.isExportDeclaration) && !isKernel(file) ? [`${file} hands on another file's names`] : []),
    ...nodes
      .filter(ts.isClassLike)
      .filter(() => file !== 'book/tracing/number.ts') // a number that remembers must answer as a number does
      .filter(({ heritageClauses }) => !/Error\b/.test(heritageClauses?.[0]?.getText() ?? ''))
      .map((node) => `${file} has a class that is no error, ${node.name?.text}`),
  ]);
  t.strictSame(wrong, [], 'nothing of the kind');
});

t.test('nothing rounds as the machine likes: elementary functions come from lib/elementary.ts', async (t) => {
  const exact = [
    'abs',
    'ceil',
    'floor',
    'max',
    'min',
    'round',
    'sign',
    'sqrt',
    'trunc',
    'PI',
    'SQRT2',
    'fround',
    'imul',
  ];
  const solving = ['det', 'inv']; // of mathjs: + − × ÷ and no more
  const wrong = sources
    .filter(({ file }) => /^(lib|chapters|examples)\//.test(file) && !isKernel(file))
    .flatMap(({ file, nodes }) => [
      ...nodes
        .filter(ts.isIdentifier)
        .filter(({ text, parent }) => (text === 'Math' || text === 'math') && !ts.isImportClause(parent))
        .filter((node) => !isUseOf(node, node.text === 'Math' ? exact : solving))
        .map(({ parent }) => `${file} says ${parent.getText()}`),
      ...nodes
        .filter(ts.isStringLiteralLike)
        .filter(({ text }) => text === 'Math')
        .map(({ parent }) => `${file} says ${parent.getText()}`),
      ...nodes
        .filter(ts.isImportDeclaration)
        .filter((node) => /mathjs/.test(node.moduleSpecifier.getText()))
        .filter((node) => node.importClause?.name?.text !== 'math' || node.importClause.namedBindings !== undefined)
        .map((node) => `${file} says ${node.getText()}`),
      ...nodes
        .filter(ts.isBinaryExpression)
        .filter(({ operatorToken, left, right }) => {
          const { AsteriskAsteriskToken, AsteriskAsteriskEqualsToken } = ts.SyntaxKind;
          if (operatorToken.kind === AsteriskAsteriskEqualsToken) return true;
          const square = right.getText() === '2';
          const powerOfTwo = left.getText() === '2' && /^\d+$/.test(right.getText());
          return operatorToken.kind === AsteriskAsteriskToken && !square && !powerOfTwo;
        })
        .map((node) => `${file} says ${node.getText()}`),
    ]);
  t.strictSame(wrong, [], 'exact functions, squares and powers of two only');
});

t.test('every export of a chapter and of lib says what it is', async (t) => {
  const exported = sources
    .filter(({ file }) => isRead(file))
    .flatMap(({ file, tree }) => tree.statements.map((statement) => ({ file, statement })))
    .filter(({ statement }) => /^export\b/.test(statement.getText()))
    .filter(({ statement }) => !continues(statement))
    .filter(({ statement }) => !ts.isExportDeclaration(statement)); // its names say so where they are declared
  t.ok(exported.length > 100, 'the exports were read');
  const silent = exported
    .filter(({ statement }) => ts.getJSDocCommentsAndTags(statement).length === 0)
    .map(({ file, statement }) => `${file}: ${statement.getText().split('\n')[0]}`);
  t.strictSame(silent, [], 'no export is silent');
});

t.test('a comment fits into the width of the page', async (t) => {
  const wide = sources.flatMap(({ file, text }) =>
    text
      .split('\n')
      .map((line, i) => ({ at: `${file}:${i + 1}`, line }))
      .filter(({ line }) => /^\s*(\/\/|\/?\*)/.test(line) && line.length > 120)
      .map(({ at }) => at),
  );
  t.strictSame(wide, [], 'at most 120 characters');
});

t.test('a function fits on a screen', async (t) => {
  const long = sources
    .filter(({ file }) => !isTest(file))
    .flatMap(({ file, tree, nodes }) =>
      nodes.filter(ts.isFunctionLike).map((node) => {
        const line = (at: number) => tree.getLineAndCharacterOfPosition(at).line + 1;
        const first = line(node.getStart());
        return { at: `${file}:${first}`, lines: line(node.end) - first + 1 };
      }),
    );
  t.ok(long.length > 200, 'the functions were read');
  t.strictSame(
    long.filter(({ lines }) => lines > 60),
    [],
    'at most 60 lines',
  );
});

t.test('every chapter has its parts', async (t) => {
  const labels = chapters.map((name) => name.slice(0, 3));
  t.strictSame(labels, [...new Set(labels)].sort(), 'chapters are numbered in ascending order, no number twice');
  t.equal(labels[0], '01-', 'from 01');
  for (const name of chapters) {
    const folder = `chapters/${name}`;
    const parts = [
      `${folder}/by-hand.ts`,
      `${folder}/README.md`,
      `${folder}/README.zh.md`,
      `examples/${name}.ts`,
      `test/chapters/${name}.test.ts`,
    ];
    const missing = parts.filter((part) => !existsSync(join(root, part)));
    t.strictSame(missing, [], name);
  }
  const numbered = names.filter((name) => /^(examples|test\/chapters)\/\d\d-/.test(name));
  const stray = numbered.filter((name) => !chapters.some((chapter) => name.includes(chapter)));
  t.strictSame(stray, [], 'every example and test belongs to a chapter');
});

t.test('every chapter is tested in five ways, in one order', async (t) => {
  const sections = ['by hand', 'by formula', 'by property', 'by nudging', 'refuses'];
  for (const { file, text } of sources.filter(({ file }) => /^test\/chapters\/[^/]*$/.test(file))) {
    const found = [...text.matchAll(/^t\.test\(\s*'([^']*)'/gm)].map(([, title]) => title);
    t.strictSame(found, sections, file);
  }
});

t.test('a file is named after what is in it', async (t) => {
  const empty = /(^|[/-])(utils?|helpers?|types?|common|shared|misc|index)(\.|\/|$)/;
  t.strictSame(
    names.filter((name) => empty.test(name)),
    [],
    'no empty names',
  );
});

/** May that file import that one, or that package? Paths from the root, packages by name. */
function mayImport(file: string, from: string): boolean {
  const [home, away] = [file.split('/')[0], from.split('/')[0]];
  const loose = ['examples', 'scripts', 'test', 'book'].includes(home);
  if (away === 'book')
    return (
      home === 'book' ||
      /^scripts\/(why|book|draw|cases)\.ts$|^scripts\/draw\/|^test\/(book\/|drawings\.test\.ts$)/.test(file)
    );
  // A chapter's test judges in the page, too, where there are no examples; chapter 20's finds its kernels there.
  if (/^test\/chapters\//.test(file) && away === 'examples') return from === 'examples/training/kernels.ts';
  if (home === 'examples' && away === 'examples') return isBelow(roomOf(file), roomOf(from));
  const number = (path: string) => Number(/^chapters\/(\d\d)/.exec(path)?.[1]);
  if (from.startsWith('node:')) return loose;
  if (from === 'seedrandom') return file === 'lib/random.ts';
  if (from.startsWith('@noble/hashes/')) return file === 'lib/sha256.ts';
  if (away === 'mathjs') return loose || number(file) > 13;
  if (!folders.includes(away)) return loose;
  if (away === 'test') return home === 'test';
  if (away === 'scripts') return ['test', 'scripts', 'book'].includes(home);
  if (loose || away === 'lib') return true;
  if (home === 'lib' || away === 'examples') return false;
  return number(from) < number(file) || from.split('/')[1] === file.split('/')[1];
}

/**
 * Among the rooms of the examples imports run downwards: programs, then training, then corpus. A program's room imports
 * no other's, but chapter 04's example its own room.
 */
function isBelow(room: string, other: string): boolean {
  const floors = ['corpus', 'training'];
  const floor = floors.indexOf(room);
  if (room === other) return true;
  const below = floor < 0 ? floors : floors.slice(0, floor);
  return below.includes(other);
}

/** The room of an example: its folder, or the one of its own name. */
function roomOf(file: string): string {
  return file.split('/')[1].replace(/\.ts$/, '');
}

/** The path from the root, or the package, that an import names. */
function resolved(file: string, from: string): string {
  return from.startsWith('.') ? relative(root, join(root, file, '..', from)) : from;
}

/** What is imported by statements, and by import('…') of a name that stands there. */
function importsOf(nodes: ts.Node[]): { from: string; typeOnly: boolean }[] {
  const statements = nodes.filter(ts.isImportDeclaration).map((node) => ({
    from: (node.moduleSpecifier as ts.StringLiteral).text,
    typeOnly: node.importClause?.phaseModifier === ts.SyntaxKind.TypeKeyword,
  }));
  const calls = nodes
    .filter(ts.isCallExpression)
    .filter((node) => node.expression.kind === ts.SyntaxKind.ImportKeyword)
    .map((node) => node.arguments[0])
    .filter(ts.isStringLiteral)
    .map((name) => ({ from: name.text, typeOnly: false }));
  return [...statements, ...calls];
}

/** A source file, its text and every node of its syntax tree. */
function parsed(file: string) {
  const text = readFileSync(join(root, file), 'utf8');
  const tree = ts.createSourceFile(file, text, ts.ScriptTarget.ES2022, true);
  const nodes: ts.Node[] = [];
  const visit = (node: ts.Node): void => {
    nodes.push(node);
    node.forEachChild(visit);
  };
  visit(tree);
  return { file, text, tree, nodes };
}

/** One comment may head a group of constants, a line each: β_1, β_2 and ε. */
function continues(statement: ts.Statement): boolean {
  const { statements } = statement.getSourceFile();
  const before = statements[statements.indexOf(statement) - 1];
  const together = /^\nexport const .*$/.test(statement.getFullText());
  return together && before !== undefined && /^export const .*$/.test(before.getText());
}

/** Is the object asked for a constant, or for one of these functions, which is called on the spot and not handed on? */
function isUseOf(object: ts.Identifier, names: string[]): boolean {
  const { parent } = object;
  if (!ts.isPropertyAccessExpression(parent) || parent.expression !== object) return false;
  const { text } = parent.name;
  if (['PI', 'LN2', 'SQRT2'].includes(text)) return true;
  return names.includes(text) && ts.isCallExpression(parent.parent) && parent.parent.expression === parent;
}

function isTest(file: string): boolean {
  return /^(book\/)?test\//.test(file);
}

/** Is it in a folder that readers read, and that must be documented and covered? */
function isRead(file: string): boolean {
  return /^(chapters|lib)\//.test(file);
}

/** Is it a test on which coverage is measured? As in coverage-map.js. */
function measures(file: string): boolean {
  return /^test\/((chapters|lib)\/.*|reference)\.test\.ts$/.test(file);
}

/**
 * Is it AssemblyScript? It looks like TypeScript, but no test can load it: it is compiled to build/kernels-….wasm, the
 * tests of the engine run that, and a compiled line has no coverage. What its entry file exports, the module exports.
 */
function isKernel(file: string): boolean {
  return file.startsWith('chapters/20-speed/engine/kernels/');
}
