/**
 * The file that a reader is given: the functions to write with their doc comments and signatures, and above them what
 * they may take for granted. It is made from the chapter's own source, so that it cannot say anything else.
 */

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import type { Say } from '../../lib/language.ts';
import { askedAs, type Task } from './tasks.ts';

/** A declaration of a chapter. */
export interface Declared {
  name: string;
  file: string; //      attention.ts
  node: ts.Statement;
  exported: boolean;
  text: string; //      with the comments above it
}

/** A chapter's source, read. */
export interface Source {
  root: string;
  chapter: string;
  declared: Map<string, Declared>; //         by name
  imports: Map<string, ts.ImportSpecifier>; // by the name under which the chapter knows it
}

/** Reads the files of a chapter, all but its pencil case. */
export function sourceOf(root: string, chapter: string): Source {
  const folder = join(root, 'chapters', chapter);
  const [declared, imports] = [new Map<string, Declared>(), new Map<string, ts.ImportSpecifier>()];
  for (const file of readdirSync(folder).filter((name) => name.endsWith('.ts') && name !== 'by-hand.ts')) {
    const tree = parsed(join(folder, file));
    for (const node of tree.statements) {
      if (ts.isImportDeclaration(node)) {
        const bindings = node.importClause?.namedBindings;
        if (bindings && ts.isNamedImports(bindings))
          for (const each of bindings.elements) imports.set(each.name.text, each);
        continue;
      }
      for (const name of namesOf(node)) {
        const exported = (ts.getCombinedModifierFlags(node as ts.FunctionDeclaration) & ts.ModifierFlags.Export) !== 0;
        declared.set(name, { name, file, node, exported, text: withComment(node, tree) });
      }
    }
  }
  return { root, chapter, declared, imports };
}

/** The files of a chapter, and the names that each declares. */
export function filesOf({ declared }: Source): Map<string, string[]> {
  const files = new Map<string, string[]>();
  for (const { name, file } of declared.values()) files.set(file, [...(files.get(file) ?? []), name]);
  return files;
}

/** A file in which the functions of a task are still to be written; or, solved, with the chapter's own bodies. */
export function exerciseText(source: Source, task: Task, say: Say, solved = false): string {
  const asked = task.names.map((name) => declarationIn(source, name));
  const written = asked.map((each) => (solved ? each.text : emptied(each)));
  const given = givenFor(source, task, solved);
  const body = [...given.map(({ text }) => text), ...written].join('\n\n');
  return `${[head(task, say), importsFor(source, task, body, given), body].join('\n\n')}\n`;
}

/** A function with the smaller ones that it calls and that a reader's file does not have. */
export function wholeOf(source: Source, task: Task, name: string): string {
  const has = givenFor(source, task, false);
  const helpers = givenFor(source, { ...task, names: [name] }, true).filter((each) => !has.includes(each));
  const own = helpers.filter(({ name, exported }) => !exported && !task.names.includes(name));
  return [declarationIn(source, name), ...own].map(({ text }) => text).join('\n\n');
}

/** What a function is called when it is still to be written; it is looked for when the rest is judged. */
export function notWritten(name: string): string {
  return `${name} is not written yet`;
}

function head(task: Task, say: Say): string {
  const command = `npm run exercise -- ${askedAs(task)}`;
  return say(
    `// Write what throws. \`${command}\` judges it; with \`--hint\` it helps, with \`--show NAME\` it shows
// the project's own. This file is yours: it is never overwritten, and nothing else has to be changed.`,
    `// 把抛出错误的地方写出来。\`${command}\` 来判；加 \`--hint\` 给提示，加 \`--show 名字\` 看本项目的写法。
// 这个文件是你的：它不会被覆盖，别的文件也都不用动。`,
  );
}

/** What is declared beside the functions: types; and, if not exported, constants and functions that only check. */
function givenFor(source: Source, { names }: Task, solved: boolean): Declared[] {
  const found: Declared[] = [];
  const look = (text: string) => {
    for (const [name, each] of source.declared) {
      if (found.includes(each) || names.includes(name) || !mentions(text, name)) continue;
      if (each.exported && !isType(each.node)) continue;
      const isWork = ts.isFunctionDeclaration(each.node) && !/^need/.test(name);
      if (isWork && !solved) continue; // how the work is shared out is the reader's own business
      found.push(each);
      look(each.text);
    }
  };
  for (const name of names) look(declarationIn(source, name).text);
  return found;
}

