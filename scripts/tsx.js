// The loader of TypeScript. It keeps what it has compiled in the temporary folder; where nothing can be written there, it
// does without, and the programs start all the same.
import { mkdtempSync, rmdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

try {
  rmdirSync(mkdtempSync(join(tmpdir(), 'tsx-')));
} catch {
  process.env.TSX_DISABLE_CACHE = '1';
}
await import('tsx');
