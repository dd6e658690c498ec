/**
 * The rewriting of the chapters' arithmetic: a small compiler, source in, source out.
 *
 *     Y[i][c] += A[i][j] * V[j][c]
 *
 * becomes
 *
 *     Y[i][c] = $.written($.made('+', [Y[i][c], $.made('·', [A[i][j], V[j][c]], $at[0])], $at[1]), 'Y', i, c)
 *
 * The compiler of TypeScript reads the text into a tree; here the nodes that compute are exchanged for calls of
 * number.ts and the rest is left alone; the compiler prints the new tree as JavaScript. Nothing is known of types:
 * a call finds out for itself whether it was handed a number that remembers.
 */

import ts from 'typescript';
import { constantOf } from './constants.ts';
import type { Place } from './number.ts';

/** The signs that compute, and what number.ts calls them. */
const SIGNS = new Map<ts.SyntaxKind, string>([
  [ts.SyntaxKind.PlusToken, '+'],
  [ts.SyntaxKind.MinusToken, '−'],
  [ts.SyntaxKind.AsteriskToken, '·'],
  [ts.SyntaxKind.SlashToken, '/'],
  [ts.SyntaxKind.AsteriskAsteriskToken, '^'],
]);

/** The signs that compute and assign. */
const ASSIGNING = new Map<ts.SyntaxKind, string>([
  [ts.SyntaxKind.PlusEqualsToken, '+'],
  [ts.SyntaxKind.MinusEqualsToken, '−'],
  [ts.SyntaxKind.AsteriskEqualsToken, '·'],
  [ts.SyntaxKind.SlashEqualsToken, '/'],
  [ts.SyntaxKind.AsteriskAsteriskEqualsToken, '^'],
]);

/** Signs that ask whether two things are one; a number that remembers is never one with a plain one. */
const ONE = new Set([ts.SyntaxKind.EqualsEqualsEqualsToken, ts.SyntaxKind.ExclamationEqualsEqualsToken]);

/** Functions of Math whose results remember. Whatever else Math and Number offer is asked with plain numbers. */
const REMEMBERING = new Set(['sqrt', 'abs', 'max', 'min', 'floor', 'ceil', 'round', 'trunc', 'sign']);

const f = ts.factory;

/** A file while it is rewritten. */
interface Rewriting {
  file: string; //                    as the places call it
  source: ts.SourceFile;
  elementary: Map<string, string>; // its names for functions of lib/elementary.ts, and theirs
  places: Place[]; //                 found so far
  again: (node: ts.Expression) => ts.Expression; // rewrites what stands within
}

/**
 * The source of a file, rewritten, as JavaScript; `numbers` is what it imports number.ts by. The elementary functions
 * count as one operation each, so lib/elementary.ts is not to be rewritten. Throws Error for a function of Math or of
 * lib/elementary.ts that is handed over as a value, as in .map(tanh): its results would forget without a word.
 */
export function rewritten(file: string, text: string, numbers: string): string {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.ES2022, true);
  const [elementary, places]: [Map<string, string>, Place[]] = [elementaryNames(source), []];
  const { transformed } = ts.transform(source, [
    (context) => {
      const visit = (node: ts.Node): ts.Node => exchanged(node, rewriting) ?? ts.visitEachChild(node, visit, context);
      const again = (node: ts.Expression) => ts.visitNode(node, visit) as ts.Expression;
      const rewriting = { file, source, elementary, places, again };
      return (tree) => ts.visitNode(tree, visit) as ts.SourceFile;
    },
  ]);
  const code = ts.createPrinter().printFile(transformed[0]);
  const head = `import * as $ from ${JSON.stringify(numbers)};\nconst $at = ${JSON.stringify(places)};\n`;
  const { target, module } = { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext };
  return ts.transpileModule(head + code, { compilerOptions: { target, module, verbatimModuleSyntax: true } })
    .outputText;
}

/** What a node is exchanged for; undefined if it stays, and its parts are looked at. */
function exchanged(node: ts.Node, at: Rewriting): ts.Node | undefined {
  if (ts.isTypeNode(node) || ts.isInterfaceDeclaration(node) || ts.isImportDeclaration(node)) return node;
  if (ts.isBinaryExpression(node)) return exchangedBinary(node, at);
  if (ts.isCallExpression(node)) return exchangedCall(node, at);
  if (ts.isPrefixUnaryExpression(node) && node.operator === ts.SyntaxKind.MinusToken) {
    return ts.isNumericLiteral(node.operand) ? node : made('negative', [at.again(node.operand)], node, node, at);
  }
  if (ts.isVariableDeclaration(node) && node.initializer && ts.isIdentifier(node.name) && computes(node.initializer)) {
    const value = called('written', [at.again(node.initializer), f.createStringLiteral(node.name.text)]);
    return f.updateVariableDeclaration(node, node.name, undefined, undefined, value);
  }
  if (ts.isTypeOfExpression(node)) return f.updateTypeOfExpression(node, called('plain', [at.again(node.expression)]));
  if (ts.isNewExpression(node) && node.arguments) {
    const plainly = node.arguments.map((argument) => called('plain', [at.again(argument)])); // new Array(m)
    return f.updateNewExpression(node, node.expression, undefined, plainly);
  }
  if (ts.isIdentifier(node) && at.elementary.has(node.text)) refuse(node, at);
  if (isOfMath(node) && !isConstant(node)) refuse(node, at);
  return undefined;
}

