/** Between two steps of a long work. */

/**
 * Lets others have their turn: what was asked meanwhile is heard before this resolves, and a page is drawn. A timer
 * would cost three times the training.
 */
export function turn(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(undefined);
  });
}
