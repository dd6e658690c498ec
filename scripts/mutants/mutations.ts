/** What a place in the source may become: an operator, a constant, a condition or an order that somebody mistook. */

import ts from 'typescript';

/** One change: the node whose text is replaced, and by what. */
export interface Edit {
  at: ts.Node;
  to: string; // '' removes a statement
}

/** Operators, and what each is mistaken for. */
const MISTAKEN = new Map<string, string[]>(
  Object.entries({
    '+': ['-'],
    '-': ['+'],
    '*': ['/'],
    '/': ['*'],
    '%': ['*'],
    '**': ['*'],
    '&': ['|'],
    '|': ['&'],
    '^': ['&'],
    '<<': ['>>'],
    '>>': ['<<'],
    '>>>': ['<<'],
    '+=': ['=', '-='],
    '-=': ['=', '+='],
    '*=': ['=', '/='],
    '/=': ['=', '*='],
    '<': ['<='],
    '<=': ['<'],
    '>': ['>='],
    '>=': ['>'],
    '===': ['!=='],
    '!==': ['==='],
    '==': ['!='], // AssemblyScript
    '!=': ['=='],
    '&&': ['||'],
    '||': ['&&'],
  }),
);

/** Functions, and what each is mistaken for: of Math, and of AssemblyScript's vectors, `v128.add(x, y)`. */
const MISTAKEN_NAMES = new Map([
  ['Math.min', 'max'],
  ['Math.max', 'min'],
  ['v128.min', 'max'],
  ['v128.max', 'min'],
  ['v128.add', 'sub'],
  ['v128.sub', 'add'],
  ['v128.mul', 'add'],
  ['v128.div', 'mul'],
]);

/** Functions of two whose order does not matter: those of Math and of AssemblyScript, sums and products of chapters. */
const UNORDERED = new RegExp(
  `^(${[
    String.raw`Math\.(min|max|hypot|imul)|Object\.is`,
    String.raw`(min|max)(<\w+>)?|(v128|i32x4)\.(add|mul|min|max|and|or|xor)`,
    'dot|plus|add|hadamard|sumOf|productOf',
  ].join('|')})$`,
);

/** Functions of a + b or a · b, exactly, and of what was found for it: a and b may be swapped. */
const EXACT = /^(lostInSum|lostInProduct)$/;

/** What a node may become, by one change each; nothing where a change says nothing. */
export function editsOf(node: ts.Node): Edit[] {
  return [operators, names, signs, constants, conditions, bounds, orders, removals].flatMap((rule) => rule(node));
}

function operators(node: ts.Node): Edit[] {
  if (!ts.isBinaryExpression(node)) return [];
  const operator = node.operatorToken;
  if (/^\+=?$/.test(operator.getText()) && (isText(node.left) || isText(node.right))) return [];
  return (MISTAKEN.get(operator.getText()) ?? []).map((to) => ({ at: operator, to }));
}

function names(node: ts.Node): Edit[] {
  if (!ts.isPropertyAccessExpression(node)) return [];
  const to = MISTAKEN_NAMES.get(node.getText());
  return to === undefined ? [] : [{ at: node.name, to }];
}

function signs(node: ts.Node): Edit[] {
  const minus = ts.isPrefixUnaryExpression(node) && node.operator === ts.SyntaxKind.MinusToken;
  return minus ? [{ at: node, to: node.operand.getText() }] : [];
}

/** 0 → 1, n → n + 1, 1e-5 → 1e-4, true ↔ false; the size of a new typed array, n → n − 1. */
function constants(node: ts.Node): Edit[] {
  if (node.kind === ts.SyntaxKind.TrueKeyword) return [{ at: node, to: 'false' }];
  if (node.kind === ts.SyntaxKind.FalseKeyword) return [{ at: node, to: 'true' }];
  if (ts.isBigIntLiteral(node)) return [{ at: node, to: `${BigInt(node.text.replace('n', '')) + 1n}n` }];
  if (!ts.isNumericLiteral(node) || isOneRowOfZeros(node) || isTally(node)) return [];
  const [text, value] = [node.getText(), Number(node.text)];
  const small = /^(.*e-)(\d+)$/.exec(text);
  if (small) return [{ at: node, to: `${small[1]}${Number(small[2]) - 1}` }];
  return [{ at: node, to: String(isRoom(node) ? value - 1 : value + 1) }];
}

