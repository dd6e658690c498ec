/**
 * The hashes of the browser that opens this page: the files come from the server that sent it,
 * the hashes go back there.
 */

import { hashes } from './trainings.ts';

const bytes = async (name: string) => new Uint8Array(await (await fetch(name)).arrayBuffer());
const send = (found: object) => fetch('found', { method: 'POST', body: JSON.stringify(found) });

try {
  const [toy, everyday, f64, f32] = await Promise.all(['toy', 'everyday', 'f64', 'f32'].map(bytes));
  await send(await hashes({ toy, everyday, kernels: { f64, f32 } }));
} catch (error) {
  await send({ error: String(error) });
}
