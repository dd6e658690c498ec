/** The kinds of pictures. */

import { Angle } from './angle.tsx';
import { Curves } from './curves.tsx';
import { Graph } from './graph.tsx';
import { Heat } from './heat.tsx';
import { Network } from './network.tsx';
import { Nudge } from './nudge.tsx';
import { Dials } from './dials.tsx';
import { Moments } from './moments.tsx';
import type { Drawn, Picture } from './picture.ts';
import { Same } from './same.tsx';
import { Separation } from './separation.tsx';
import { Shares } from './shares.tsx';
import { Tree } from './tree.tsx';

/** The picture that a chapter declares. */
export function PictureOf({ picture, ...rest }: Drawn<Picture>) {
  switch (picture.kind) {
    case 'shares':
      return <Shares picture={picture} {...rest} />;
    case 'curves':
      return <Curves picture={picture} {...rest} />;
    case 'angle':
      return <Angle picture={picture} {...rest} />;
    case 'heat':
      return <Heat picture={picture} {...rest} />;
    case 'graph':
      return <Graph picture={picture} {...rest} />;
    case 'network':
      return <Network picture={picture} {...rest} />;
    case 'nudge':
      return <Nudge picture={picture} {...rest} />;
    case 'tree':
      return <Tree picture={picture} {...rest} />;
    case 'same':
      return <Same picture={picture} {...rest} />;
    case 'moments':
      return <Moments picture={picture} {...rest} />;
    case 'dials':
      return <Dials picture={picture} {...rest} />;
    case 'separation':
      return <Separation picture={picture} {...rest} />;
  }
}
