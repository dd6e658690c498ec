/** What charts and pictures are drawn with: SVG, legible on a light page and on a dark one. */

import { displayWidth } from './print.ts';

// Six colours that also readers with red-green blindness tell apart, each darker on a light page;
// after Okabe and Ito 2008.
const STYLE = `
text { font: 13px system-ui, "Segoe UI", "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif; fill: #24292f }
.title { font-size: 15px; font-weight: 600 }
.small { font-size: 12px; fill: #59636e }
.page { fill: #fff }
.grid { stroke: #e3e7eb }
.axis { stroke: #8c959f }
.ink { fill: #24292f }
.over { fill: #c24e00 }
.frame { fill: none; stroke: #c5ccd3 }
.line { fill: none; stroke: currentColor; stroke-width: 1.75; stroke-linejoin: round }
.dot { fill: currentColor; stroke: currentColor; stroke-width: 1.5 }
.hollow { stroke: currentColor; stroke-width: 1.5 }
.band { fill: currentColor; opacity: .13 }
.name { fill: currentColor }
.s0 { color: #0969b0 } .s1 { color: #b84a00 } .s2 { color: #00795a } .s3 { color: #a3407b } .s4 { color: #876200 } .s5 { color: #57606a }
@media (prefers-color-scheme: dark) {
text, .ink { fill: #e6edf3 }
.small { fill: #9198a1 }
.page { fill: #0d1117 }
.grid { stroke: #252b33 }
.axis { stroke: #656d76 }
.frame { stroke: #444c56 }
.over { fill: #ff8c4b }
.band { opacity: .2 }
.name { fill: currentColor }
.s0 { color: #5aaee8 } .s1 { color: #ff8c4b } .s2 { color: #3cc79a } .s3 { color: #e78fc0 } .s4 { color: #e3b341 } .s5 { color: #a9b4bf }
}`;

/** How wide a drawing is on a page, in pixels. */
export const WIDTH = 720;

/** A drawing of that size on a page of its own, light or dark as the reader's; the title is also read aloud. */
export function svg(width: number, height: number, title: string, body: string[]): string {
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img">`,
    `<title>${escaped(title)}</title>`,
    `<style>${STYLE}\n</style>`,
    `<rect class="page" width="${width}" height="${height}" rx="6"/>`,
    ...body,
    '</svg>\n',
  ].join('\n');
}

/** A line from one point to another. kind: a class of the style. */
export function line(x1: number, y1: number, x2: number, y2: number, kind: string): string {
  return `<line class="${kind}" x1="${short(x1)}" y1="${short(y1)}" x2="${short(x2)}" y2="${short(y2)}"/>`;
}

/** A text that begins, ends or has its middle at x. kind: a class of the style. */
export function words(x: number, y: number, text: string, kind: string, anchor = 'start'): string {
  const anchored = anchor === 'start' ? '' : ` text-anchor="${anchor}"`;
  return `<text class="${kind}" x="${short(x)}" y="${short(y)}"${anchored}>${escaped(text)}</text>`;
}

/** The text as it must stand in XML, between tags and within quotation marks. */
export function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}

/** About how wide a text of 13 pixels is drawn. */
export function textWidth(text: string): number {
  return displayWidth(text) * 7;
}

/** A coordinate to a tenth of a pixel, so that the last digit of a logarithm changes no file. */
export function short(x: number, digits = 1): string {
  return String(Number(x.toFixed(digits)) + 0);
}
