/** Times of things to do, compared fairly: in turns, so that whatever disturbs the machine disturbs all of them. */

/** Something to do; a promise if others help. */
export type Task = () => void | Promise<void>;

/** Milliseconds of doing a thing before it counts: the machine compiles what is done often. */
const WARM_UP = 150;
/** Milliseconds of one measurement: much longer than the clock's ticks, and than what it takes a worker to wake. */
const SAMPLE = 150;
/** Measurements of each thing, at least. */
const FEWEST = 5;

/** Told how much of the measuring is done, from 0 to 1. */
export type Tick = (done: number) => void;

/**
 * Seconds of each task, the median of rounds in turns, for about so many seconds. However slow the machine is, each
 * task is measured FEWEST times.
 */
export async function medians(tasks: Task[], seconds: number, tick: Tick): Promise<number[]> {
  const begun = performance.now();
  const done = () => (performance.now() - begun) / 1000 / seconds;
  const calls: number[] = [];
  for (const task of tasks) calls.push(await callsOf(task));
  const found = tasks.map((): number[] => []);
  for (let round = 0; round < FEWEST || done() < 1; round++) {
    for (const [i, task] of tasks.entries()) {
      await millisecondsOf(task, 1); // not counted: the others had the caches, and its workers were asleep
      found[i].push((await millisecondsOf(task, calls[i])) / calls[i] / 1000);
    }
    tick(Math.min(1, done()));
  }
  return found.map(median);
}

/** The number in the middle. */
function median(numbers: number[]): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)];
}

/** How many calls make a measurement of SAMPLE milliseconds, once the task is warm. */
async function callsOf(task: Task): Promise<number> {
  const begun = performance.now();
  let calls = 0;
  // Counted, and not timed one by one: a page's clock ticks too seldom for that.
  do {
    await millisecondsOf(task, 1);
    calls++;
  } while (performance.now() - begun < WARM_UP);
  return Math.ceil((calls * SAMPLE) / WARM_UP);
}

async function millisecondsOf(task: Task, calls: number): Promise<number> {
  const begun = performance.now();
  for (let call = 0; call < calls; call++) {
    const waiting = task();
    if (waiting) await waiting; // who works alone does not wait
  }
  return performance.now() - begun;
}
