/**
 * Named matrices and vectors as bytes, and back, in the safetensors format:
 * eight bytes with the length of the header (little-endian), the header as JSON, padded with spaces
 * to a multiple of eight, then every number as eight bytes (IEEE 754 double, little-endian).
 * Format: https://huggingface.co/docs/safetensors
 */

import type { Matrix, Vector } from './matrix.ts';
import { rows, type Leaf } from './params.ts';

/** What a file holds: tensors by name, and texts by name. */
export interface Checkpoint {
  tensors: Map<string, Leaf>;
  metadata: Record<string, string>;
}

const BYTES = 8; // of a double, and of the length that begins the file

/** The bytes of a safetensors file. */
export function toSafetensors({ tensors, metadata }: Checkpoint): Uint8Array<ArrayBuffer> {
  const header: Record<string, unknown> = { __metadata__: metadata };
  let end = 0;
  for (const [name, leaf] of tensors) {
    const begin = end;
    const shape = sizesOf(leaf);
    end += numbersIn(shape) * BYTES;
    header[name] = { dtype: 'F64', shape, data_offsets: [begin, end] };
  }
  const json = new TextEncoder().encode(JSON.stringify(header));
  const padded = Math.ceil(json.length / BYTES) * BYTES;
  const bytes = new Uint8Array(BYTES + padded + end).fill(0x20, BYTES, BYTES + padded);
  bytes.set(json, BYTES);
  const view = new DataView(bytes.buffer);
  view.setBigUint64(0, BigInt(padded), true);
  let at = BYTES + padded;
  for (const leaf of tensors.values()) {
    for (const row of rows(leaf)) {
      for (let j = 0; j < row.length; j++) view.setFloat64(at + j * BYTES, row[j], true);
      at += row.length * BYTES;
    }
  }
  return bytes;
}

/** The tensors and texts of a safetensors file. Throws Error naming what was expected and what was found. */
export function fromSafetensors(bytes: Uint8Array): Checkpoint {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const { header, start } = headerOf(bytes, view);
  const { __metadata__: metadata = {}, ...entries } = header;
  if (!isRecord(metadata) || Object.values(metadata).some((text) => typeof text !== 'string')) {
    throw new Error('expected metadata of texts, found something else');
  }
  const tensors = new Map<string, Leaf>();
  let end = 0;
  for (const [name, entry] of Object.entries(entries)) {
    const shape = shapeOf(name, entry, end);
    const size = numbersIn(shape) * BYTES;
    const left = bytes.length - start - end;
    if (size > left) throw new Error(`expected ${size} bytes for ${shown(name)}, found ${left}`);
    tensors.set(name, readLeaf(view, start + end, shape, name));
    end += size;
  }
  if (start + end !== bytes.length) {
    throw new Error(`expected a file of ${start + end} bytes, found ${bytes.length}`);
  }
  return { tensors, metadata: metadata as Record<string, string> };
}

function headerOf(bytes: Uint8Array, view: DataView) {
  if (bytes.length < BYTES) throw new Error(`expected at least ${BYTES} bytes, found ${bytes.length}`);
  const length = view.getBigUint64(0, true);
  if (length > BigInt(bytes.length - BYTES)) {
    throw new Error(`expected a header of ${length} bytes, found ${bytes.length - BYTES}`);
  }
  const start = BYTES + Number(length);
  let header: unknown;
  try {
    header = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes.subarray(BYTES, start)));
  } catch {
    throw new Error('expected a header in JSON, found something else');
  }
  if (!isRecord(header)) throw new Error('expected a header with names, found something else');
  return { header, start };
}

/** The sizes of an entry: one for a vector, two for a matrix. `end`: where the entry before it ended. */
function shapeOf(name: string, entry: unknown, end: number): number[] {
  const { dtype, shape, data_offsets } = isRecord(entry) ? entry : {};
  if (dtype !== 'F64') throw new Error(`expected ${shown(name)} in F64, found ${shown(dtype)}`);
  const whole = (x: unknown) => Number.isSafeInteger(x) && Number(x) > 0;
  if (!Array.isArray(shape) || shape.length < 1 || shape.length > 2 || !shape.every(whole)) {
    throw new Error(`expected ${shown(name)} to be a vector or a matrix, found shape ${shown(shape)}`);
  }
  const size = numbersIn(shape) * BYTES;
  const expected = JSON.stringify([end, end + size]);
  if (JSON.stringify(data_offsets) !== expected) {
    throw new Error(`expected ${shown(name)} at ${expected}, found ${shown(data_offsets)}`);
  }
  return shape as number[];
}

function readLeaf(view: DataView, at: number, shape: number[], name: string): Leaf {
  const [n, m] = shape.length === 1 ? [1, shape[0]] : shape;
  const A: Matrix = [];
  for (let i = 0; i < n; i++) {
    const row: Vector = [];
    for (let j = 0; j < m; j++) {
      const x = view.getFloat64(at + (i * m + j) * BYTES, true);
      if (!Number.isFinite(x)) throw new Error(`expected numbers in ${shown(name)}, found ${x}`);
      row.push(x);
    }
    A.push(row);
  }
  return shape.length === 1 ? A[0] : A;
}

function numbersIn(shape: number[]): number {
  return shape.reduce((product, length) => product * length, 1);
}

function sizesOf(leaf: Leaf): number[] {
  const [first] = leaf;
  return Array.isArray(first) ? [leaf.length, first.length] : [leaf.length];
}

/** A value out of a file, as it can stand in an error: on one line, and not too long. */
function shown(value: unknown): string {
  return (JSON.stringify(value) ?? 'nothing').slice(0, 60);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
