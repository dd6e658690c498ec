/** Keeps the book for a reader without a network: the service worker, a script of its own beside index.html. */

/** What a service worker is given here; the page's types know nothing of it. */
interface Keeper {
  addEventListener(kind: 'install' | 'activate' | 'fetch', listen: (event: KeeperEvent) => void): void;
  skipWaiting(): Promise<void>;
}

interface KeeperEvent extends Event {
  request: Request;
  waitUntil(done: Promise<unknown>): void;
  respondWith(answer: Promise<Response>): void;
}

/** Written in when the book is woven: every file, and a name that changes with any of them. */
declare const FILES: string[];
declare const EDITION: string;

const keeper = self as unknown as Keeper;

keeper.addEventListener('install', (event) => {
  const keep = async () => (await caches.open(EDITION)).addAll(FILES);
  event.waitUntil(keep().then(() => keeper.skipWaiting()));
});

keeper.addEventListener('activate', (event) => {
  const forget = async () => {
    for (const name of await caches.keys()) if (name !== EDITION) await caches.delete(name);
  };
  event.waitUntil(forget());
});

// What is kept is the whole book, so it answers first; the network is asked for what is not kept.
keeper.addEventListener('fetch', (event) => {
  const kept = caches.match(event.request, { ignoreSearch: true });
  event.respondWith(kept.then((answer) => answer ?? fetch(event.request)));
});
