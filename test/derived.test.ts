import t from 'tap';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const chapters = fileURLToPath(new URL('../chapters', import.meta.url));

/** Where each way back of all chapters is derived (18 has none of its own): page, and heading on its English side. */
const DERIVED: Record<string, [chapter: string, heading: string]> = {
  multiplyBackward: ['01-vectors', 'The way back'],
  embedBackward: ['02-embedding', 'The way back'],
  attentionBackward: ['04-attention', 'The way back'],
  softmaxBackward: ['04-attention', 'The way back'],
  multiHeadBackward: ['05-multi-head', 'The way back'],
  layerNormBackward: ['07-layer-norm', 'The way back'],
  addNormBackward: ['07-layer-norm', 'The way back'],
  postNormBackward: ['07-layer-norm', 'The way back'],
  preNormBackward: ['07-layer-norm', 'The way back'],
  crossEntropyBackward: ['08-backprop', 'Predicted, less wanted'],
  meanSquareBackward: ['08-backprop', 'The same in matrices'],
  networkBackward: ['08-backprop', 'The same in matrices'],
  feedForwardBackward: ['09-feed-forward', 'The way back'],
  encoderLayerBackward: ['10-encoder', 'The way back'],
  encoderBackward: ['10-encoder', 'The way back'],
  decoderLayerBackward: ['11-decoder', 'The way back'],
  decoderBackward: ['11-decoder', 'The way back'],
  transformerBackward: ['11-decoder', 'The way back'],
  mixBackward: ['14-rnn', 'The way back'],
  cellBackward: ['14-rnn', 'The way back'],
  gruBackward: ['14-rnn', 'The way back'],
  advanceBackward: ['14-rnn', 'The way back'],
  walkBackward: ['14-rnn', 'The way back'],
  lookBackward: ['14-rnn', 'The way back'],
  lookingWalkBackward: ['14-rnn', 'The way back'],
  decodeBackward: ['14-rnn', 'The way back'],
  recurrentBackward: ['14-rnn', 'The way back'],
  bertBackward: ['15-bert', 'The way back'],
  expectedImprovementBackward: ['19-automl', 'The way back'],
  windowBackward: ['19-automl', 'The way back'],
  rmsNormBackward: ['21-since-2017', 'The way back'],
  gatedBackward: ['21-since-2017', 'The way back'],
  rotaryBackward: ['21-since-2017', 'The way back'],
  groupedQueryBackward: ['21-since-2017', 'The way back'],
  normBackward: ['21-since-2017', 'The way back'],
  fedForwardBackward: ['21-since-2017', 'The way back'],
  blockBackward: ['21-since-2017', 'The way back'],
  decoderOnlyBackward: ['21-since-2017', 'The way back'],
  preferenceBackward: ['22-assistant', 'The DPO step'],
  lowRankBackward: ['22-assistant', 'A correction of low rank'],
  mergedBackward: ['22-assistant', 'A correction of low rank'],
  correctedBackward: ['22-assistant', 'A correction of low rank'],
  gptBackward: ['16-gpt', 'The way back'],
  visionBackward: ['17-vision', 'The way back'],
  windowsBackward: ['17-vision', 'The way back'],
  convolutionBackward: ['17-vision', 'The way back'],
  convNetBackward: ['17-vision', 'The way back'],
  linearBackward: ['17-vision', 'The way back'],
  twoLayersBackward: ['17-vision', 'The way back'],
};

/** The sections of a page by their headings, in order. */
const sections = (page: string) =>
  page
    .split(/^## /m)
    .slice(1)
    .map((text) => ({ heading: text.slice(0, text.indexOf('\n')), text }));

t.test('every way back is derived on a page, in both languages', async (t) => {
  const exported = readdirSync(chapters)
    .filter((slug) => /^(0\d|1[0-79]|2[12])-/.test(slug))
    .flatMap((slug) => {
      const files = readdirSync(join(chapters, slug)).filter((name) => name.endsWith('.ts'));
      const source = files.map((name) => readFileSync(join(chapters, slug, name), 'utf8')).join('\n');
      return [...source.matchAll(/^export (?:function|const) (\w+Backward)\b/gm)].map(([, name]) => name);
    });
  t.strictSame(exported.sort(), Object.keys(DERIVED).sort(), 'each has a place');

  for (const [name, [slug, heading]] of Object.entries(DERIVED)) {
    const [en, zh] = ['README.md', 'README.zh.md'].map((page) =>
      sections(readFileSync(join(chapters, slug, page), 'utf8')),
    );
    const at = en.findIndex((section) => section.heading === heading);
    t.ok(at >= 0, `${slug} has a heading «${heading}»`);
    for (const section of [en[at], zh[at]]) {
      t.match(section?.text, name, `${name} under «${section?.heading}»`);
      // A derivation states what the gradient is; code alone does not.
      const prose = section?.text.replaceAll(/^```[\s\S]*?^```$/gm, '') ?? '';
      t.ok(prose.trim().length > 100, `«${section?.heading}» says why`);
    }
  }
});
