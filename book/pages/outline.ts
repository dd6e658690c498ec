/** The outline shows where on the page the reader is. */

/** Marks the section that is being read. */
export function followOutline(): void {
  const links = [...document.querySelectorAll<HTMLAnchorElement>('.outline a')];
  const headings = links.map((link) => document.getElementById(decodeURIComponent(link.hash.slice(1))));
  if (links.length === 0) return;
  const follow = () => {
    const passed = headings.filter((heading) => (heading?.getBoundingClientRect().top ?? 0) < innerHeight / 3);
    links.forEach((link, i) => {
      if (i === passed.length - 1) link.setAttribute('aria-current', 'true');
      else link.removeAttribute('aria-current');
    });
  };
  new IntersectionObserver(follow, { rootMargin: '0px 0px -66% 0px' }).observe(headings[0] as HTMLElement);
  addEventListener('scroll', () => requestAnimationFrame(follow), { passive: true });
  follow();
}
