/** Over https or on localhost the book is kept for later, without a network. From a disk it is there anyway. */

/** Asks the browser to keep it; where that is refused the book works with a network. */
export function keepForLater(): void {
  if (location.protocol === 'file:' || !('serviceWorker' in navigator)) return;
  navigator.serviceWorker.register('../offline.js').catch(() => undefined);
}
