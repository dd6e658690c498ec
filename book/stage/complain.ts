/** What is wrong is said in its place. */

import type { Say } from '../../lib/language.ts';

/** Puts a line above an element, and has it read out. */
export function complain(element: Element, message: string): void {
  element.before(lineOf(message));
}

/** An address that cannot be: said at the top, where whoever followed it arrives. why: if it is known. */
export function complainOfAddress(
  say: Say,
  why = say('the address asks for what there is not', '网址里要的东西这里没有'),
) {
  const line = lineOf(why + say('; the page stands as it first does', '；页面按最初的样子显示'));
  document.querySelector('main h1')?.after(line);
}

function lineOf(message: string): HTMLElement {
  const line = document.createElement('p');
  line.setAttribute('role', 'alert');
  line.className = 'stage-trouble';
  line.textContent = message;
  return line;
}
