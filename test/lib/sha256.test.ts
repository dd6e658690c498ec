import t from 'tap';
import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { sha256 } from '../../lib/sha256.ts';

t.test('by hand: the examples of the standard', async (t) => {
  // FIPS 180-4, appendix B of its first edition: one block, and two.
  t.equal(sha256('abc'), 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
  t.equal(
    sha256('abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq'),
    '248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1',
  );
  t.equal(sha256(''), 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
});

t.test('by property: what Node says of any bytes', async (t) => {
  const nodes = (bytes: Uint8Array | string) => createHash('sha256').update(bytes).digest('hex');
  for (let length = 0; length < 200; length++) {
    const bytes = Uint8Array.from({ length }, (_, k) => 7 * k + length);
    if (sha256(bytes) !== nodes(bytes)) t.fail(`${length} bytes`);
  }
  fc.assert(fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => sha256(bytes) === nodes(bytes)));
  fc.assert(fc.property(fc.string({ unit: 'grapheme' }), (text) => sha256(text) === nodes(text)));
  const within = new Uint8Array(1000).fill(3).subarray(13, 500); // a part of a longer list
  t.equal(sha256(within), nodes(within));
});
