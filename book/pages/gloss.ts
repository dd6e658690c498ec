/** A glossed term tells its other name on hover and focus by style alone; under a finger it needs one tap more. */

/** The first tap on a term shows its other name, the second goes to the list. */
export function glossOnTap(): void {
  let isFinger = false;
  document.addEventListener('pointerdown', ({ pointerType }) => (isFinger = pointerType === 'touch'), true);
  for (const term of document.querySelectorAll<HTMLAnchorElement>('a.term')) {
    let isShown = false;
    term.addEventListener('click', (event) => {
      if (isFinger && !isShown) event.preventDefault();
      isShown = true;
      term.focus();
    });
    term.addEventListener('blur', () => (isShown = false));
    term.addEventListener('keydown', ({ key }) => key === 'Escape' && term.blur());
  }
}
