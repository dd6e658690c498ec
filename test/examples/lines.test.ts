import t from 'tap';
import { decoded, linesOf } from '../../examples/corpus/lines.ts';
import { lines } from '../../examples/corpus/stream.ts';

const bytes = (text: string) => new TextEncoder().encode(text);
const split = (text: string) => linesOf(bytes(text)).map(decoded);

t.test('by hand: a line ends in a line feed, and in nothing else', async (t) => {
  t.strictSame(split('one\ntwo\n'), ['one', 'two']);
  t.strictSame(split('one\ntwo'), ['one', 'two'], 'the last one need not end');
  t.strictSame(split('\n\none\n\n'), ['', '', 'one', ''], 'an empty line is one');
  t.strictSame(split(''), []);
  t.strictSame(split('one\r\ntwo\r\n'), ['one\r', 'two\r']);
  t.strictSame(split('one\rtwo\r'), ['one', 'two'], 'where nothing else ends a line');
  t.strictSame(split('他们写了\u2028一本\u2029新\u0085书\v。\f\n我'), [
    '他们写了\u2028一本\u2029新\u0085书\v。\f',
    '我',
  ]);
});

t.test('by hand: the lines of a text that comes in pieces are those of the whole', async (t) => {
  const streamed = async (...pieces: string[]) => {
    const found: string[] = [];
    const input = (async function* () {
      for (const piece of pieces) yield bytes(piece);
    })();
    for await (const line of lines(input)) found.push(line);
    return found;
  };
  t.strictSame(await streamed('我', '爱\n你\n他', ''), ['我爱', '你', '他']);
  t.strictSame(await streamed('one\ntwo\rthree'), ['one', 'two\rthree'], 'a line feed was seen');
  t.strictSame(await streamed('one\n', 'two\rthree'), ['one', 'two\rthree'], 'in another piece');
  t.strictSame(await streamed('one\rtwo', '\rthree'), ['one', 'two', 'three'], 'none was');
});

t.test('by hand: UTF-8, and what is not', async (t) => {
  t.equal(decoded(bytes('我爱你')), '我爱你');
  t.equal(decoded(bytes('\uFEFF我')), '我', 'without a byte order mark');
  t.equal(decoded(Uint8Array.of(0xce, 0xd2)), undefined, '我 in GBK');
  t.equal(decoded(Uint8Array.of(0xe6, 0x88)), undefined, 'half of 我');
  t.equal(decoded(bytes('\uFFFD')), undefined, 'what somebody else could not decode');
});
