/** Chinese within English says that it is, so that it is drawn and spoken as Chinese. */

import type { Language } from '../../lib/language.ts';

const RUN = /([\u3400-\u9fff][\u3000-\u303f\u3400-\u9fff\uff00-\uffef]*)/;

/** A text of the prose, in pieces. In 「」 the article is quoted, which is written in Traditional characters. */
export function foreign(text: string, language: Language): (string | { html: string })[] {
  if (language === 'zh') return [text];
  return text
    .split(RUN)
    .map((run, i, runs) => {
      if (i % 2 === 0) return run;
      const isArticle = runs[i - 1].endsWith('「');
      return { html: `<span lang="${isArticle ? 'zh-Hant' : 'zh-Hans'}">${run}</span>` };
    })
    .filter((piece) => piece !== '');
}
