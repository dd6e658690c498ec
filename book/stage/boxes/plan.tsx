/** The architecture drawn, the paper's figure 1: where its boxes, frames and arrows lie. */

import type { ComponentChildren } from 'preact';
import { speaker, type Language } from '../../../lib/language.ts';

/** The two halves of the architecture. */
export type Half = 'encoder' | 'decoder';

/** A box of the figure: its words, a line each, the chapter that builds it, and its colour. */
export interface PlanBox {
  name: string; // encoder.norm_1
  half: Half;
  lines: string[];
  chapter: number;
  kind: 'embedding' | 'attention' | 'norm' | 'forward' | 'output';
}

/** What is drawn, and what a box is to the page it stands on: a link, a button. */
export interface PlanProps {
  language: Language;
  label: string; //                             of the whole drawing
  names?: readonly string[]; //                 of the boxes that are drawn; all if left out
  corner: (box: PlanBox) => ComponentChildren; //  what stands small in the corner of a box
  around: (box: PlanBox, drawn: ComponentChildren) => ComponentChildren;
  aroundHead?: (half: Half, drawn: ComponentChildren) => ComponentChildren; // the head of a stack
}

/** A box with its place. */
type Placed = PlanBox & { y: number };

// A finger needs 44 pixels on a phone of 360, where a unit is 0.9 of one. Between two boxes is room for an arrow.
const [WIDTH, BOX, GAP, BOTTOM, HEAD] = [150, 50, 13, 780, 54];
const LEFT: Record<Half, number> = { encoder: 12, decoder: 198 };

/** The drawing. A half of which no box is asked for is left out, and the other has its room. */
export function Plan({ language, label, names, corner, around, aroundHead = (_, drawn) => drawn }: PlanProps) {
  const drawn = planBoxes(language).filter(({ name }) => names?.includes(name) ?? true);
  const halves = (['encoder', 'decoder'] as const)
    .map((half) => ({ half, boxes: bottomUp(drawn.filter((box) => box.half === half)) }))
    .filter(({ boxes }) => boxes.length > 0);
  const top = Math.min(...halves.flatMap(({ boxes }) => boxes.map(topOf))) - (halves.length > 1 ? 44 : 30);
  const width = halves.length > 1 ? 360 : LEFT.encoder + WIDTH + 12;
  const [encoder, decoder] = halves;
  return (
    <svg
      class="architecture"
      viewBox={`0 ${top} ${width} ${BOTTOM + BOX + 54 - top}`}
      style={{ maxWidth: `${width}px` }}
      role="group"
      aria-label={label}
    >
      {halves.map(({ half, boxes }) => (
        <>
          <Stack half={half} boxes={boxes} language={language} aroundHead={aroundHead} />
          <Arrows x={LEFT[half]} boxes={boxes} top={top} />
        </>
      ))}
      {decoder && <Crossing from={encoder.boxes} to={decoder.boxes} />}
      {halves.map(({ half, boxes }) =>
        boxes.map((box) => around(box, <Drawn x={LEFT[half]} box={box} corner={corner(box)} />)),
      )}
      <Words x={LEFT.encoder} y={BOTTOM + BOX + 46} lang="zh-Hans" text="我 爱 你" />
      {decoder && (
        <>
          <Words x={LEFT.decoder} y={BOTTOM + BOX + 46} lang="en" text="<bos> I love" />
          <Words x={LEFT.decoder} y={top + 20} lang="en" text="I love you" />
        </>
      )}
    </svg>
  );
}

/** All boxes of the figure, each half from below, in the order in which they are computed. */
export function planBoxes(language: Language): PlanBox[] {
  const say = speaker(language);
  const [embedding, positions] = [say('Embedding', '词嵌入'), say('+ positions', '+ 位置编码')];
  const [norm, forward] = [say('Add & norm', '残差与归一化'), say('Feed-forward', '前馈层')];
  const row = (half: Half, name: string, text: string, chapter: number, kind: PlanBox['kind']): PlanBox => ({
    name: `${half}.${name}`,
    half,
    lines: text.split(','),
    chapter,
    kind,
  });
  return [
    row('encoder', 'embedding', embedding, 2, 'embedding'),
    row('encoder', 'positions', positions, 3, 'embedding'),
    row('encoder', 'attention', say('Multi-head,self-attention', '多头自注意力'), 5, 'attention'),
    row('encoder', 'norm_1', norm, 7, 'norm'),
    row('encoder', 'feed-forward', forward, 9, 'forward'),
    row('encoder', 'norm_2', norm, 7, 'norm'),
    row('decoder', 'embedding', embedding, 2, 'embedding'),
    row('decoder', 'positions', positions, 3, 'embedding'),
    row('decoder', 'masked', say('Masked,self-attention', '掩码自注意力'), 6, 'attention'),
    row('decoder', 'norm_1', norm, 7, 'norm'),
    row('decoder', 'cross', say('Cross-attention', '交叉注意力'), 5, 'attention'),
    row('decoder', 'norm_2', norm, 7, 'norm'),
    row('decoder', 'feed-forward', forward, 9, 'forward'),
    row('decoder', 'norm_3', norm, 7, 'norm'),
    row('decoder', 'linear', say('Linear', '线性层'), 11, 'output'),
    row('decoder', 'softmax', 'Softmax', 11, 'output'),
  ];
}

