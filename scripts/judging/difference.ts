/** Where what was found is not what was wanted, by the rules of the test runner's strictSame. */

/** The entry that is furthest from what was wanted, and both values there. */
export interface Difference {
  at: string; // .W_Q[0][1], '' of a single value
  found: unknown;
  wanted: unknown;
}

/** The difference of two structures: the first in their form, else of the numbers the two furthest apart. */
export function difference(found: unknown, wanted: unknown, at = ''): Difference | undefined {
  if (found === wanted || (Number.isNaN(found) && Number.isNaN(wanted))) return undefined;
  const here = { at, found, wanted };
  if (!isTree(found) || !isTree(wanted) || found.constructor?.name !== wanted.constructor?.name) return here;
  const [a, b] = [entriesOf(found), entriesOf(wanted)];
  if (a.size !== b.size) return sizeApart(found, wanted, at);
  const inside: Difference[] = [];
  for (const [name, value] of a) {
    if (!b.has(name)) return here;
    const apart = difference(
      value,
      b.get(name),
      at + (Array.isArray(found) ? `[${String(name)}]` : `.${String(name)}`),
    );
    if (apart) inside.push(apart);
  }
  return inside.reduce<Difference | undefined>((worst, each) => {
    return worst === undefined || distance(each) > distance(worst) ? each : worst;
  }, undefined);
}

/** A value in a few words: a number in as many digits as `other` needs to be told from it. */
export function inShort(value: unknown, other?: unknown): string {
  if (typeof value === 'number') {
    const short = String(Number(value.toPrecision(6)));
    const same = typeof other === 'number' && short === String(Number(other.toPrecision(6)));
    return (same ? String(value) : short).replace('-', '−');
  }
  if (typeof value === 'string') return /^(-?Infinity|NaN)$/.test(value) ? value.replace('-', '−') : cut(`«${value}»`);
  if (value instanceof Error) return cut(`${value.name}: ${value.message}`);
  try {
    return cut(
      isTree(value)
        ? JSON.stringify(listed(value), (_, x) => (Number.isFinite(x) || typeof x !== 'number' ? x : String(x)))
        : String(value),
    );
  } catch {
    return cut(String(value));
  }
}

/** The first line of a text, not too much of it. */
export function cut(text: string, most = 120): string {
  const [line] = text.split('\n');
  return line.length <= most ? line : `${line.slice(0, most)} …`;
}

/** Two lists of unequal lengths differ in that, when there is no more to say. */
function sizeApart(found: object, wanted: object, at: string): Difference {
  if (!Array.isArray(found) || !Array.isArray(wanted)) return { at, found, wanted };
  return { at: `${at}.length`, found: found.length, wanted: wanted.length };
}

/** How far apart two numbers are; endless where they are none. */
function distance({ found, wanted }: Difference): number {
  const apart = typeof found === 'number' && typeof wanted === 'number' ? Math.abs(found - wanted) : Infinity;
  return Number.isNaN(apart) ? Infinity : apart;
}

function isTree(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

/** What is in a structure, by index, key, or place in a set. */
function entriesOf(value: object): Map<unknown, unknown> {
  if (value instanceof Map) return new Map(value);
  if (value instanceof Set) return new Map([...value].map((item) => [item, item]));
  if (value instanceof Error) return new Map([['message', value.message]]);
  if (ArrayBuffer.isView(value)) return new Map(Object.entries(value));
  return new Map(Object.entries(value));
}

function listed(value: object): unknown {
  if (value instanceof Map || value instanceof Set || ArrayBuffer.isView(value)) return [...(value as Set<unknown>)];
  return value;
}
