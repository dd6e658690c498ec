/** Light, dark, or as the system has it. */

const KEY = 'transformer-by-hand theme';
const THEMES = ['system', 'light', 'dark'] as const;

/** Shows the switch: each press goes on to the next theme, which is kept where that is allowed. */
export function offerThemes(): void {
  const button = document.querySelector<HTMLButtonElement>('[data-theme-switch]');
  if (!button) return;
  const isChinese = document.documentElement.lang.startsWith('zh');
  const names = isChinese ? ['跟随系统', '浅色', '深色'] : ['as the system', 'light', 'dark'];
  const say = () => {
    const at = Math.max(
      0,
      THEMES.findIndex((theme) => theme === document.documentElement.dataset.theme),
    );
    button.setAttribute('aria-label', `${isChinese ? '明暗：' : 'Theme: '}${names[at]}`);
    button.title = names[at];
    return at;
  };
  button.hidden = false;
  button.addEventListener('click', () => {
    const theme = THEMES[(say() + 1) % THEMES.length];
    document.documentElement.dataset.theme = theme;
    say();
    try {
      localStorage.setItem(KEY, theme);
    } catch {
      // Storing may be refused; the page at hand has its theme all the same.
    }
  });
  say();
}
