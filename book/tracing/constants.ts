/** What the source calls a plain number that is a root: √d_k stays √d_k in a history, although its value is a 2. */

import ts from 'typescript';

/** √d_k for Math.sqrt(d_k), and for a const that is nothing else; undefined for all else. */
export function constantOf(node: ts.Expression): string | undefined {
  if (ts.isParenthesizedExpression(node)) return constantOf(node.expression);
  if (ts.isIdentifier(node)) {
    const value = declared(node.text, node);
    return value && constantOf(value);
  }
  if (ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.SlashToken) {
    const below = ts.isNumericLiteral(node.left) ? constantOf(node.right) : undefined;
    return below && `(${node.left.getText()} / ${below})`;
  }
  if (!ts.isCallExpression(node) || node.expression.getText() !== 'Math.sqrt') return undefined;
  const [under] = node.arguments;
  return ts.isIdentifier(under) ? `√${under.text}` : undefined;
}

/** What a const of that name is made of, in the blocks around a node. */
function declared(name: string, node: ts.Node): ts.Expression | undefined {
  for (let around = node.parent; around !== undefined; around = around.parent) {
    if (!ts.isBlock(around) && !ts.isSourceFile(around)) continue;
    for (const statement of around.statements) {
      if (!ts.isVariableStatement(statement) || !(statement.declarationList.flags & ts.NodeFlags.Const)) continue;
      const found = statement.declarationList.declarations.find((each) => each.name.getText() === name);
      if (found !== undefined) return found.initializer;
    }
  }
  return undefined;
}
