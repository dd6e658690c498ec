/** The kinds of pictures. */

import { Curves } from './curves.tsx';
import { Graph } from './graph.tsx';
import { Nudge } from './nudge.tsx';
import type { Drawn, Picture } from './picture.ts';
import { Shares } from './shares.tsx';
import { Tree } from './tree.tsx';

/** The picture that a chapter declares. */
export function PictureOf({ picture, ...rest }: Drawn<Picture>) {
  switch (picture.kind) {
    case 'shares':
      return <Shares picture={picture} {...rest} />;
    case 'curves':
      return <Curves picture={picture} {...rest} />;
    case 'graph':
      return <Graph picture={picture} {...rest} />;
    case 'nudge':
      return <Nudge picture={picture} {...rest} />;
    case 'tree':
      return <Tree picture={picture} {...rest} />;
  }
}
