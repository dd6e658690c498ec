import t from 'tap';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { anchorsOf, anchorFor, sectionOf } from '../../book/weave/anchors.ts';
import { bookIn } from '../../book/weave/book.ts';
import { refuseDeadLinks } from '../../book/weave/dead-links.ts';
import { formulas, isDisplayed, withRoots } from '../../book/weave/formula.ts';
import { glossed } from '../../book/weave/gloss.ts';
import { tokens, tokensAsked } from '../../book/pages/indexing.ts';
import { targetOf } from '../../book/weave/links.ts';
import { placesLinked } from '../../book/weave/provenance.ts';
import { entriesIn, termsOf } from '../../book/weave/terms.ts';
import { root } from '../../scripts/quote.ts';

const book = bookIn(root);

/** Text and HTML together, as a page gets them. */
const joined = (pieces: (string | { html: string })[]) =>
  pieces.map((piece) => (typeof piece === 'string' ? piece : piece.html)).join('');

/** What is said of a copy of the prose in which one thing was changed. */
function refusal(file: string, change: (text: string) => string | undefined): string {
  const copy = mkdtempSync(join(tmpdir(), 'book-'));
  try {
    for (const name of ['README.md', 'README.zh.md', 'chapters', 'lib', 'examples']) {
      cpSync(join(root, name), join(copy, name), { recursive: true });
    }
    const changed = change(readFileSync(join(copy, file), 'utf8'));
    if (changed === undefined) rmSync(join(copy, file));
    else writeFileSync(join(copy, file), changed);
    bookIn(copy);
    return 'nothing';
  } catch (error) {
    return (error as Error).message;
  } finally {
    rmSync(copy, { recursive: true });
  }
}

t.test('a fault of the prose is one line', async (t) => {
  const chapter = 'chapters/04-attention/README.zh.md';
  t.equal(
    refusal(chapter, () => undefined),
    `${chapter} is missing: every page has a twin in the other language`,
  );
  t.equal(
    refusal(chapter, (text) => text.replace('## 代码', '代码')),
    `${chapter} must have the headings of its twin`,
  );
  t.equal(
    refusal(chapter, (text) => text.replace('let dot = 0;', 'let dot = 1;')),
    'chapters/04-attention: «code attention.ts attention» is not what the source says; npm run quote -- --code',
  );
  t.equal(
    refusal('chapters/04-attention/softmax.ts', (text) => text.replaceAll('softmaxBackward', 'backward')),
    'chapters/04-attention/softmax.ts: nothing is called softmaxBackward',
  );
  t.equal(
    refusal('chapters/terms.md', (text) => text.replace('| 熵 |', '| |')),
    'terms.md: a term without entry: | entropy | | 4 |',
  );
  t.equal(
    refusal('README.md', (text) => text.replace('[7 · Layer normalization]', 'Layer normalization')),
    'the en front page must list chapters/07-layer-norm in its place',
  );
});

t.test('links lead from page to page, or name a file', async (t) => {
  const target = (link: string, text = '') => targetOf(link, text, 'chapters/05-multi-head', 'zh', book);
  t.strictSame(target('../04-attention/README.zh.md'), { href: '04-attention.html' });
  t.strictSame(target('../04-attention/README.zh.md#回程'), { href: '04-attention.html#the-way-back' });
  t.strictSame(target('../../README.zh.md#两条命令'), { href: 'index.html#two-commands' });
  t.strictSame(target('../04-attention/softmax.ts', 'softmaxBackward'), {
    href: '04-attention.html#softmax.ts:softmaxBackward',
  });
  t.strictSame(target('../04-attention/softmax.ts'), { href: '04-attention.html#softmax.ts:softmax' });
  t.strictSame(target('../../examples/translator/'), { file: 'examples/translator' });
  t.strictSame(target('../../lib/bpe.ts#L25'), { file: 'lib/bpe.ts:25' });
  for (const dead of ['../21-more/README.md', '../04-attention/README.zh.md#nowhere', 'none.ts']) {
    t.throws(() => target(dead), { message: `chapters/05-multi-head: the link ${dead} leads nowhere` });
  }
});

t.test('a dead link of a woven page is found', async (t) => {
  const folder = t.testdir({ 'a.html': '<a href="b.html#there">', 'b.html': '<p id="there">' });
  t.doesNotThrow(() => refuseDeadLinks(folder, ['a.html', 'b.html']));
  const refused = (page: string) => {
    writeFileSync(join(folder, 'a.html'), page);
    return () => refuseDeadLinks(folder, ['a.html', 'b.html']);
  };
  t.throws(refused('<a href="c.html">'), { message: 'a.html: the link c.html leads nowhere' });
  t.throws(refused('<a href="b.html#here">'), { message: 'a.html: the link b.html#here leads nowhere' });
  t.throws(refused('<a href="#here">'), { message: 'a.html: the link #here leads nowhere' });
  t.throws(refused('<p id="x"><p id="x">'), { message: 'a.html: two places are called x' });
  t.throws(refused('<img src="https://example.org/a.svg">'), {
    message: 'a.html must not load https://example.org/a.svg from outside',
  });
});

