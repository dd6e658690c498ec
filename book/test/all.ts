/** The browser tests of the book; the last line counts them. `npm run book -- --test` weaves first. */

import { lineOf } from '../../examples/translator/failing.ts';
import { opened } from './browser.ts';
import { check, summed } from './checks.ts';
import { asPrinted, everyEntry, onPhone, used } from './figures.ts';
import { elsewhere, everyPage, forEverybody, offline } from './pages.ts';

try {
  const browser = await opened();
  for (const part of [everyPage, used, onPhone, elsewhere, offline, asPrinted, everyEntry, forEverybody]) {
    const begun = performance.now();
    await part(browser).catch((error: Error) => check(false, `${part.name}: ${error.message}`));
    console.log(`── ${part.name}, ${((performance.now() - begun) / 1000).toFixed(0)} s`);
  }
  await browser.close();
} catch (error) {
  check(false, lineOf(error));
}
summed();
