import t from 'tap';
import { bars } from '../../examples/training/bars.ts';
import { finished } from '../../examples/training/finished.ts';

function* counting(to: number): Generator<number, string> {
  for (let k = 1; k <= to; k++) yield k;
  return `counted to ${to}`;
}

async function* later(to: number): AsyncGenerator<number, string> {
  return yield* counting(to);
}

t.test('a run is brought to its end, and all it yields is told in order', async (t) => {
  for (const run of [counting, later]) {
    const heard: number[] = [];
    t.equal(await finished(run(3), (k) => heard.push(k)), 'counted to 3');
    t.strictSame(heard, [1, 2, 3]);
    t.equal(await finished(run(2)), 'counted to 2', 'nobody need listen');
    t.equal(await finished(run(0), () => t.fail('nothing is told of a run without steps')), 'counted to 0');
  }
});

t.test('refuses', async (t) => {
  const failing = function* (): Generator<number, void> {
    yield 1;
    throw new Error('the second step failed');
  };
  t.equal(await finished(failing()).catch(String), 'Error: the second step failed');
  const deaf = () => {
    throw new RangeError('nobody can hear this');
  };
  t.equal(await finished(counting(3), deaf).catch(String), 'RangeError: nobody can hear this');
});

t.test('where there is no terminal, no bar is drawn', async (t) => {
  const { isTTY, write } = process.stderr;
  const written: unknown[] = [];
  process.stderr.isTTY = false;
  process.stderr.write = (text: unknown) => written.push(text) > 0;
  const { watch, stop } = bars((en) => en);
  for (const k of [1, 2, 3]) watch(['one', '一'], k, 3);
  watch(['other', '二'], 1, 3);
  stop();
  process.stderr.isTTY = isTTY;
  process.stderr.write = write;
  t.strictSame(written, []);
});
