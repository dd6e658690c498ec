/** The other language begins where this one was left. */

/**
 * Takes what the address says behind # and ? along; where it names no place, the section that is being read. Sections
 * have the same names in both languages.
 */
export function keepPlaceInOtherLanguage(): void {
  const link = document.querySelector<HTMLAnchorElement>('a[data-language]');
  link?.addEventListener('click', () => {
    const reading = document.querySelector<HTMLAnchorElement>('.outline a[aria-current]');
    link.search = location.search;
    link.hash = location.hash || (reading?.hash ?? '');
  });
}
