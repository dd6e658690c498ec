/** The elements of an XML document, for tests of drawings. */

/** An element of an SVG: its name, its attributes, and the text directly in it. */
export interface Element {
  name: string;
  attributes: Record<string, string>;
  text: string;
}

/** The elements of a well-formed document, in order. Throws Error where it is not well formed. */
export function elements(xml: string): Element[] {
  const token = /<(\w+)((?: [\w:-]+="[^"<&]*")*)(\/?)>|<\/(\w+)>|((?:[^<&]|&(?:amp|lt|gt|quot);)+)/y;
  const found: Element[] = [];
  const open: Element[] = [];
  while (token.lastIndex < xml.length) {
    const at = token.lastIndex;
    const match = token.exec(xml);
    if (!match) throw new Error(`not well formed: ${xml.slice(at, at + 60)}`);
    const [, name, inside, empty, closes, text] = match;
    if (name !== undefined) {
      const pairs = [...inside.matchAll(/([\w:-]+)="([^"]*)"/g)].map(([, key, value]) => [key, value]);
      const element = { name, attributes: Object.fromEntries(pairs) as Record<string, string>, text: '' };
      if (found.length > 0 && open.length === 0) throw new Error(`a second root: ${name}`);
      found.push(element);
      if (empty === '') open.push(element);
    } else if (closes !== undefined) {
      if (open.pop()?.name !== closes) throw new Error(`${closes} closes what is not open`);
    } else if (open.length > 0) {
      open[open.length - 1].text += text;
    } else if (text.trim() !== '') throw new Error(`text outside: ${text}`);
  }
  if (open.length > 0) throw new Error(`${open[0].name} is never closed`);
  return found;
}
