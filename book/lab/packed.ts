/**
 * Numbers that remember as plain lists, which go from thread to thread: a million of them make a model's opened
 * sentence, and a page that made them itself would stand still for a second.
 */

import { recalled, Remembered, type Operand, type Place } from '../tracing/number.ts';
import type { Scene } from '../stage/scenes.ts';

/** Every number by its place in the lists; −1 where there is nothing. Each text is a place in `texts`. */
export interface Packed {
  shown: [path: string, x: number][]; // what stands in the figure; x as an operand
  values: Float64Array;
  operations: Int32Array; //  texts
  places: Int32Array; //      in `sources`
  names: Int32Array; //       texts
  rows: Int32Array;
  columns: Int32Array;
  labels: Int32Array; //      texts
  begins: Int32Array; //      where its operands begin; the next one's are their end
  operands: Int32Array; //    a number; or −1 and below, a plain one
  plain: Float64Array;
  sources: Place[];
  texts: string; //           all of them in one: a list of so many would take long to cross
  textsBegin: Int32Array;
  film: { values: Float64Array; places: Int32Array; names: Int32Array; paths: Int32Array; begins: Int32Array };
  reads: Int32Array; //       texts of all scenes
}

/** What is shown, all that made it, and the film. */
export function packed(shown: [path: string, x: Operand][], scenes: Scene[]): Packed {
  const [texts, sources] = [listed<string>(), listed<Place>()];
  const numbers = listed<Remembered>();
  const plain: number[] = [];
  const operand = (x: Operand) => (x instanceof Remembered ? numbers.at(x) : -plain.push(x));
  const shownAt = shown.map(([path, x]): [string, number] => [path, operand(x)]);
  const [begins, operands]: [number[], number[]] = [[0], []];
  // The list grows while one walks along it.
  for (const x of numbers.all) begins.push(operands.push(...x.operands.map(operand)));
  const [readsBegin, reads]: [number[], number[]] = [[0], []];
  for (const scene of scenes) {
    for (const read of scene.reads) reads.push(texts.at(read));
    readsBegin.push(reads.length);
  }
  const ofNumbers = (of: (x: Remembered) => number | undefined) => Int32Array.from(numbers.all, (x) => of(x) ?? -1);
  const ofScenes = (of: (scene: Scene) => number) => Int32Array.from(scenes, of);
  const lists = {
    shown: shownAt,
    values: Float64Array.from(numbers.all, ({ value }) => value),
    operations: ofNumbers(({ operation }) => texts.at(operation)),
    places: ofNumbers(({ place }) => place && sources.at(place)),
    names: ofNumbers(({ name }) => texts.at(name)),
    rows: ofNumbers(({ row }) => row),
    columns: ofNumbers(({ column }) => column),
    labels: ofNumbers(({ label }) => texts.at(label)),
    begins: Int32Array.from(begins),
    operands: Int32Array.from(operands),
    plain: Float64Array.from(plain),
    film: {
      values: Float64Array.from(scenes, ({ value }) => value),
      places: ofScenes(({ place }) => sources.at(place)),
      names: ofScenes(({ name }) => texts.at(name)),
      paths: ofScenes(({ path }) => texts.at(path)),
      begins: Int32Array.from(readsBegin),
    },
    reads: Int32Array.from(reads),
    sources: sources.all,
  };
  let end = 0;
  const textsBegin = Int32Array.from([0, ...texts.all.map((text) => (end += text.length))]);
  return { ...lists, texts: texts.all.join(''), textsBegin };
}

/** What may change threads without being copied. */
export function movable({ film, ...lists }: Packed): Transferable[] {
  return [...Object.values(lists), ...Object.values(film)].flatMap((list) =>
    ArrayBuffer.isView(list) ? [list.buffer as ArrayBuffer] : [],
  );
}

/** The numbers that are shown, by their paths. Those that made them come when they are asked for. */
export function shownIn(packed: Packed): Map<string, Operand> {
  const { values, operations, places, names, rows, columns, labels, begins, operands, plain, sources } = packed;
  const known = new Map<number, Remembered>();
  const operand = (at: number): Operand => (at < 0 ? plain[-1 - at] : number(at));
  const number = (at: number): Remembered => {
    const before = known.get(at);
    if (before !== undefined) return before;
    const from = () => [...operands.subarray(begins[at], begins[at + 1])].map(operand);
    const x = recalled(values[at], textAt(packed, operations[at]) ?? '', from, sources[places[at]]);
    x.name = textAt(packed, names[at]);
    x.row = rows[at] < 0 ? undefined : rows[at];
    x.column = columns[at] < 0 ? undefined : columns[at];
    x.label = textAt(packed, labels[at]);
    known.set(at, x);
    return x;
  };
  return new Map(packed.shown.map(([path, at]) => [path, operand(at)]));
}

/** How many scenes the film has. */
export function lengthOf({ film }: Packed): number {
  return film.values.length;
}

/** One of them. */
export function sceneAt(packed: Packed, k: number): Scene {
  const { film, reads, sources } = packed;
  const text = (at: number) => textAt(packed, at) ?? '';
  return {
    place: sources[film.places[k]],
    name: text(film.names[k]),
    path: textAt(packed, film.paths[k]),
    reads: Array.from(reads.subarray(film.begins[k], film.begins[k + 1]), text),
    value: film.values[k],
  };
}

function textAt({ texts, textsBegin }: Packed, at: number): string | undefined {
  return at < 0 ? undefined : texts.slice(textsBegin[at], textsBegin[at + 1]);
}

/** Things in the order in which each was asked for first. */
function listed<Thing>() {
  const known = new Map<Thing, number>();
  const all: Thing[] = [];
  return {
    all,
    /** The place of a thing; −1 of nothing. */
    at(thing: Thing | undefined): number {
      if (thing === undefined) return -1;
      const before = known.get(thing);
      if (before !== undefined) return before;
      known.set(thing, all.length);
      return all.push(thing) - 1;
    },
  };
}
