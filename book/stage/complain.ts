/** What is wrong is said in its place. */

/** Puts a line above an element, and has it read out. */
export function complain(element: HTMLElement, message: string): void {
  const line = document.createElement('p');
  line.setAttribute('role', 'alert');
  line.className = 'stage-trouble';
  line.textContent = message;
  element.before(line);
}
