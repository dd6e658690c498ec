/** A list of numbers: a point, a word, a row of a matrix. */
export type Vector = number[];

/** A list of rows of equal length. A sentence is a matrix: one row a word. */
export type Matrix = Vector[];

/** An n×m matrix of zeros; the only source of matrices that are written into, so no two rows are ever shared. */
export function zeros(n: number, m: number): Matrix {
  // −0 adds like 0, and V8 stores it as a fraction. Rows that begin as whole numbers are stored anew at their
  // first fraction, and loops that meet both kinds of rows run at half the speed.
  const A: Matrix = [];
  for (let i = 0; i < n; i++) A.push(new Array<number>(m).fill(-0));
  return A;
}

/**
 * The number of rows and of columns. `const [n, d_k] = shape(Q)` reads: Q is n×d_k.
 * Throws RangeError if there is no row, no column, or a row of another length.
 */
export function shape(A: Matrix): [n: number, m: number] {
  if (A.length === 0) throw new RangeError('a matrix must have at least one row, got 0');
  const m = A[0].length;
  if (m === 0) throw new RangeError('a matrix must have at least one column, got 0');
  for (let i = 1; i < A.length; i++) {
    if (A[i].length !== m) {
      throw new RangeError(
        `the rows of a matrix must have one length, got ${m} in row 0 and ${A[i].length} in row ${i}`,
      );
    }
  }
  return [A.length, m];
}
