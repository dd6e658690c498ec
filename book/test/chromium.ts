/** The browser that reads the book in the tests: a Chromium that is on this machine. */

import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chromium, type Browser } from 'playwright-core';
import type { Say } from '../../lib/language.ts';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
const PLACES = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
];

/** Starts it. Throws Error, with what to do, where there is none. */
export async function startedChromium(say: Say): Promise<Browser> {
  const finder = process.platform === 'win32' ? 'where' : 'which';
  const found = NAMES.map((name) => spawnSync(finder, [name], { encoding: 'utf8' }).stdout?.split('\n')[0] ?? '');
  const executablePath = [...found, ...PLACES].find((path) => path !== '' && existsSync(path));
  if (executablePath === undefined) {
    throw new Error(
      say(
        'no Chromium was found to read the book with; get one by apt-get install chromium, or install Chrome',
        '没有找到能读这本书的 Chromium；请运行 apt-get install chromium，或安装 Chrome',
      ),
    );
  }
  // Root may not use the sandbox.
  return chromium.launch({ executablePath, args: process.getuid?.() === 0 ? ['--no-sandbox'] : [] });
}
