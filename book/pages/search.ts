/** Search through all chapters. The index comes when somebody types, as a script: a page from a disk may not fetch. */

import MiniSearch from 'minisearch';

interface Section {
  page: string;
  title: string;
  text: string;
}

declare global {
  interface Window {
    searchable?: Section[];
  }
}

const [SHOWN, AROUND] = [8, 40];

/** Makes the search box work. */
export function search(): void {
  const box = document.querySelector<HTMLInputElement>('[data-search]');
  const list = document.querySelector<HTMLElement>('[data-found]');
  if (!box || !list) return;
  const isChinese = document.documentElement.lang.startsWith('zh');
  let index: MiniSearch<Section & { id: number }> | undefined;
  const show = () => {
    list.replaceChildren(...(index && box.value.trim() ? results(index, box.value, isChinese) : []));
  };
  box.addEventListener('input', () => {
    if (index) return show();
    if (document.querySelector('script[data-searchable]')) return;
    const script = document.createElement('script');
    script.src = `../search.${isChinese ? 'zh' : 'en'}.js`;
    script.dataset.searchable = '';
    script.addEventListener('load', () => {
      index = indexOf(window.searchable ?? []);
      show();
    });
    document.head.append(script);
  });
  box.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape') return;
    box.value = '';
    show();
  });
}

function indexOf(sections: Section[]): MiniSearch<Section & { id: number }> {
  const index = new MiniSearch<Section & { id: number }>({
    fields: ['title', 'text'],
    storeFields: ['page', 'title', 'text'],
    tokenize: wordsOf,
    searchOptions: { prefix: true, boost: { title: 3 }, combineWith: 'AND' },
  });
  index.addAll(sections.map((section, id) => ({ ...section, id })));
  return index;
}

/** Words of letters, and of Chinese each two signs that stand together: 注意力 is 注意 and 意力. */
function wordsOf(text: string): string[] {
  const words: string[] = [];
  for (const [run] of text.toLowerCase().matchAll(/[\p{Script=Han}]+|[\p{L}\p{N}_]+/gu)) {
    if (!/\p{Script=Han}/u.test(run) || run.length === 1) words.push(run);
    else for (let k = 0; k + 1 < run.length; k++) words.push(run.slice(k, k + 2));
  }
  return words;
}

function results(index: MiniSearch<Section & { id: number }>, query: string, isChinese: boolean): HTMLElement[] {
  const found = index.search(query).slice(0, SHOWN) as unknown as Section[];
  if (found.length === 0) {
    const nothing = document.createElement('p');
    nothing.textContent = isChinese ? '没有找到' : 'nothing found';
    return [nothing];
  }
  return found.map(({ page, title, text }) => {
    const link = document.createElement('a');
    link.href = `${page}.html`;
    const strong = document.createElement('strong');
    strong.textContent = title;
    const at = Math.max(0, text.toLowerCase().indexOf(query.trim().toLowerCase()));
    link.append(strong, ` … ${text.slice(Math.max(0, at - AROUND), at + AROUND)} …`);
    return link;
  });
}
