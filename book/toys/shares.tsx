/** What a model believes in, a row and a bar each. */

import type { ComponentChild } from 'preact';

/** One thing that it may be: a Chinese character or word. */
export interface Share {
  sign: string;
  share: number; //   from 0 to 1
  written: string; // the share in digits
}

/** Them, one below the other. above: what stands above the table, its head or its caption. */
export function Shares({ of, above }: { of: Share[]; above: ComponentChild }) {
  return (
    <table class="toy-bars">
      {above}
      <tbody>
        {of.map(({ sign, share, written }) => (
          <tr data-share={sign}>
            <th lang="zh-Hans">{sign}</th>
            <td>{written}</td>
            <td class="toy-bar" aria-hidden="true">
              <span class="toy-bar-left" style={{ width: `${100 * share}%` }} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
