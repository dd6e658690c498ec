/** A whole figure on a sheet: what is given, what comes of it, its pictures, and one number opened. */

import type { Traced } from '../../book/tracing/bundle.ts';
import type { History } from '../../book/tracing/history.ts';
import {
  inWords,
  isAmong,
  type Box,
  type Figure,
  type Shown,
  type Turns,
  type Words,
} from '../../book/stage/figure.ts';
import type { Picture, Tried } from '../../book/stage/pictures/picture.ts';
import { entriesOf, type Entry } from '../../book/tracing/work.ts';
import { short } from '../../book/tracing/wording.ts';
import type { Node } from '../../chapters/08-backprop/tape.ts';
import { speaker, type Language, type Say } from '../../lib/language.ts';
import { escaped, svg } from '../../lib/svg.ts';
import { asked, numbersOf } from '../why.ts';
import { below, beside, COLUMN, moved, paragraph, piecesOf, wrapped, type Block } from './block.ts';
import { angle } from './angle.ts';
import { curves } from './curves.ts';
import { dials } from './dials.ts';
import { matrix, tableOf } from './matrix.ts';
import { graph } from './graph.ts';
import { heat } from './heat.ts';
import { moments } from './moments.ts';
import { network } from './network.ts';
import { origin } from './origin.ts';
import { separation } from './separation.ts';
import { shares } from './shares.ts';
import { style } from './style.ts';
import { tree } from './tree.ts';

const [WIDTH, MARGIN] = [520, 20]; // half again as wide as a phone's page: its text is still to be read there

/** Matrices under one heading. */
interface Group {
  heading: string;
  shown: Shown[];
  pictures?: Picture[] | undefined;
}

/** What one finds in the drawing of a figure in which that entry is opened. */
export function captionOf(figure: Figure, entry = figure.first): Words {
  return isOnTheWayBack(figure, entry) ? (figure.back ?? figure.caption) : figure.caption;
}

/**
 * The drawing of a figure with an entry opened: forwards, or the way back if the entry lies there. Throws RangeError
 * for an entry that there is not, or that was given.
 */
export function sheet(figure: Figure, entry: string | undefined, chapter: Traced, language: Language): string {
  const numbers = numbersOf(chapter);
  const say = speaker(language);
  const isMatrix = figure.backwards?.flat().some(({ path }) => path === entry); // named for the way back alone
  const opened = entry === undefined || isMatrix ? undefined : asked(entry, numbers, say);
  const history = opened && chapter.history.historyOf(opened[1], opened[0]);
  const entries = (path: string) => entriesOf(path, numbers);
  const values = (path: string) => entries(path).map((row) => row.map(([, x]) => Number(x)));
  const isBack = isOnTheWayBack(figure, entry);
  const groups = isBack ? backwards(figure, history, entries, say) : forwards(figure, opened?.[0], chapter, language);
  const marked = { opened: opened?.[0], read: new Set(history?.operands) };
  const blocks = groups.map(({ shown }) => shown.map((each) => matrix(each, entries(each.path), marked, language)));
  for (const [k, { pictures = [] }] of groups.entries()) {
    blocks[k].push(...pictures.flatMap((picture) => pictureOf(picture, values, chapter, language) ?? []));
  }
  const width = Math.max(WIDTH - 2 * MARGIN, ...blocks.flat().map((block) => block.width));
  const caption = inWords(captionOf(figure, entry), language);
  const sums = history ? [origin(chapter, history, width)] : [];
  const drawn = below([
    paragraph(wrapped(piecesOf(caption), width / COLUMN.caption), 'caption'),
    ...groups.flatMap(({ heading }, k) => {
      return [paragraph(wrapped(piecesOf(heading), width / COLUMN.note), 'note'), beside(blocks[k], width)];
    }),
    ...sums,
  ]);
  const told = groups.flatMap(({ shown }) => shown).map((each) => inText(each, values(each.path), language));
  return svg(Math.ceil(width + 2 * MARGIN), Math.ceil(drawn.height + 2 * MARGIN), caption, [
    `<desc>${escaped([...told, ...sums.map(({ told }) => told)].join('\n'))}</desc>`,
    `<style>\n${style()}\n</style>`,
    moved(drawn, MARGIN, MARGIN),
  ]);
}

