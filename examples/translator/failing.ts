/** How the two programs fail: one line that says what to do, exit code 1, no stack trace. */

/** The line that an error has for the reader. A fault of the program itself is thrown again, with its stack. */
export function lineOf(error: unknown): string {
  if (!(error instanceof Error) || error instanceof TypeError || error instanceof ReferenceError) throw error;
  return error.message;
}

/** Runs a program. What it throws on purpose becomes its last line; a fault of the program itself keeps its stack. */
export async function run(program: () => Promise<void>): Promise<void> {
  // Whoever reads the output may stop reading, as `head` does; then there is nobody to write for.
  process.stdout.on('error', () => process.exit(1));
  try {
    await program();
  } catch (error) {
    console.error(lineOf(error));
    process.exitCode = 1;
  }
}