function conditions(node: ts.Node): Edit[] {
  const tests = ts.isIfStatement(node) || ts.isWhileStatement(node) || ts.isDoStatement(node);
  const condition = tests ? node.expression : ts.isConditionalExpression(node) ? node.condition : undefined;
  const equals = condition && ts.isBinaryExpression(condition) && /^[!=]==?$/.test(condition.operatorToken.getText());
  // That x === y becomes x !== y is a changed operator.
  return condition === undefined || equals ? [] : [{ at: condition, to: `!(${condition.getText()})` }];
}

/**
 * A loop that ends one round early: by 1, or by the step that it goes in. That it goes on one too long is a
 * changed operator.
 */
function bounds(node: ts.Node): Edit[] {
  if (!ts.isForStatement(node) || node.condition === undefined || !ts.isBinaryExpression(node.condition)) return [];
  const { operatorToken, right } = node.condition;
  const next = node.incrementor;
  const inSteps = next && ts.isBinaryExpression(next) && /^[+-]=$/.test(next.operatorToken.getText());
  const step = inSteps ? next.right.getText() : '1';
  if (!/^[<>]=?$/.test(operatorToken.getText())) return [];
  return [{ at: right, to: `${right.getText()} ${operatorToken.getText().startsWith('<') ? '-' : '+'} ${step}` }];
}

/** A[i][j] → A[j][i], and f(x, y) → f(y, x). */
function orders(node: ts.Node): Edit[] {
  if (ts.isElementAccessExpression(node) && ts.isElementAccessExpression(node.expression)) {
    const [A, i, j] = [node.expression.expression, node.expression.argumentExpression, node.argumentExpression];
    return i.getText() === j.getText() ? [] : [{ at: node, to: `${A.getText()}[${j.getText()}][${i.getText()}]` }];
  }
  if (!ts.isCallExpression(node) || UNORDERED.test(node.expression.getText())) return [];
  const texts = node.arguments.map((argument) => argument.getText());
  return texts.slice(1).flatMap((text, k) => {
    const pair = [node.arguments[k], node.arguments[k + 1]];
    if (k === 0 && EXACT.test(node.expression.getText())) return [];
    if (text === texts[k] || pair.some((argument) => ts.isFunctionLike(argument) || isText(argument))) return [];
    const swapped = [...texts.slice(0, k), text, texts[k], ...texts.slice(k + 2)];
    const head = node.getText().slice(0, node.arguments[0].getStart() - node.getStart());
    return [{ at: node, to: `${head}${swapped.join(', ')})` }];
  });
}

function removals(node: ts.Node): Edit[] {
  const leaves = ts.isReturnStatement(node) && node.expression === undefined;
  const does = ts.isExpressionStatement(node) || ts.isThrowStatement(node) || ts.isBreakOrContinueStatement(node);
  return leaves || does ? [{ at: node, to: '' }] : [];
}

/** Is it the 1 of zeros(1, n)[0], the chapters' word for a vector of zeros? Of two rows the first is the same. */
function isOneRowOfZeros(node: ts.NumericLiteral): boolean {
  const { parent: call } = node;
  if (!ts.isCallExpression(call) || call.expression.getText() !== 'zeros' || call.arguments[0] !== node) return false;
  const row = call.parent;
  return node.text === '1' && ts.isElementAccessExpression(row) && row.argumentExpression.getText() === '0';
}

/** Is it the size of a new typed array? A number more is room that nobody enters; a number less is missed. */
function isRoom({ parent: made }: ts.NumericLiteral): boolean {
  return ts.isNewExpression(made) && /^(Float|Int|Uint)\d+Array$/.test(made.expression.getText());
}

/** Is it a number of [1, 2, 3].map(() => …)? It is not read: it only counts how often. */
function isTally({ parent: list }: ts.NumericLiteral): boolean {
  const map = list.parent;
  if (!ts.isArrayLiteralExpression(list) || !ts.isPropertyAccessExpression(map) || map.name.text !== 'map')
    return false;
  const call = map.parent;
  const [f] = ts.isCallExpression(call) ? call.arguments : [];
  return f !== undefined && ts.isArrowFunction(f) && f.parameters.length === 0;
}

/** Is it text, as far as the syntax tells? */
function isText(node: ts.Expression): boolean {
  if (ts.isParenthesizedExpression(node)) return isText(node.expression);
  if (ts.isBinaryExpression(node)) return isText(node.left) || isText(node.right);
  return ts.isStringLiteralLike(node) || ts.isTemplateExpression(node);
}
