/** What the frame of the book says, in both languages. */

import { speaker, type Language } from '../../lib/language.ts';

/** The words of the frame. */
export type Words = ReturnType<typeof wordsIn>;

/** The words of the frame in a language. */
export function wordsIn(language: Language) {
  const say = speaker(language);
  return {
    book: say('Transformer by Hand', '手算 Transformer'),
    other: say('中文', 'English'),
    toText: say('Skip to the text', '跳到正文'),
    contents: say('Contents', '目录'),
    article: say('By the article', '按文章查'),
    paper: say('By the paper', '按论文查'),
    terms: say('Terms', '术语'),
    lab: say('The lab', '实验室'),
    labAbout: say(
      'Train the translator in this browser, take parts of it away, give it sentences of your own.',
      '就在浏览器里训练翻译器，拿掉它的部件，写一句自己的话给它翻译。',
    ),
    search: say('Search', '搜索'),
    searchFor: say('Search the book', '搜索全书'),
    close: say('Close', '关闭'),
    theme: say('Light or dark', '明暗'),
    onThisPage: say('On this page', '本页内容'),
    chapters: say('The chapters', '各章'),
    pages: say('Pages', '页面'),
    previous: say('Previous', '上一章'),
    next: say('Next', '下一章'),
    chapter: (number: string) => say(`Chapter ${number}`, `第 ${number} 章`),
    start: say('Begin with chapter 1', '从第 1 章读起'),
    inArticle: say('Article', '文章'),
    map: say('The map', '地图'),
    mapCaption: say(
      'The paper’s figure 1. Each box leads to the chapter that builds it.',
      '这就是论文的图 1。每个方块都通向讲它的那一章。',
    ),
    articleAbout: say(
      'The article’s headings in its own order, and the chapters that take up what it says there.',
      '按文章的顺序列出各个小标题，以及接着往下讲的各章。',
    ),
    paperAbout: say(
      'Each section, equation, table and figure of “Attention Is All You Need” that is stated here, and the function that states it.',
      '《Attention Is All You Need》中在这里写出来的每一节、每个公式、每张表和图，以及写出它的函数。',
    ),
    beyond: say('Beyond the article', '文章之外'),
    license: say(
      'MIT license. All code is quoted from the source, all output from real runs.',
      'MIT 许可。代码都引自源文件，输出都来自真实的运行。',
    ),
    paperHead: [say('Paper', '论文'), say('about', '讲什么'), say('Chapter', '章'), say('Functions', '函数')],
    termsHead: [say('English', '英文'), say('Chinese', '中文'), say('Chapter', '章')],
  };
}
