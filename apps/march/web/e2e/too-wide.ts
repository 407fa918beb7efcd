/** In the page: what reaches over the right edge, in words. */
export function tooWide(): string[] {
  const width = document.documentElement.clientWidth;
  const wide = [...document.querySelectorAll("body *")].filter((element) => {
    const { right, height } = element.getBoundingClientRect();
    return right > width + 1 && height > 1 && element.closest("canvas, .ol-viewport") === null;
  });
  const all = document.documentElement.scrollWidth > width ? ["the page scrolls sideways"] : [];
  return [...all, ...wide.map(({ outerHTML }) => outerHTML.slice(0, 120))];
}
