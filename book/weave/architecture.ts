/** The architecture as a map of the book: figure 1 of Vaswani et al. 2017, each box a link to its chapter. */

import { speaker, type Language, type Say } from '../../lib/language.ts';
import { escaped } from './escaped.ts';

interface Box {
  x: number;
  y: number;
  width: number;
  en: string;
  zh: string;
  chapter: string;
}

const [WIDTH, HEIGHT, BOX] = [340, 470, 34];
const [LEFT, RIGHT, WIDE] = [10, 180, 150];

const box = (x: number, y: number, en: string, zh: string, chapter: string, width = WIDE): Box => ({
  x,
  y,
  width,
  en,
  zh,
  chapter,
});

const BOXES: Box[] = [
  box(RIGHT, 2, 'scores, softmax', '分数、softmax', '11-decoder'),
  box(LEFT, 200, 'Add & Norm', '相加与归一化', '07-layer-norm'),
  box(LEFT, 238, 'feed-forward', '前馈层', '09-feed-forward'),
  box(LEFT, 290, 'Add & Norm', '相加与归一化', '07-layer-norm'),
  box(LEFT, 328, 'multi-head attention', '多头注意力', '05-multi-head'),
  box(RIGHT, 68, 'Add & Norm', '相加与归一化', '07-layer-norm'),
  box(RIGHT, 106, 'feed-forward', '前馈层', '09-feed-forward'),
  box(RIGHT, 158, 'Add & Norm', '相加与归一化', '07-layer-norm'),
  box(RIGHT, 196, 'cross-attention', '交叉注意力', '11-decoder'),
  box(RIGHT, 290, 'Add & Norm', '相加与归一化', '07-layer-norm'),
  box(RIGHT, 328, 'masked attention', '带掩码的注意力', '06-masking'),
  box(LEFT, 388, '+ positions', '+ 位置', '03-positions'),
  box(RIGHT, 388, '+ positions', '+ 位置', '03-positions'),
  box(LEFT, 426, 'embedding', '词嵌入', '02-embedding'),
  box(RIGHT, 426, 'embedding', '词嵌入', '02-embedding'),
];

/** The figure as SVG; its links are what a keyboard and a screen reader find. */
export function architecture(language: Language): string {
  const say = speaker(language);
  const arrow = (d: string) => `<path class="arrow" d="${d}" marker-end="url(#tip)"/>`;
  const left = LEFT + WIDE / 2;
  const right = RIGHT + WIDE / 2;
  return `<figure class="map"><svg viewBox="0 0 ${WIDTH} ${HEIGHT}" role="group" aria-label="${say('the architecture as a map of the book', '以架构图为全书地图')}">
<defs><marker id="tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto"><path d="M0 0L8 4L0 8z"/></marker></defs>
${frame(LEFT - 6, 190, 182, say('encoder × N', '编码器 × N'), '10-encoder')}
${frame(RIGHT - 6, 58, 314, say('decoder × N', '解码器 × N'), '11-decoder')}
${arrow(`M${left} 426V366`)}${arrow(`M${right} 426V366`)}${arrow(`M${left} 290V276`)}${arrow(`M${right} 290V234`)}${arrow(`M${right} 158V144`)}${arrow(`M${right} 68V40`)}
${arrow(`M${left} 200V178Q${left} 170 ${left + 8} 170H${RIGHT - 12}Q${RIGHT - 4} 170 ${RIGHT - 4} 178V206Q${RIGHT - 4} 213 ${RIGHT} 213`)}
${BOXES.map((each) => drawn(each, say)).join('\n')}
</svg><figcaption>${say('Each box leads to the chapter that explains it.', '点一个方框，就到讲它的那一章。')}</figcaption></figure>`;
}

function drawn({ x, y, width, en, zh, chapter }: Box, say: Say): string {
  const text = escaped(say(en, zh));
  return `<a href="${chapter}.html"><rect x="${x}" y="${y}" width="${width}" height="${BOX}" rx="4"/><text x="${x + width / 2}" y="${y + BOX / 2}">${text}</text></a>`;
}

function frame(x: number, y: number, height: number, name: string, chapter: string): string {
  return `<rect class="stack" x="${x}" y="${y}" width="${WIDE + 12}" height="${height}" rx="8"/><a class="stack-name" href="${chapter}.html"><text x="${x + 2}" y="${y - 9}">${name}</text></a>`;
}
