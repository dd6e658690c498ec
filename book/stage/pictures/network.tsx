/** A network as a graph: each number with its gradient below it, each weight on its line with its gradient behind. */

import { networkLayout, BOX, WIDTH, type Written } from './network-layout.ts';
import type { Drawn, NetworkPicture } from './picture.ts';

/** The whole network. Its numbers stand in the matrices beside it, too, where a keyboard reads them. */
export function Network({ picture, rows, inWords, open }: Drawn<NetworkPicture>) {
  const { height, names, boxes, connections, numbers } = networkLayout(picture, rows);
  const number = ({ x, y, text, path, kind }: Written, anchor: string) => (
    <text x={x} y={y} class={kind} text-anchor={anchor} onClick={() => open(path)}>
      {text}
    </text>
  );
  return (
    <figure class="network" tabIndex={0}>
      <svg viewBox={`-2 0 ${WIDTH + 4} ${height}`} role="img" aria-label={inWords(picture.says)}>
        {connections.map(({ x1, y1, x2, y2 }) => (
          <line {...{ x1, y1, x2, y2 }} />
        ))}
        {boxes.map(({ x, y }) => (
          <rect x={x} y={y} width={BOX.width} height={BOX.height} rx={6} />
        ))}
        {names.map(({ x, y, text }) => (
          <text x={x} y={y} class="name" text-anchor="middle">
            {text}
          </text>
        ))}
        {numbers.map((each) => number(each, 'middle'))}
        {connections.flatMap(({ weight }) => (weight ? [number(weight[0], 'end'), number(weight[1], 'start')] : []))}
      </svg>
    </figure>
  );
}
