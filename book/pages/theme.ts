/** Light or dark: as the system has it, until the reader says otherwise. */

/** Makes the switch work. What was chosen is kept where that is allowed. */
export function theme(): void {
  const page = document.documentElement;
  const dark = matchMedia('(prefers-color-scheme: dark)');
  for (const button of document.querySelectorAll<HTMLElement>('[data-theme-switch]')) {
    button.addEventListener('click', () => {
      const now = page.dataset.theme ?? (dark.matches ? 'dark' : 'light');
      page.dataset.theme = now === 'dark' ? 'light' : 'dark';
      try {
        localStorage.setItem('theme', page.dataset.theme);
      } catch {
        // Storage is refused: the choice holds for this page.
      }
    });
  }
}
