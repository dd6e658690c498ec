/** Where the model looks while it translates the first sentence: every layer, every head. */

import { decimal } from '../../lib/print.ts';
import type { Parts } from './lab.tsx';

/** Three rows of matrices for each layer: the encoder's own, the decoder's own, and from one to the other. */
export function Attention({ store: { whole }, say }: Parts) {
  const look = whole.looks.value.find(({ attention }) => attention !== undefined);
  if (look?.attention === undefined) return null;
  const { read, said, heard, encoder, decoder, cross } = look.attention;
  const kinds = [
    {
      name: say('cross-attention: for each word said, where it looks', '交叉注意力：说每个词时看哪里'),
      A: cross,
      rows: said,
      columns: read,
    },
    { name: say('the encoder’s self-attention', '编码器的自注意力'), A: encoder, rows: read, columns: read },
    { name: say('the decoder’s self-attention', '解码器的自注意力'), A: decoder, rows: heard, columns: heard },
  ];
  return (
    <div class="lab-attention">
      {kinds.map(({ name, A, rows, columns }) => (
        <section>
          <h3>{name}</h3>
          {A.map((heads, l) => (
            <div class="lab-heads">
              {heads.map((shares, i) => (
                <Shares
                  name={
                    (A.length > 1 ? say(`layer ${l + 1}, `, `第 ${l + 1} 层，`) : '') +
                    say(`head ${i + 1}`, `头 ${i + 1}`)
                  }
                  {...{ shares, rows, columns }}
                />
              ))}
            </div>
          ))}
        </section>
      ))}
    </div>
  );
}

/** Shares as a table: the darker the larger, and the number in it. */
function Shares({
  name,
  shares,
  rows,
  columns,
}: {
  name: string;
  shares: number[][];
  rows: string[];
  columns: string[];
}) {
  return (
    <table>
      <caption>{name}</caption>
      <thead>
        <tr>
          <td />
          {columns.map((column) => (
            <th scope="col">{column}</th>
          ))}
        </tr>
      </thead>
      <tbody>
        {shares.map((row, i) => (
          <tr>
            <th scope="row">{rows[i]}</th>
            {row.map((share) => (
              <td style={{ '--shade': share.toFixed(2) }}>{decimal(share, 2).replace(/^0/, '')}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
