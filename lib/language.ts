/** The two languages this project speaks. */
export type Language = 'en' | 'zh';

/** One of two texts, by the reader's language: `say('weights', '权重')`. */
export type Say = (en: string, zh: string) => string;

/** The text of that language. */
export function speaker(language: Language): Say {
  return (en, zh) => (language === 'zh' ? zh : en);
}

/** The language of the machine: Chinese for a Chinese locale, otherwise English. */
export function localLanguage(locale = Intl.DateTimeFormat().resolvedOptions().locale): Language {
  return locale.startsWith('zh') ? 'zh' : 'en';
}

/**
 * The language a command line asks for, `--lang zh` or `--lang=en`; else the machine's.
 * Throws RangeError for any other language.
 */
export function languageOf(args: string[], fallback: Language = localLanguage()): Language {
  const at = args.findIndex((arg) => arg === '--lang' || arg.startsWith('--lang='));
  if (at < 0) return fallback;
  const wanted = args[at].includes('=') ? args[at].slice('--lang='.length) : args[at + 1];
  if (wanted === 'en' || wanted === 'zh') return wanted;
  throw new RangeError(`--lang must be en or zh, got ${wanted || 'nothing'}`);
}
