/**
 * Chapter 1's product of two matrices, C = A B, four rows and two vectors of columns at a time.
 *
 * A processor adds and multiplies whole vectors (2 numbers of 64 bits, or 4 of 32) as fast as single numbers, but only
 * if they are at hand: a number that comes from memory is waited for. So both matrices are first copied into the order
 * in which they will be read, B into panels of a few columns, A into strips of four rows; then a strip passes along a
 * panel, and the sums being formed, 4 rows × 2 vectors of them, stay in the processor's registers
 * until they are complete.
 *
 * Each entry is still Σ_k A_ik B_kj, added from k = 0 upwards: the numbers are those of the plain loop, bit for bit.
 */

/** Numbers in a vector of 128 bits. */
const LANES: usize = 16 / sizeof<real>();
/** Columns in a panel: two vectors. */
const WIDTH: usize = 2 * LANES;
/** Bytes of a number. */
const SIZE: usize = sizeof<real>();

/** Behind the panels: where a row's last, incomplete vectors are taken apart, and behind that a strip. */
function edgeOf(panels: usize, k: usize, m: usize): usize {
  return panels + ((m + WIDTH - 1) / WIDTH) * WIDTH * k * SIZE;
}

/**
 * Copies a k×m matrix into panels: number (l, j) of it lies at B + l·down + j·across bytes, so that the same function
 * takes B (across: one number) and Bᵀ (down: one number). Missing columns of the last panel are 0.
 */
export function pack(B: usize, k: usize, m: usize, down: usize, across: usize, panels: usize): void {
  let panel = panels;
  for (let j: usize = 0; j < m; j += WIDTH) {
    const columns = min(WIDTH, m - j);
    const corner = B + j * across;
    if (columns == WIDTH && across == SIZE) {
      for (let l: usize = 0; l < k; l++) {
        v128.store(panel + l * WIDTH * SIZE, v128.load(corner + l * down));
        v128.store(panel + l * WIDTH * SIZE, v128.load(corner + l * down, 16), 16);
      }
    } else {
      for (let c: usize = 0; c < WIDTH; c++) {
        column(corner + c * across, c < columns ? k : 0, down, panel + c * SIZE, k);
      }
    }
    panel += k * WIDTH * SIZE;
  }
}

/** Copies `given` numbers, `down` bytes apart, into a column of a panel; the rest of its k numbers become 0. */
function column(from: usize, given: usize, down: usize, to: usize, k: usize): void {
  let l: usize = 0;
  for (; l < given; l++) store<real>(to + l * WIDTH * SIZE, load<real>(from + l * down));
  for (; l < k; l++) store<real>(to + l * WIDTH * SIZE, 0);
}

/**
 * Four rows of A, number by number side by side. Where fewer are left, the last one stands for those that are missing.
 */
function strip(A: usize, rows: usize, k: usize, down: usize, across: usize, to: usize): void {
  const A_1 = rows > 1 ? A + down : A;
  const A_2 = rows > 2 ? A_1 + down : A_1;
  const A_3 = rows > 3 ? A_2 + down : A_2;
  const end = k * across;
  for (let a: usize = 0; a < end; a += across) {
    store<real>(to, load<real>(A + a));
    store<real>(to, load<real>(A_1 + a), sizeof<real>());
    store<real>(to, load<real>(A_2 + a), 2 * sizeof<real>());
    store<real>(to, load<real>(A_3 + a), 3 * sizeof<real>());
    to += 4 * SIZE;
  }
}

/**
 * C = A B, or C += A B. A: n×k, number (i, l) at A + i·down + l·across bytes; panels: B as `pack` left it;
 * C: n×m, its rows `pitch` bytes apart.
 */
export function multiply(
  A: usize,
  n: usize,
  k: usize,
  down: usize,
  across: usize,
  panels: usize,
  m: usize,
  C: usize,
  pitch: usize,
  onto: bool,
): void {
  const edge = edgeOf(panels, k, m);
  const four = edge + WIDTH * SIZE;
  for (let i: usize = 0; i < n; i += 4) {
    const rows = min<usize>(4, n - i);
    strip(A + i * down, rows, k, down, across, four);
    let panel = panels;
    for (let j: usize = 0; j < m; j += WIDTH) {
      tile(four, panel, k, C + i * pitch + j * SIZE, pitch, rows, min(WIDTH, m - j), onto, edge);
      panel += k * WIDTH * SIZE;
    }
  }
}

/**
 * The tile: 4 rows × 2 vectors of sums, of which `rows` and `columns` belong to C. A row that is not kept costs
 * nothing: a single row would wait for each of its sums as long as four rows do.
 */
function tile(
  a: usize,
  b: usize,
  k: usize,
  C: usize,
  pitch: usize,
  rows: usize,
  columns: usize,
  onto: bool,
  edge: usize,
): void {
  let c_00 = v128.splat<real>(0);
  let c_01 = c_00;
  let c_10 = c_00;
  let c_11 = c_00;
  let c_20 = c_00;
  let c_21 = c_00;
  let c_30 = c_00;
  let c_31 = c_00;
  const end = b + k * WIDTH * SIZE;
  while (b < end) {
    const b_0 = v128.load(b);
    const b_1 = v128.load(b, 16);
    const a_0 = v128.splat<real>(load<real>(a));
    c_00 = v128.add<real>(c_00, v128.mul<real>(a_0, b_0));
    c_01 = v128.add<real>(c_01, v128.mul<real>(a_0, b_1));
    const a_1 = v128.splat<real>(load<real>(a, sizeof<real>()));
    c_10 = v128.add<real>(c_10, v128.mul<real>(a_1, b_0));
    c_11 = v128.add<real>(c_11, v128.mul<real>(a_1, b_1));
    const a_2 = v128.splat<real>(load<real>(a, 2 * sizeof<real>()));
    c_20 = v128.add<real>(c_20, v128.mul<real>(a_2, b_0));
    c_21 = v128.add<real>(c_21, v128.mul<real>(a_2, b_1));
    const a_3 = v128.splat<real>(load<real>(a, 3 * sizeof<real>()));
    c_30 = v128.add<real>(c_30, v128.mul<real>(a_3, b_0));
    c_31 = v128.add<real>(c_31, v128.mul<real>(a_3, b_1));
    a += 4 * SIZE;
    b += WIDTH * SIZE;
  }
  put(C, c_00, c_01, columns, onto, edge);
  if (rows > 1) put(C + pitch, c_10, c_11, columns, onto, edge);
  if (rows > 2) put(C + 2 * pitch, c_20, c_21, columns, onto, edge);
  if (rows > 3) put(C + 3 * pitch, c_30, c_31, columns, onto, edge);
}

/** Two vectors of a finished row of C; only the first `columns` numbers of them belong to it. */
function put(C: usize, c_0: v128, c_1: v128, columns: usize, onto: bool, edge: usize): void {
  if (columns == WIDTH) {
    v128.store(C, onto ? v128.add<real>(v128.load(C), c_0) : c_0);
    v128.store(C, onto ? v128.add<real>(v128.load(C, 16), c_1) : c_1, 16);
    return;
  }
  v128.store(edge, c_0);
  v128.store(edge, c_1, 16);
  for (let c: usize = 0; c < columns; c++) {
    const x = load<real>(edge + c * SIZE);
    store<real>(C + c * SIZE, onto ? load<real>(C + c * SIZE) + x : x);
  }
}
