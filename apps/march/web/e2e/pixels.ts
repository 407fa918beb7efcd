/**
 * What a person sees at a place on the map: its pixel, computed from what the map says it looks
 * at, in a picture of the whole page. The browser that took the picture decodes it.
 */
import type { Browser, Page } from "playwright-core";
import type { Spot } from "./phone.ts";

type Colour = readonly [red: number, green: number, blue: number];

interface View {
  readonly center: readonly [x: number, y: number];
  readonly resolution: number;
  readonly size: readonly [width: number, height: number];
}

/** Of the sphere of EPSG:3857, in metres. */
const EARTH_M = 6_378_137;

/** A pin pales with its first seconds, the more the shorter it lives. */
const SAME_MAX = 30;
/** Grid, ground, streets and words are further off than this. */
const OTHER_MIN = 60;

/** Whether `page` shows the pin of another at each of these spots, in order, in one picture. */
export async function pinsAt(page: Page, spots: readonly Spot[]): Promise<readonly boolean[]> {
  const pin = await colourNamed(page, "--map-mine");
  const colours = await coloursAt(page, spots);
  return colours.map((colour) => {
    const far = Math.max(...colour.map((channel, i) => Math.abs(channel - pin[i]!)));
    if (far > SAME_MAX && far < OTHER_MIN) throw new Error(`${colour.join()}: pin, or no pin?`);
    return far <= SAME_MAX;
  });
}

/** Where these spots are drawn, in pixels of the page. */
export async function pixelsOf(
  page: Page,
  spots: readonly Spot[],
): Promise<readonly (readonly [x: number, y: number])[]> {
  const map = page.getByTestId("map");
  // What has come in is drawn with the next frame.
  await page.evaluate(() => new Promise((drawn) => requestAnimationFrame(() => setTimeout(drawn))));
  const view = JSON.parse((await map.getAttribute("data-view")) ?? "") as View;
  const box = (await map.boundingBox())!;
  return spots.map((spot) => {
    const [x, y] = pixelOf(spot, view);
    return [box.x + x, box.y + y];
  });
}

async function coloursAt(page: Page, spots: readonly Spot[]): Promise<readonly Colour[]> {
  const ratio = await page.evaluate(() => devicePixelRatio);
  const pixels = (await pixelsOf(page, spots)).map(([x, y]): [number, number] => [
    Math.round(x * ratio),
    Math.round(y * ratio),
  ]);
  const png = await page.screenshot({ scale: "device" });
  return readPixels(page.context().browser()!, png, pixels);
}

/** A colour of the stylesheet, which is written as `#rrggbb`. */
async function colourNamed(page: Page, name: string): Promise<Colour> {
  const hex = await page.evaluate(
    (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim(),
    name,
  );
  const channel = (at: number): number => Number.parseInt(hex.slice(at, at + 2), 16);
  return [channel(1), channel(3), channel(5)];
}

function pixelOf({ latitude, longitude }: Spot, { center, resolution, size }: View) {
  const [east, north] = [(longitude * Math.PI) / 180, (latitude * Math.PI) / 180];
  const x = EARTH_M * east;
  const y = EARTH_M * Math.log(Math.tan(Math.PI / 4 + north / 2));
  return [
    size[0] / 2 + (x - center[0]) / resolution,
    size[1] / 2 - (y - center[1]) / resolution,
  ] as const;
}

/** In an empty page: March's own policy lets nobody load a picture from the test. */
async function readPixels(
  browser: Browser,
  png: Buffer,
  pixels: readonly (readonly [number, number])[],
): Promise<readonly Colour[]> {
  const page = await browser.newPage();
  try {
    return await page.evaluate(
      async ({ base64, pixels }) => {
        const bytes = Uint8Array.from(atob(base64), (char) => char.charCodeAt(0));
        const picture = await createImageBitmap(new Blob([bytes]));
        const context = new OffscreenCanvas(picture.width, picture.height).getContext("2d")!;
        context.drawImage(picture, 0, 0);
        return pixels.map(([x, y]) => {
          const [red = 0, green = 0, blue = 0] = context.getImageData(x, y, 1, 1).data;
          return [red, green, blue] as const;
        });
      },
      { base64: png.toString("base64"), pixels },
    );
  } finally {
    await page.close();
  }
}