/** The boxes with their places: the first at the bottom, and more room where a stack begins and ends. */
function bottomUp(boxes: PlanBox[]): Placed[] {
  const stackedFrom = boxes.findIndex(isStacked);
  return boxes.map((box, i) => ({
    ...box,
    y: BOTTOM - i * (BOX + GAP) - (i >= stackedFrom ? 12 : 0) - (box.kind === 'output' ? HEAD - 8 : 0),
  }));
}

function isStacked({ kind }: PlanBox): boolean {
  return kind !== 'embedding' && kind !== 'output';
}

/** The upper edge of a box, or of the stack's head above it. */
function topOf({ y, kind }: Placed): number {
  return kind === 'output' ? y : y - HEAD;
}

function Words({ x, y, lang, text }: { x: number; y: number; lang: string; text: string }) {
  return (
    <text class="words" x={x + WIDTH / 2} y={y} lang={lang}>
      {text}
    </text>
  );
}

function Drawn({ x, box: { lines, y }, corner }: { x: number; box: Placed; corner: ComponentChildren }) {
  const middle = y + BOX / 2 + 5 - (lines.length - 1) * 8;
  return (
    <>
      <rect x={x} y={y} width={WIDTH} height={BOX} rx={5} />
      {lines.map((line, i) => (
        <text x={x + WIDTH / 2} y={middle + i * 16}>
          {`${line} `}
        </text>
      ))}
      <text class="corner" x={x + WIDTH - 7} y={y + 14}>
        {corner}
      </text>
    </>
  );
}

/** The frame around what is stacked N times; one layer alone says so. */
function Stack({
  half,
  boxes,
  language,
  aroundHead,
}: Pick<PlanProps, 'language'> & { half: Half; boxes: Placed[]; aroundHead: NonNullable<PlanProps['aroundHead']> }) {
  const say = speaker(language);
  const stacked = boxes.filter(isStacked);
  const [from, to] = [stacked[0].y, stacked[stacked.length - 1].y];
  const alone = stacked.length === boxes.length;
  const encoder = alone ? say('Encoder layer', '编码器的一层') : say('Encoder, N ×', '编码器，N ×');
  const x = LEFT[half];
  return (
    <g class="stack">
      <rect x={x - 8} y={to - HEAD} width={WIDTH + 16} height={from - to + BOX + HEAD + 8} rx={9} />
      {aroundHead(
        half,
        <>
          <rect class="stack-head" x={x - 8} y={to - HEAD} width={WIDTH + 16} height={HEAD - 4} rx={9} />
          <text class="stack-name" x={x} y={to - HEAD / 2 + 3}>
            {half === 'encoder' ? encoder : say('Decoder, N ×', '解码器，N ×')}
          </text>
        </>,
      )}
    </g>
  );
}

/** An arrow into each box; into the first after a stack, and out of a layer that stands alone, from the frame. */
function Arrows({ x, boxes, top }: { x: number; boxes: Placed[]; top: number }) {
  const middle = x + WIDTH / 2;
  const paths = boxes.map(({ y, kind }, i) => {
    const below = boxes[i - 1];
    const leavesStack = kind === 'output' && below.kind !== 'output';
    const from = below === undefined ? BOTTOM + BOX + 28 : below.y - (leavesStack ? HEAD : 0);
    return `M${middle} ${from}V${y + BOX + 1}m-3 5l3-5l3 5`;
  });
  if (boxes.every(isStacked)) paths.push(`M${middle} ${boxes[boxes.length - 1].y - HEAD}V${top + 4}m-3 5l3-5l3 5`);
  return <path class="arrow" d={paths.join('')} />;
}

/** From the top of the encoder into the cross-attention of every decoder layer. */
function Crossing({ from, to }: { from: Placed[]; to: Placed[] }) {
  const middle = (LEFT.encoder + WIDTH + LEFT.decoder) / 2;
  const start = from[from.length - 1].y + BOX / 2;
  const end = (to.find(({ name }) => name === 'decoder.cross') as Placed).y + BOX / 2;
  const path = `M${LEFT.encoder + WIDTH} ${start}H${middle}V${end}H${LEFT.decoder - 1}m-5-3l5 3l-5 3`;
  return <path class="arrow" d={path} />;
}
