/** The fenced blocks of the prose, and its charts, as figures. */

import { speaker } from '../../lib/language.ts';
import { coloured } from './code.ts';
import { inColumns } from './columns.ts';
import { escaped, scrolling } from './html.ts';
import type { Place } from './prose.ts';
import { anchorOf, snippetsOf } from './source.ts';

/** A fenced block by its marker: `code softmax.ts softmax`, `output 3`, `recorded start 1-3`, or none. */
export function block(marker: string, language: string, body: string, place: Place): string {
  if (marker.startsWith('code ')) return quotedCode(marker, place);
  const say = speaker(place.language);
  const output = /^output (?:(\d\d) )?(\d+)$/.exec(marker);
  if (output) return printed(output[1], output[2], body, place);
  if (language === 'text' || language === '') {
    const kind = /^(recorded|why) (.+)$/.exec(marker);
    const name = kind ? ` data-${kind[1]}="${escaped(kind[2])}"` : '';
    return `<figure class="output"${name}>${preformatted(body, say('printed text', '打印的文字'))}</figure>\n`;
  }
  const lines = coloured(body, language, place.inParts).join('\n');
  const label = language === 'sh' ? say('commands', '命令') : say('code', '代码');
  return `<figure class="code plain">${scrolling(`<pre><code>${lines}</code></pre>`, label)}</figure>\n`;
}

/** Declarations with their file, and each line with its number there. */
function quotedCode(marker: string, place: Place): string {
  const snippets = snippetsOf(place.book.root, place.folder, marker);
  const [{ file, line }] = snippets;
  const html = snippets
    .map((snippet) =>
      coloured(snippet.text, 'ts', place.inParts)
        .map((text, i) => {
          const id = i === 0 ? ` id="${anchorOf(snippet)}"` : '';
          return `<span class="line"${id} data-source="${file}:${snippet.line + i}">${text}</span>`;
        })
        .join('\n'),
    )
    .join('\n\n');
  const label = `${file}:${line}`;
  return `<figure class="code"><figcaption>${label}</figcaption>${scrolling(`<pre><code>${html}</code></pre>`, label)}</figure>\n`;
}

/** What a part of an example prints; where there is a figure for it, the text is folded below. */
function printed(number: string | undefined, part: string, body: string, place: Place): string {
  const { book, language, figureFor } = place;
  const say = speaker(language);
  const slug = number === undefined ? place.slug : [...book.prose.keys()].find((slug) => slug.startsWith(`${number}-`));
  const text = preformatted(body, say(`what part ${part} prints`, `第 ${part} 部分打印的内容`));
  const { figure, toy = '' } = slug === undefined ? {} : figureFor(slug, part, language);
  const html =
    figure === undefined
      ? text
      : `${figure}<details class="as-text"><summary>${say('as text', '文字版')}</summary>${text}</details>`;
  return `<figure class="output" data-output="${part}">${html}</figure>\n${toy}`;
}

/** An image of the prose: a chart, copied beside the page. */
export function chart(file: string, title: string, place: Place): string {
  place.charts.add(file);
  const address = `${place.slug}/${file}`;
  const image = `<img src="${escaped(address)}" alt="${escaped(title)}" width="720" height="420" loading="lazy">`;
  return `<figure class="chart">${scrolling(image, title)}</figure>\n`;
}

function preformatted(text: string, label: string): string {
  return scrolling(`<pre>${inColumns(text.trimEnd())}</pre>`, label);
}
