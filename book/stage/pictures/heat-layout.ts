/** How a matrix becomes a map of colours, in the page and on paper. */

/** Cells that look alike: of one sign, and of one strength. */
export interface Shade {
  isNegative: boolean;
  strength: number; // 1/8 … 1
  cells: { i: number; c: number }[];
}

/** How many strengths are told apart. */
const STRENGTHS = 8;

/** The cells of a matrix of numbers from −1 to 1 by what they look like; those near 0 are left out. */
export function shadesOf(A: number[][]): Shade[] {
  const shades = new Map<number, Shade>();
  for (const [i, row] of A.entries()) {
    for (const [c, x] of row.entries()) {
      const level = Math.sign(x) * Math.min(STRENGTHS, Math.round(Math.abs(x) * STRENGTHS));
      if (level === 0) continue;
      const shade = shades.get(level) ?? { isNegative: level < 0, strength: Math.abs(level) / STRENGTHS, cells: [] };
      shade.cells.push({ i, c });
      shades.set(level, shade);
    }
  }
  return [...shades].sort(([a], [b]) => a - b).map(([, shade]) => shade);
}

/** The cells as one path of squares; a negative one is smaller, for those who see no colours. */
export function squares({ isNegative, cells }: Shade, side: number): string {
  const inset = isNegative ? side / 4 : 0.5;
  const edge = side - 2 * inset;
  return cells.map(({ i, c }) => `M${c * side + inset} ${i * side + inset}h${edge}v${edge}h${-edge}z`).join('');
}
