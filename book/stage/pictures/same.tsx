/** Two matrices compared to the last bit, and the verdict in a line. */

import type { Drawn, SamePicture } from './picture.ts';

/** A line for each matrix that is compared. */
export function Same({ picture: { path, others }, rows, say, inWords }: Drawn<SamePicture>) {
  const wanted = rows(path);
  const count = wanted.flat().length;
  return (
    <ul class="same">
      {others.map((other) => {
        const found = rows(other.path);
        const equal = wanted.flatMap((row, i) => row.filter((x, c) => Object.is(x, found[i][c]))).length;
        return (
          <li data-same={other.path} data-equal={equal === count}>
            <strong>{equal === count ? '=' : '≠'}</strong> {inWords(other.called)}:{' '}
            {equal === count
              ? say(
                  `all ${count} numbers are those without padding, to the last bit`,
                  `${count} 个数与没有填充时全都一样，一位不差`,
                )
              : say(
                  `${count - equal} of ${count} numbers are not those without padding`,
                  `${count} 个数里有 ${count - equal} 个与没有填充时不同`,
                )}
          </li>
        );
      })}
    </ul>
  );
}
