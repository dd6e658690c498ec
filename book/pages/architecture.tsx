/** The paper's figure 1 as the book's map: each box is a link to the chapter that builds it. */

import type { Language } from '../../lib/language.ts';
import { speaker } from '../../lib/language.ts';

/** A box of the figure: its words, a line each, the chapter it leads to, and its colour. */
interface Box {
  lines: string[];
  chapter: number;
  kind: 'embedding' | 'attention' | 'norm' | 'forward' | 'output';
}

// A finger needs 44 pixels on a phone of 360, where a unit is 0.9 of one. Between two boxes is room for an arrow.
const [WIDTH, BOX, GAP, BOTTOM, HEAD] = [150, 50, 13, 780, 54];
const [LEFT, RIGHT] = [12, 198];

/** The map. href: the page of a chapter by its number. */
export function Architecture({ language, href }: { language: Language; href: (chapter: number) => string }) {
  const say = speaker(language);
  const title = say('The architecture of the Transformer', 'Transformer 的整体结构');
  const encoder = bottomUp(encoderBoxes(language));
  const decoder = bottomUp(decoderBoxes(language));
  return (
    <svg class="architecture" viewBox="0 104 360 772" role="group" aria-label={title}>
      <Stack
        x={LEFT}
        from={encoder[2].y}
        to={encoder[5].y}
        label={say('Encoder, N ×', '编码器，N ×')}
        href={href(10)}
      />
      <Stack
        x={RIGHT}
        from={decoder[2].y}
        to={decoder[7].y}
        label={say('Decoder, N ×', '解码器，N ×')}
        href={href(11)}
      />
      <Arrows x={LEFT} boxes={encoder} />
      <Arrows x={RIGHT} boxes={decoder} />
      <Crossing from={encoder[5].y} to={decoder[4].y} />
      {encoder.map((box) => (
        <Drawn x={LEFT} box={box} href={href(box.chapter)} />
      ))}
      {decoder.map((box) => (
        <Drawn x={RIGHT} box={box} href={href(box.chapter)} />
      ))}
      <text class="words" x={LEFT + WIDTH / 2} y={BOTTOM + BOX + HEAD + 8} lang="zh-Hans">
        我 爱 你
      </text>
      <text class="words" x={RIGHT + WIDTH / 2} y={BOTTOM + BOX + HEAD + 8} lang="en">
        {'<bos> I love'}
      </text>
      <text class="words" x={RIGHT + WIDTH / 2} y={decoder[9].y - 24} lang="en">
        I love you
      </text>
    </svg>
  );
}

function encoderBoxes(language: Language): Box[] {
  const say = speaker(language);
  return [
    { lines: [say('Embedding', '词嵌入')], chapter: 2, kind: 'embedding' },
    { lines: [say('+ positions', '+ 位置编码')], chapter: 3, kind: 'embedding' },
    { lines: say('Multi-head,self-attention', '多头自注意力').split(','), chapter: 5, kind: 'attention' },
    { lines: [say('Add & norm', '残差与归一化')], chapter: 7, kind: 'norm' },
    { lines: [say('Feed-forward', '前馈层')], chapter: 9, kind: 'forward' },
    { lines: [say('Add & norm', '残差与归一化')], chapter: 7, kind: 'norm' },
  ];
}

function decoderBoxes(language: Language): Box[] {
  const say = speaker(language);
  return [
    { lines: [say('Embedding', '词嵌入')], chapter: 2, kind: 'embedding' },
    { lines: [say('+ positions', '+ 位置编码')], chapter: 3, kind: 'embedding' },
    { lines: say('Masked,self-attention', '掩码自注意力').split(','), chapter: 6, kind: 'attention' },
    { lines: [say('Add & norm', '残差与归一化')], chapter: 7, kind: 'norm' },
    { lines: [say('Cross-attention', '交叉注意力')], chapter: 5, kind: 'attention' },
    { lines: [say('Add & norm', '残差与归一化')], chapter: 7, kind: 'norm' },
    { lines: [say('Feed-forward', '前馈层')], chapter: 9, kind: 'forward' },
    { lines: [say('Add & norm', '残差与归一化')], chapter: 7, kind: 'norm' },
    { lines: [say('Linear', '线性层')], chapter: 11, kind: 'output' },
    { lines: ['Softmax'], chapter: 11, kind: 'output' },
  ];
}

type Placed = Box & { y: number };

/** The boxes with their places: the first at the bottom, and more room where a stack begins and ends. */
function bottomUp(boxes: Box[]): Placed[] {
  return boxes.map((box, i) => ({
    ...box,
    y: BOTTOM - i * (BOX + GAP) - (i >= 2 ? 12 : 0) - (box.kind === 'output' ? HEAD - 8 : 0),
  }));
}

function Drawn({ x, box: { lines, chapter, kind, y }, href }: { x: number; box: Placed; href: string }) {
  const middle = y + BOX / 2 + 5 - (lines.length - 1) * 8;
  return (
    <a href={href} class={`box ${kind}`}>
      <rect x={x} y={y} width={WIDTH} height={BOX} rx={5} />
      {lines.map((line, i) => (
        <text x={x + WIDTH / 2} y={middle + i * 16}>
          {`${line} `}
        </text>
      ))}
      <text class="chapter" x={x + WIDTH - 7} y={y + 14}>
        {chapter}
      </text>
    </a>
  );
}

/** The frame around what is stacked N times. */
function Stack({ x, from, to, label, href }: { x: number; from: number; to: number; label: string; href: string }) {
  return (
    <g class="stack">
      <rect x={x - 8} y={to - HEAD} width={WIDTH + 16} height={from - to + BOX + HEAD + 8} rx={9} />
      <a href={href} class="stack-name">
        <rect x={x - 8} y={to - HEAD} width={WIDTH + 16} height={HEAD - 4} rx={9} />
        <text x={x} y={to - HEAD / 2 + 3}>
          {label}
        </text>
      </a>
    </g>
  );
}

/** An arrow into each box; into the first after a stack it begins at the stack's frame. */
function Arrows({ x, boxes }: { x: number; boxes: Placed[] }) {
  const middle = x + WIDTH / 2;
  const paths = boxes.map(({ y, kind }, i) => {
    const below = boxes[i - 1];
    const leavesStack = kind === 'output' && below.kind !== 'output';
    const from = below === undefined ? BOTTOM + BOX + 28 : below.y - (leavesStack ? HEAD : 0);
    return `M${middle} ${from}V${y + BOX + 1}m-3 5l3-5l3 5`;
  });
  return <path class="arrow" d={paths.join('')} />;
}

/** From the top of the encoder into the cross-attention of every decoder layer. */
function Crossing({ from, to }: { from: number; to: number }) {
  const middle = (LEFT + WIDTH + RIGHT) / 2;
  return (
    <path class="arrow" d={`M${LEFT + WIDTH} ${from + BOX / 2}H${middle}V${to + BOX / 2}H${RIGHT - 1}m-5-3l5 3l-5 3`} />
  );
}
