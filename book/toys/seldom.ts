/** Values that are dear to compute: while what they depend on keeps changing, they follow now and then. */

import { useEffect, useRef, useState } from 'preact/hooks';

/** The value, computed at once the first time, and then at most once in so many milliseconds. */
export function useSeldom<Value>(compute: () => Value, depends: unknown[], milliseconds: number): Value {
  const [value, setValue] = useState(compute);
  const latest = useRef(compute);
  const [first, waiting] = [useRef(true), useRef(false)];
  latest.current = compute;
  useEffect(() => {
    if (first.current || waiting.current) {
      first.current = false;
      return;
    }
    waiting.current = true;
    setTimeout(() => {
      waiting.current = false;
      setValue(latest.current());
    }, milliseconds);
  }, depends);
  return value;
}
