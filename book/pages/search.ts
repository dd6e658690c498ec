/** The search box. What it asks is a script of its own, loaded when the box first opens. */

/** A section that was found. */
export interface Found {
  address: string;
  page: string;
  title: string;
  excerpt: string;
}

declare global {
  interface Window {
    /** Set by search.en.js or search.zh.js. */
    searchTheBook?: (question: string) => Found[];
  }
}

/** Shows the button that opens the box; so does the key /. */
export function offerSearch(): void {
  const opener = document.querySelector<HTMLButtonElement>('[data-search="open"]');
  if (!opener) return;
  const isChinese = document.documentElement.lang.startsWith('zh');
  const say = (en: string, zh: string) => (isChinese ? zh : en);
  const box = built(say);
  const [input, results, status] = ['input', 'ol', '[role="status"]'].map((name) => box.querySelector(name));
  const ask = () => {
    const question = (input as HTMLInputElement).value.trim();
    const found = question === '' ? [] : (window.searchTheBook?.(question) ?? []);
    results?.replaceChildren(...found.map((section) => entry(section, question)));
    if (status === null) return;
    const waits = window.searchTheBook === undefined;
    if (question === '') status.textContent = '';
    else if (waits) status.textContent = say('loading …', '正在载入……');
    else if (found.length === 0) status.textContent = say('nothing found', '没有找到');
    else status.textContent = say(`${found.length} found`, `找到 ${found.length} 处`);
  };
  const open = () => {
    load(isChinese ? 'zh' : 'en', ask);
    box.showModal();
    (input as HTMLInputElement).select();
  };
  opener.hidden = false;
  opener.addEventListener('click', open);
  input?.addEventListener('input', ask);
  addEventListener('keydown', (event) => {
    const isTyping =
      event.target instanceof Element && event.target.closest('input, textarea, select, [contenteditable]');
    if (event.key !== '/' || event.ctrlKey || event.metaKey || event.altKey || isTyping || box.open) return;
    event.preventDefault();
    open();
  });
}

/** The index comes once, as a classic script: from disk nothing can be fetched. */
function load(language: string, then: () => void): void {
  if (document.querySelector('script[data-search]')) return;
  const script = document.createElement('script');
  script.src = `../search.${language}.js`;
  script.dataset.search = language;
  script.addEventListener('load', then);
  document.head.append(script);
}

function built(say: (en: string, zh: string) => string): HTMLDialogElement {
  const box = document.createElement('dialog');
  box.className = 'search';
  box.setAttribute('aria-label', say('Search the book', '搜索全书'));
  box.innerHTML = `<form method="dialog" role="search">
<input type="search" autocomplete="off" spellcheck="false" aria-label="${say('Words to look for', '要找的词')}"
 placeholder="${say('Search the book', '搜索全书')}">
<button type="submit">${say('Close', '关闭')}</button></form><p role="status"></p><ol></ol>`;
  // Enter goes to the best result; without one it does nothing, rather than close the box.
  box.querySelector('input')?.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' || event.isComposing) return;
    event.preventDefault();
    box.querySelector<HTMLAnchorElement>('ol a')?.click();
  });
  box.addEventListener('click', ({ target }) => {
    if (target === box || (target instanceof Element && target.closest('ol a'))) box.close();
  });
  document.body.append(box);
  return box;
}

function entry({ address, page, title, excerpt }: Found, question: string): HTMLElement {
  const item = document.createElement('li');
  const link = document.createElement('a');
  link.href = address;
  const head = document.createElement('strong');
  head.textContent = title;
  const where = document.createElement('span');
  where.className = 'where';
  where.textContent = page;
  const words = document.createElement('span');
  words.className = 'excerpt';
  words.append(...marked(excerpt, question));
  link.append(head, where, words);
  item.append(link);
  return item;
}

/** The excerpt with the words of the question marked. */
function marked(excerpt: string, question: string): Node[] {
  const words = question.split(/\s+/).map((word) => word.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return excerpt.split(new RegExp(`(${words.join('|')})`, 'i')).map((piece, i) => {
    if (i % 2 === 0) return document.createTextNode(piece);
    const mark = document.createElement('mark');
    mark.textContent = piece;
    return mark;
  });
}