t.test('headings have the same names in both languages', async (t) => {
  const english = '# 4 · A thing\n\n## By hand: 我 爱 你\n\n## By hand\n\nfirst\n\n## Next\n';
  const chinese = '# 4 · 一样东西\n\n## 手算：我 爱 你\n\n## 手算\n\n第一\n\n## 下一节\n';
  t.strictSame(anchorsOf(english), ['4-a-thing', 'by-hand', 'by-hand-2', 'next']);
  t.equal(anchorFor('手算', chinese, english), 'by-hand-2');
  t.equal(anchorFor('哪里', chinese, english), undefined);
  t.equal(sectionOf(chinese, english, 'By hand'), '## 手算\n\n第一');
  t.throws(() => sectionOf(chinese, english, 'Elsewhere'), { message: 'no heading «Elsewhere»' });
});

t.test('formulas are set', async (t) => {
  const set = (text: string, goesOn = false) => withRoots(joined(formulas(text, 'en', true, goesOn)));
  const math = (html: string, part = '') => `<span class="math${part}">${html}</span>`;
  t.equal(set('W_Q'), math('W<sub class="word">Q</sub>', ' query'));
  t.equal(set('by d_k.'), `by ${math('d<sub>k</sub>')}.`);
  t.equal(set('QKᵀ'), math('QK<sup>T</sup>'));
  t.equal(set('Kᵀ'), math('K<sup>T</sup>', ' key'));
  t.equal(set('head_i'), `<span class="math upright">head<sub>i</sub></span>`);
  t.equal(set('Σ_l'), '<span class="math upright">Σ<sub>l</sub></span>');
  t.equal(set('R_−3'), math('R<sub class="word">−3</sub>'));
  t.equal(set('R_50π'), math('R<sub class="word">50π</sub>'));
  t.equal(set('h_{t−1}'), math('h<sub class="word">t−1</sub>'));
  t.equal(set('w₁'), math('w<sub class="word">1</sub>'));
  t.equal(
    set('√d_k'),
    `<span class="root"><span class="sign">√</span><span class="under">${math('d<sub>k</sub>')}</span></span>`,
  );
  for (const text of ["I don't", 'A word', 'no more. A GRU', 'top-k', 'e.g. 3 s', 'BETA_2', 'Yazıcı', 'GFLOP/s']) {
    t.equal(set(text), text, `${text} is no formula`);
  }
  t.equal(set('s themselves', true), 's themselves', 'the end of a word is no letter');
  t.ok(isDisplayed('h_t = tanh(x_t W_x + h_{t−1} W_h + b)'));
  t.notOk(isDisplayed('Take y = x·x + x at x = 3, where x is used three times:'));
});

t.test('the first use of a term tells its other name', async (t) => {
  const used = new Set<string>();
  const glosses = (language: 'en' | 'zh') => ({ language, terms: termsOf(book.terms, language), used });
  t.equal(
    joined(glossed('Every key has keys', glosses('en'), false)),
    'Every <a class="term" href="terms.html#query" data-gloss="键">key</a> has keys',
  );
  t.equal(joined(glossed('a key', glosses('en'), false)), 'a key', 'once on a page');
  used.clear();
  t.equal(joined(glossed('关键', glosses('zh'), false)), '关键', 'a sign within another word is no term');
  t.match(joined(glossed('键', glosses('zh'), true)), /data-gloss="key"/);
  t.match(
    joined(glossed('多头注意力', glosses('zh'), false)),
    /data-gloss="multi-head attention"/,
    'the longest first',
  );
  t.throws(() => entriesIn('| a | b | c |\n| key | 键 | 4 |\n| key | 钥匙 | 4 |'), {
    message: 'terms.md: key has two entries',
  });
});

t.test('the places of article and paper lead to the indices', async (t) => {
  const linked = (text: string) => joined(placesLinked(text, book, 'en'));
  t.match(
    linked('Article: 「計算過程」. Paper: §3.1 and §4, table 1.'),
    /article\.html#計算過程.*#3\.1.*#4".*#table-1/,
  );
  t.equal(linked('Papers: Devlin et al. 2019, §3.1.'), 'Papers: Devlin et al. 2019, §3.1.');
});

t.test('Chinese is found by two signs', async (t) => {
  t.strictSame(tokens('注意力 and d_k'), ['注意', '意力', '力', 'and', 'd_k']);
  t.strictSame(tokensAsked('注意力'), ['注意', '意力']);
  t.strictSame(tokensAsked('熵'), ['熵']);
});
