/** How the two programs fail: one line that says what to do, exit code 1, no stack trace. */

/** Runs a program. What it throws on purpose becomes its last line; a fault of the program itself keeps its stack. */
export async function run(program: () => Promise<void>): Promise<void> {
  try {
    await program();
  } catch (error) {
    if (!(error instanceof Error) || error instanceof TypeError || error instanceof ReferenceError)
      throw error;
    console.error(error.message);
    process.exitCode = 1;
  }
}