/** What is given, without what the loss asks, and what comes of it. */
function forwards(
  { given, forwards, boxes = [], turns, pictures }: Figure,
  opened: string | undefined,
  chapter: Traced,
  language: Language,
): Group[] {
  const say = speaker(language);
  const start = [
    ...given.filter(({ role }) => role !== 'gradient'),
    ...boxes.slice(0, 1).flatMap(({ reads }) => reads),
  ];
  const groups = [
    { heading: say('given', '给定'), shown: start },
    { heading: say('forwards', '前向'), shown: forwards.flat(), pictures },
    ...(turns === undefined ? [] : [firstOf(turns, chapter, language)]),
    ...boxes.map((box) => ({
      heading: inWords(box.says, language),
      shown: leaves(box, opened),
      pictures: box.pictures,
    })),
  ];
  return groups.filter(({ shown, pictures = [] }) => shown.length + pictures.length > 0);
}

/** The view that comes first; on paper nobody steps on. */
function firstOf({ says, each: [{ called, shown }] }: Turns, { chapter, work }: Traced, language: Language): Group {
  const [text] = work.workOf(chapter, new Map(), false).found[says] as string[];
  return { heading: `${inWords(called, language)} ${text}`, shown: shown.flat() };
}

/** What a box hands on, who looked at whom for it, and where the opened number stands: on paper no box opens. */
function leaves({ writes }: Box, opened = ''): Shown[] {
  const last = writes[writes.length - 1];
  return writes.flat().filter((shown) => shown.role === 'share' || last.includes(shown) || isAmong(opened, [shown]));
}

/** What the loss asks, with the matrices from which the opened number is made, and what comes of it. */
function backwards(
  { given, forwards, backwards = [] }: Figure,
  history: History | undefined,
  entries: (path: string) => Entry[][],
  say: Say,
): Group[] {
  const operands = new Set(history?.operands);
  const isRead = ({ path }: Shown) => entries(path).some((row) => row.some(([, x]) => operands.has(x as never)));
  const asks = given.filter((shown) => shown.role === 'gradient' || isRead(shown));
  return [
    {
      heading: say('what the loss asks, and what is read', '损失的要求，以及用到的数'),
      shown: [...asks, ...forwards.flat().filter(isRead)],
    },
    { heading: say('backwards', '回程'), shown: backwards.flat() },
  ];
}

function isOnTheWayBack({ backwards = [] }: Figure, entry: string | undefined): boolean {
  return isAmong(entry ?? '', backwards.flat());
}

/** The picture, if its kind can stand still on paper. */
function pictureOf(
  picture: Picture,
  values: (path: string) => number[][],
  { chapter, work, numbers }: Traced,
  language: Language,
): Block | undefined {
  switch (picture.kind) {
    case 'tree': {
      const { found } = work.workOf(chapter, new Map(), false);
      return tree(picture, found[picture.path] as Tried[][], numbers.valueOf, language);
    }
    case 'shares':
      return shares(picture, values(picture.path), speaker(language));
    case 'curves':
      return curves(picture, (path) => values(path).flat(), language);
    case 'angle':
      return angle(picture, (path) => values(path).flat(), language);
    case 'heat':
      return heat(picture, values(picture.path), language);
    case 'dials':
      return dials(picture, (path) => values(path).flat(), speaker(language));
    case 'separation':
      return separation(picture, values, language);
    case 'graph': {
      const { found } = work.workOf(chapter, new Map(), false);
      return graph(picture, found[picture.tape] as Map<Node, number>, (x) => short(numbers.valueOf(x)));
    }
    case 'moments':
      return moments(picture, values, language);
    case 'network':
      return network(picture, values, language);
    default:
      return undefined;
  }
}

/** A matrix as it is read aloud. */
function inText(shown: Shown, values: number[][], language: Language): string {
  const { rows, columns, texts } = tableOf(shown, values, language);
  const lines = texts.map((row, i) => [rows[i] ?? '', row.join(', ')].filter((text) => text !== '').join(' '));
  const names = columns.length === 0 ? '' : ` (${columns.join(', ')})`;
  return `${inWords(shown.called ?? shown.path, language)}${names}: ${lines.join('; ')}`;
}
