/** TypeScript as the script of one module, both when the book is woven and when a reader has changed a file. */

import { transform } from 'sucrase';

/** The text without its types, imports as require and exports; line by line where it stood. Throws SyntaxError. */
export function scriptOf(source: string): string {
  return transform(source, { transforms: ['typescript', 'imports'], disableESTransforms: true }).code;
}
