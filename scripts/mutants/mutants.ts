/** The mutants of a source file: what it is after one small change of something that matters. */

import ts from 'typescript';
import { seeded } from '../../lib/random.ts';
import { editsOf, type Edit } from './mutations.ts';

/** One mutant. It is known by its texts and not by a line number, which moves. */
export interface Mutant {
  file: string;
  place: string; //   the function, constant or class it is in
  from: string; //    the changed expression or statement, in one line
  becomes: string; // what it is then; '' if it is removed
  text: string; //    the whole file, changed
}

/** An excerpt grows until it stands once in its function, but no longer than this many characters. */
const LONGEST = 120;

/** Every mutant of a source, in the order of its text. */
export function mutantsOf(file: string, source: string): Mutant[] {
  const tree = ts.createSourceFile(file, source, ts.ScriptTarget.ES2022, true);
  return tree.statements.flatMap((statement) =>
    nodesThatMatter(statement)
      .flatMap(editsOf)
      .map((edit) => {
        const to = edit.to || (ts.isBlock(edit.at.parent) ? '' : ';');
        const text = source.slice(0, edit.at.getStart()) + to + source.slice(edit.at.end);
        return { file, place: nameOf(statement), ...excerpt(edit, statement), text };
      }),
  );
}

/**
 * So many of the mutants, by lot. Each draws a number of its own, from the seed and its texts, and the least are taken:
 * so a change of the source leaves the others' lots as they were, and two commits are compared on the same places.
 */
export function drawn(mutants: Mutant[], count: number, seed: string): Mutant[] {
  const alike = new Map<string, number>();
  const lots = mutants.map((mutant) => {
    const { file, place, from, becomes } = mutant;
    const texts = [seed, file, place, from, becomes].join('\n');
    const times = (alike.get(texts) ?? 0) + 1;
    alike.set(texts, times);
    return { mutant, lot: seeded(`${texts}\n${times}`)() };
  });
  return lots
    .sort((a, b) => a.lot - b.lot)
    .slice(0, count)
    .map(({ mutant }) => mutant);
}

/** A node and those inside it, without imports, types and messages: there a change says nothing. */
function nodesThatMatter(node: ts.Node): ts.Node[] {
  const spoken = ts.isCallExpression(node) && /^(say|super|console\.\w+)$/.test(node.expression.getText());
  const thrown = ts.isNewExpression(node) && /Error$/.test(node.expression.getText());
  const silent = ts.isImportDeclaration(node) || ts.isExportDeclaration(node) || ts.isTypeNode(node);
  if (silent || spoken || thrown || ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node)) return [];
  const nodes = [node];
  // In a row of numbers the last stands for all: a matrix written out is one place and not twenty.
  if (ts.isArrayLiteralExpression(node) && node.elements.every(isNumber)) {
    return node.elements.length === 0 ? nodes : [...nodes, ...nodesThatMatter(node.elements[node.elements.length - 1])];
  }
  node.forEachChild((child) => void nodes.push(...nodesThatMatter(child)));
  return nodes;
}

/** Is it a number written out, 7, -7 or 1 / 7? */
function isNumber(node: ts.Expression): boolean {
  if (ts.isPrefixUnaryExpression(node)) return isNumber(node.operand);
  if (ts.isBinaryExpression(node)) return isNumber(node.left) && isNumber(node.right);
  return ts.isNumericLiteral(node);
}

/** The name of what a statement of a file declares. */
function nameOf(statement: ts.Statement): string {
  if (ts.isVariableStatement(statement)) return statement.declarationList.declarations[0].name.getText();
  const { name } = statement as { name?: ts.Node } & ts.Statement;
  return name?.getText() ?? 'top';
}

/** What a change looks like, in the least that surrounds it and stands once in its function. */
function excerpt({ at, to }: Edit, statement: ts.Statement): { from: string; becomes: string } {
  const around = line(statement.getText());
  const once = (text: string) => around.split(text).length === 2;
  const tells = ts.isCallExpression(at) || ts.isElementAccessExpression(at); // an operator alone says little
  let node = !tells && ts.isExpression(at.parent) ? at.parent : at;
  let from = line(headOf(node, at));
  for (let outer = node.parent; !once(from) && outer !== statement.parent; outer = outer.parent) {
    const longer = line(headOf(outer, at));
    if (longer.length > LONGEST) break;
    [node, from] = [outer, longer];
  }
  const text = headOf(node, at);
  const cut = at.getStart() - node.getStart();
  return { from, becomes: line(text.slice(0, cut) + to + text.slice(cut + at.getText().length)) };
}

/** The text of a node; of an `if` or a loop only its head, when the change is in it. */
function headOf(node: ts.Node, at: ts.Node): string {
  const body = ts.isIfStatement(node)
    ? node.thenStatement
    : ts.isIterationStatement(node, false)
      ? node.statement
      : undefined;
  if (body === undefined || at === node || at.end > body.getStart()) return node.getText();
  return node
    .getText()
    .slice(0, body.getStart() - node.getStart())
    .trimEnd();
}

function line(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}
