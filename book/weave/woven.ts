/** Weaves the book and says how long it took and how large it is. */

import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Say } from '../../lib/language.ts';
import { folder, weave } from './weave.ts';

/** Weaves the book into its folder, and prints seconds and sizes. */
export async function woven(say: Say): Promise<void> {
  const begun = performance.now();
  await weave();
  const seconds = ((performance.now() - begun) / 1000).toFixed(1);
  const files = readdirSync(folder, { recursive: true }).map((name) => String(name));
  const bytes = (wanted: RegExp) =>
    files.filter((name) => wanted.test(name)).reduce((sum, name) => sum + statSync(join(folder, name)).size, 0);
  const kilobytes = (wanted: RegExp) => `${Math.round(bytes(wanted) / 1000)} kB`;
  const pages = files.filter((name) => name.endsWith('.html')).length;
  console.log(
    say(
      `book/out: ${pages} pages in ${seconds} s; pages ${kilobytes(/\.html$/)}, script ${kilobytes(/^book\.js$/)}, style ${kilobytes(/\.css$/)}, search ${kilobytes(/^search/)}`,
      `book/out：${pages} 页，${seconds} 秒；页面 ${kilobytes(/\.html$/)}，脚本 ${kilobytes(/^book\.js$/)}，样式 ${kilobytes(/\.css$/)}，搜索 ${kilobytes(/^search/)}`,
    ),
  );
}
