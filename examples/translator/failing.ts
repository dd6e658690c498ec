/** How the programs fail: one line that says what to do, exit code 1, no stack trace. */

import { languageOf, speaker, type Say } from '../../lib/language.ts';

/** The line that an error has for the reader. A fault of the program itself is thrown again, with its stack. */
export function lineOf(error: unknown): string {
  if (!(error instanceof Error) || error instanceof TypeError || error instanceof ReferenceError) throw error;
  return error.message;
}

/**
 * Runs a program on its command line. What it throws on purpose becomes its last line; a fault of the program itself
 * keeps its stack.
 */
export async function run(program: (args: string[], say: Say) => Promise<void>): Promise<void> {
  const args = process.argv.slice(2);
  try {
    const say = speaker(languageOf(args));
    watchOutput(say);
    await program(args, say);
  } catch (error) {
    console.error(lineOf(error));
    process.exitCode = 1;
  }
}

/** What cannot be printed, because a disk is full, is said once; the work goes on, and the exit code is 1. */
function watchOutput(say: Say): void {
  let isLost = false;
  process.stdout.on('error', ({ code }: NodeJS.ErrnoException) => {
    // Whoever reads the output may stop reading, as `head` does; then there is nobody to write for.
    if (code === 'EPIPE') process.exit(1);
    process.exitCode = 1;
    if (isLost) return;
    isLost = true;
    console.error(
      say(`cannot write the output (${code}): what is printed is lost`, `无法写入输出（${code}）：打印的内容会丢失`),
    );
  });
}