/** a * b, y += a, S[i][j] = a * b, a === b */
function exchangedBinary(node: ts.BinaryExpression, at: Rewriting): ts.Node | undefined {
  const { left, operatorToken, right } = node;
  const [sign, assigning] = [SIGNS.get(operatorToken.kind), ASSIGNING.get(operatorToken.kind)];
  if (sign) return made(sign, [at.again(left), at.again(right)], operatorToken, wholeOf(node), at);
  if (assigning) {
    const value = made(assigning, [at.again(left), at.again(right)], operatorToken, node, at);
    return f.createAssignment(at.again(left), writtenInto(left, value, at));
  }
  if (operatorToken.kind === ts.SyntaxKind.EqualsToken && computes(right)) {
    return f.createAssignment(at.again(left), writtenInto(left, at.again(right), at));
  }
  if (!ONE.has(operatorToken.kind)) return undefined;
  const [first, second] = [left, right].map((side) => called('plain', [at.again(side)]));
  return f.createBinaryExpression(first, operatorToken, second);
}

/** exp(x), Math.sqrt(x), Number.isFinite(x) */
function exchangedCall(node: ts.CallExpression, at: Rewriting): ts.Node | undefined {
  const { expression } = node;
  const operands = () => node.arguments.map(at.again);
  const theirs = ts.isIdentifier(expression) ? at.elementary.get(expression.text) : undefined;
  if (theirs !== undefined) return made(theirs, operands(), expression, wholeOf(node), at);
  if (!isOfMath(expression)) return undefined;
  const { name } = expression;
  if (expression.expression.getText(at.source) === 'Math' && REMEMBERING.has(name.text)) {
    return made(name.text, operands(), name, wholeOf(node), at);
  }
  const plainly = called('plainTree', [f.createArrayLiteralExpression(operands())]);
  return f.createCallExpression(expression, undefined, [f.createSpreadElement(plainly)]);
}

/** $.made('·', [a, b], $at[7]); the place is the sign's, and its code the whole of which the operation is a part. */
function made(operation: string, operands: ts.Expression[], sign: ts.Node, whole: ts.Node, at: Rewriting) {
  const { line, character } = at.source.getLineAndCharacterOfPosition(sign.getStart(at.source));
  const code = whole.getText(at.source).replace(/\s+/g, ' ');
  const { parent } = sign;
  const constants = ts.isBinaryExpression(parent) ? [parent.left, parent.right].map(constantOf) : [];
  const place: Place = { file: at.file, line: line + 1, column: character + 1, code };
  at.places.push(constants.some((name) => name !== undefined) ? { ...place, constants } : place);
  const where = f.createElementAccessExpression(f.createIdentifier('$at'), at.places.length - 1);
  return called('made', [f.createStringLiteral(operation), f.createArrayLiteralExpression(operands), where]);
}

/** A value that is written into S[i][j], into S[i] or into dot. */
function writtenInto(target: ts.Expression, value: ts.Expression, { source, again }: Rewriting): ts.Expression {
  const indices: ts.Expression[] = [];
  let of = target;
  while (ts.isElementAccessExpression(of)) {
    indices.unshift(again(of.argumentExpression));
    of = of.expression;
  }
  if (indices.length > 2) return value;
  return called('written', [value, f.createStringLiteral(of.getText(source)), ...indices]);
}

/** $.name(…) */
function called(name: string, operands: ts.Expression[]): ts.CallExpression {
  return f.createCallExpression(f.createPropertyAccessExpression(f.createIdentifier('$'), name), undefined, operands);
}

/** Whether a number is computed on the spot, rather than found somewhere. */
function computes(node: ts.Expression): boolean {
  if (ts.isParenthesizedExpression(node)) return computes(node.expression);
  if (ts.isConditionalExpression(node)) return computes(node.whenTrue) || computes(node.whenFalse);
  if (ts.isBinaryExpression(node)) return SIGNS.has(node.operatorToken.kind);
  if (ts.isPrefixUnaryExpression(node)) return node.operator === ts.SyntaxKind.MinusToken;
  return ts.isCallExpression(node);
}

/** The whole of which an expression is a part, up to the statement. */
function wholeOf(node: ts.Expression): ts.Node {
  const { parent } = node;
  const inside =
    (ts.isBinaryExpression(parent) && parent.operatorToken.kind !== ts.SyntaxKind.CommaToken) ||
    ts.isParenthesizedExpression(parent) ||
    ts.isPrefixUnaryExpression(parent) ||
    (ts.isCallExpression(parent) && ts.isIdentifier(parent.expression) && parent.expression !== node);
  return inside ? wholeOf(parent as ts.Expression) : node;
}

/** Math.tanh, Number.isFinite: a function of either, called or not. */
function isOfMath(node: ts.Node): node is ts.PropertyAccessExpression {
  return (
    ts.isPropertyAccessExpression(node) &&
    ts.isIdentifier(node.expression) &&
    ['Math', 'Number'].includes(node.expression.text)
  );
}

/** Math.PI, Number.MAX_SAFE_INTEGER. */
function isConstant(node: ts.PropertyAccessExpression): boolean {
  return /^[A-Z][A-Z\d_]*$/.test(node.name.text);
}

function refuse(node: ts.Node, { file, source }: Rewriting): never {
  const { line } = source.getLineAndCharacterOfPosition(node.getStart(source));
  const name = node.getText(source);
  throw new Error(`${file}:${line + 1}: ${name} must be called here, not handed over: its results would not remember`);
}

/** What a file imports from lib/elementary.ts: its own name for each function, and the function's. */
function elementaryNames(source: ts.SourceFile): Map<string, string> {
  const names = new Map<string, string>();
  for (const statement of source.statements) {
    if (!ts.isImportDeclaration(statement)) continue;
    if (!/\/elementary\.ts'$/.test(statement.moduleSpecifier.getText(source))) continue;
    const bindings = statement.importClause?.namedBindings;
    if (!bindings || !ts.isNamedImports(bindings)) continue;
    for (const { name, propertyName } of bindings.elements) names.set(name.text, (propertyName ?? name).text);
  }
  return names;
}
