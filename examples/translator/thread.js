// A thread does not inherit the loader of TypeScript that its program was started with: it registers its own.
import { register } from 'tsx/esm/api';

register();
await import('./worker.ts');
