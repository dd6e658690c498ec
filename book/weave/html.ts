/** Text as HTML. */

/** The text with what HTML reads as markup written out. */
export function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}

/** A box that scrolls sideways by itself when what is in it is wide, and can be reached by keyboard. */
export function scrolling(html: string, label: string): string {
  return `<div class="scroll" tabindex="0" role="group" aria-label="${escaped(label)}">${html}</div>`;
}
