// A thread does not inherit the loader of TypeScript that its program was started with: it registers its own.
import { workerData } from 'node:worker_threads';
import { register } from 'tsx/esm/api';

register();
await import(workerData.program);
