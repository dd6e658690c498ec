/** The hashes of this Node, as JSON: what bits.ts runs with one Node after another. */

import { readFileSync } from 'node:fs';
import { hashes } from './trainings.ts';

const bytes = (path: string) => new Uint8Array(readFileSync(new URL(`../../${path}`, import.meta.url)));

const found = await hashes({
  toy: bytes('examples/corpus/corpus.tsv'),
  everyday: bytes('examples/corpus/everyday.tsv'),
  kernels: { f64: bytes('build/kernels-f64.wasm'), f32: bytes('build/kernels-f32.wasm') },
});
console.log(JSON.stringify(found));
