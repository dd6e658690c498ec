/**
 * The rewriting of the chapters' arithmetic: a small compiler, source in, source out.
 *
 *     Y[i][c] += A[i][j] * V[j][c]
 *
 * becomes
 *
 *     Y[i][c] = $.written($.made('+', [Y[i][c], $.made('·', [A[i][j], V[j][c]], $at[7])], $at[6]), 'Y', i, c)
 *
 * The compiler of TypeScript reads the text into a tree; here the nodes that compute are exchanged for calls of number.ts
 * and the rest is left alone; the compiler prints the new tree as JavaScript. Nothing is known of types: a
 * call finds out for itself whether it was handed a number that remembers.
 */

import ts from 'typescript';
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

/**
 * The source of a file, rewritten, as JavaScript; `numbers` is what it imports number.ts by. The elementary functions
 * count as one operation each, so lib/elementary.ts is not to be rewritten. Throws Error for a function of Math or of
 * lib/elementary.ts that is handed over as a value, as in .map(tanh): its results would forget without a word.
 */
export function rewritten(file: string, text: string, numbers: string): string {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.ES2022, true);
  const elementary = elementaryNames(source);
  const places: Place[] = [];

  /** `$at[7]`, where the seventh place is that sign. */
  const placed = (sign: ts.Node, whole: ts.Node) => {
    const { line, character } = source.getLineAndCharacterOfPosition(sign.getStart(source));
    const code = whole.getText(source).replace(/\s+/g, ' ');
    places.push({ file, line: line + 1, column: character + 1, code });
    return f.createElementAccessExpression(f.createIdentifier('$at'), places.length - 1);
  };

  const made = (operation: string, operands: ts.Expression[], sign: ts.Node, whole: ts.Node) =>
    called('made', [f.createStringLiteral(operation), f.createArrayLiteralExpression(operands), placed(sign, whole)]);

  const rewriting = (context: ts.TransformationContext) => {
    const visit = (node: ts.Node): ts.Node => exchanged(node) ?? ts.visitEachChild(node, visit, context);
    const again = (node: ts.Expression) => ts.visitNode(node, visit) as ts.Expression;

    const exchanged = (node: ts.Node): ts.Node | undefined => {
      if (ts.isTypeNode(node) || ts.isInterfaceDeclaration(node) || ts.isImportDeclaration(node)) return node;
      if (ts.isBinaryExpression(node)) return exchangedBinary(node);
      if (ts.isPrefixUnaryExpression(node) && node.operator === ts.SyntaxKind.MinusToken) {
        return ts.isNumericLiteral(node.operand) ? node : made('negative', [again(node.operand)], node, node);
      }
      if (
        ts.isVariableDeclaration(node) &&
        node.initializer &&
        ts.isIdentifier(node.name) &&
        computes(node.initializer)
      ) {
        const value = called('written', [again(node.initializer), f.createStringLiteral(node.name.text)]);
        return f.updateVariableDeclaration(node, node.name, undefined, undefined, value);
      }
      if (ts.isTypeOfExpression(node)) return f.updateTypeOfExpression(node, called('plain', [again(node.expression)]));
      if (ts.isNewExpression(node) && node.arguments) {
        const plainly = node.arguments.map((argument) => called('plain', [again(argument)])); // new Array(m)
        return f.updateNewExpression(node, node.expression, undefined, plainly);
      }
      if (ts.isCallExpression(node)) return exchangedCall(node);
      if (ts.isIdentifier(node) && elementary.has(node.text)) return refuse(node);
      if (isOfMath(node) && !isConstant(node)) return refuse(node);
      return undefined;
    };

    const exchangedBinary = (node: ts.BinaryExpression): ts.Node | undefined => {
      const { left, operatorToken, right } = node;
      const sign = SIGNS.get(operatorToken.kind);
      if (sign) return made(sign, [again(left), again(right)], operatorToken, statementOf(node));
      const assigning = ASSIGNING.get(operatorToken.kind);
      if (assigning) {
        const value = made(assigning, [again(left), again(right)], operatorToken, node);
        return f.createAssignment(again(left), writtenInto(left, value));
      }
      if (operatorToken.kind === ts.SyntaxKind.EqualsToken && computes(right)) {
        return f.createAssignment(again(left), writtenInto(left, again(right)));
      }
      if (!ONE.has(operatorToken.kind)) return undefined;
      return f.createBinaryExpression(called('plain', [again(left)]), operatorToken, called('plain', [again(right)]));
    };

    const exchangedCall = (node: ts.CallExpression): ts.Node | undefined => {
      const { expression } = node;
      const operands = () => node.arguments.map(again);
      const theirs = ts.isIdentifier(expression) ? elementary.get(expression.text) : undefined;
      if (theirs !== undefined) return made(theirs, operands(), expression, statementOf(node));
      if (!isOfMath(expression)) return undefined;
      const name = expression.name.text;
      if (expression.expression.getText(source) === 'Math' && REMEMBERING.has(name)) {
        return made(name, operands(), expression.name, statementOf(node));
      }
      const plainly = called('plainTree', [f.createArrayLiteralExpression(operands())]); // Number.isFinite(x)
      return f.createCallExpression(expression, undefined, [f.createSpreadElement(plainly)]);
    };

    /** Written into S[i][j], S[i] or dot, whatever is. */
    const writtenInto = (target: ts.Expression, value: ts.Expression): ts.Expression => {
      const indices: ts.Expression[] = [];
      let at = target;
      while (ts.isElementAccessExpression(at)) {
        indices.unshift(again(at.argumentExpression));
        at = at.expression;
      }
      if (indices.length > 2) return value;
      return called('written', [value, f.createStringLiteral(at.getText(source)), ...indices]);
    };

    return (file: ts.SourceFile) => ts.visitNode(file, visit) as ts.SourceFile;
  };

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

  function refuse(node: ts.Node): never {
    const { line } = source.getLineAndCharacterOfPosition(node.getStart(source));
    const name = node.getText(source);
    throw new Error(
      `${file}:${line + 1}: ${name} must be called here, not handed over: its results would not remember`,
    );
  }

  const { transformed } = ts.transform(source, [rewriting]);
  const code = ts.createPrinter().printFile(transformed[0]);
  const head = `import * as $ from ${JSON.stringify(numbers)};\nconst $at = ${JSON.stringify(places)};\n`;
  const { target, module } = { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext };
  return ts.transpileModule(head + code, { compilerOptions: { target, module, verbatimModuleSyntax: true } })
    .outputText;
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

/** The whole of which an expression is a part, up to a statement, an argument or an item of a list. */
function statementOf(node: ts.Expression): ts.Node {
  const { parent } = node;
  const within =
    ts.isBinaryExpression(parent) || ts.isParenthesizedExpression(parent) || ts.isPrefixUnaryExpression(parent);
  if (within) return statementOf(parent);
  const elementaryCall = ts.isCallExpression(parent) && parent.arguments.some((argument) => argument === node);
  return elementaryCall && ts.isIdentifier(parent.expression) ? statementOf(parent) : node;
}

/** What a file imports from lib/elementary.ts: its own name for each function, and the function's. */
function elementaryNames(source: ts.SourceFile): Map<string, string> {
  const names = new Map<string, string>();
  for (const statement of source.statements) {
    if (!ts.isImportDeclaration(statement) || !/\/elementary\.ts'$/.test(statement.moduleSpecifier.getText(source)))
      continue;
    const bindings = statement.importClause?.namedBindings;
    if (!bindings || !ts.isNamedImports(bindings)) continue;
    for (const { name, propertyName } of bindings.elements) names.set(name.text, (propertyName ?? name).text);
  }
  return names;
}