/** Imports of what is mentioned, and of all that the chapter's own bodies make use of. */
function importsFor(source: Source, task: Task, body: string, given: Declared[]): string {
  const { chapter, names } = task;
  // What only a comment mentions need not be imported.
  const helpers = givenFor(source, task, true);
  const texts = [body, ...[...names.map((name) => declarationIn(source, name)), ...helpers].map(({ text }) => text)];
  const whole = texts.join('\n').replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, '');
  const files = new Map<string, string[]>();
  const take = (file: string, binding: string) => files.set(file, [...(files.get(file) ?? []), binding]);
  for (const [name, node] of source.imports) {
    if (names.includes(name) || source.declared.has(name) || !mentions(whole, name)) continue;
    const { isTypeOnly, moduleSpecifier } = declarationOf(node);
    const type = node.isTypeOnly || isTypeOnly ? 'type ' : '';
    const from = (moduleSpecifier as ts.StringLiteral).text;
    take(fromExercises(from, chapter), type + node.getText().replace(/^type /, ''));
  }
  for (const { name, file, node, exported } of source.declared.values()) {
    if (!exported || names.includes(name) || !mentions(whole, name)) continue;
    if (given.some((each) => each.name === name)) continue;
    take(`../chapters/${chapter}/${file}`, (isType(node) ? 'type ' : '') + name);
  }
  return [...files]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([file, bindings]) => {
      const all = [...new Set(bindings)];
      return [...all.flatMap((name) => signature(source.root, file, name)), importLine(file, all)];
    })
    .join('\n');
}

/** How a function that is imported is called, as a comment above the line. */
function signature(root: string, file: string, name: string): string[] {
  const tree = parsed(join(root, file.slice('../'.length)));
  for (const node of tree.statements) {
    if (ts.isClassDeclaration(node) && node.name?.text === name) return [`// new ${name}(message)`];
    if (!ts.isFunctionDeclaration(node) || node.name?.text !== name || node.body === undefined) continue;
    const call = tree.text.slice(node.name.getStart(), node.body.getStart());
    return [`// ${call.replace(/\s+/g, ' ').trim()}`];
  }
  return [];
}

function importLine(file: string, bindings: string[]): string {
  if (bindings.every((each) => each.startsWith('type ')))
    return `import type { ${bindings.map((each) => each.slice('type '.length)).join(', ')} } from '${file}';`;
  const line = `import { ${bindings.join(', ')} } from '${file}';`;
  return line.length <= 120 ? line : `import {\n  ${bindings.join(',\n  ')},\n} from '${file}';`;
}

/** './softmax.ts' in a chapter, or '../../lib/matrix.ts', as a file in exercises/ names it. */
function fromExercises(from: string, chapter: string): string {
  if (from.startsWith('./')) return `../chapters/${chapter}/${from.slice(2)}`;
  return from.startsWith('../../') ? from.slice('../'.length) : from.replace('../', '../chapters/');
}

/** The declaration, with a body that only says that there is none. */
function emptied({ name, node, text }: Declared): string {
  if (!ts.isFunctionDeclaration(node) || node.body === undefined) throw new TypeError(`${name} is no function`);
  const before = text.slice(0, text.length - node.body.getText().length);
  return `${before}{\n  throw new Error('${notWritten(name)}');\n}`;
}

/** A declaration of a chapter. Throws TypeError for a name that it does not declare. */
export function declarationIn({ chapter, declared }: Source, name: string): Declared {
  const found = declared.get(name);
  if (found === undefined) throw new TypeError(`chapter ${chapter} declares no ${name}`);
  return found;
}

/** The statement's text from its own comment on; a line that heads a part of the file stays behind. */
function withComment(node: ts.Node, tree: ts.SourceFile): string {
  const comments = ts.getLeadingCommentRanges(tree.text, node.getFullStart()) ?? [];
  const own = comments.filter(
    ({ pos }) => !/^\/\/ ———/.test(tree.text.slice(pos)) && pos > (tree.statements[0].pos || 0),
  );
  const first = own.findLast(({ kind }) => kind === ts.SyntaxKind.MultiLineCommentTrivia) ?? own[0];
  return tree.text.slice(first?.pos ?? node.getStart(), node.end);
}

function parsed(path: string): ts.SourceFile {
  return ts.createSourceFile(path, readFileSync(path, 'utf8'), ts.ScriptTarget.ES2022, true);
}

function isType(node: ts.Node): boolean {
  return ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node);
}

function declarationOf(node: ts.ImportSpecifier): { isTypeOnly: boolean; moduleSpecifier: ts.Expression } {
  const { isTypeOnly, parent } = node.parent.parent;
  return { isTypeOnly, moduleSpecifier: parent.moduleSpecifier };
}

function namesOf(node: ts.Statement): string[] {
  if (ts.isVariableStatement(node))
    return node.declarationList.declarations.flatMap(({ name }) =>
      ts.isIdentifier(name)
        ? [name.text]
        : name.elements.flatMap((each) =>
            ts.isBindingElement(each) && ts.isIdentifier(each.name) ? [each.name.text] : [],
          ),
    );
  const { name } = node as ts.FunctionDeclaration;
  return name === undefined ? [] : [name.text];
}

function mentions(text: string, name: string): boolean {
  // Not a.name, but ...name.
  return new RegExp(`(?<![\\w$]|(?<!\\.\\.)\\.)${name}(?![\\w$])`).test(text);
}
