/**
 * A phone with March's page open: a browser context of its own, as small and as sharp as a
 * phone, that knows where it is. Whatever its page complains of, the policy's violations
 * included, is kept, and every address it asks for.
 */
import {
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  chromium,
  type Page,
} from "playwright-core";

export interface Spot {
  readonly latitude: number;
  readonly longitude: number;
}

/** New York, where nobody marches at (0, 0). */
export const HERE: Spot = { latitude: 40.7069, longitude: -74.0113 };

const EXECUTABLE = process.env["MUSTER_CHROMIUM"] ?? "/usr/bin/chromium";
const SIZE = { width: 360, height: 740 };
const WAIT_MS_MAX = 15_000;
/** Names that lead to this machine, and that no browser takes for a safe one. */
export const UNSAFE_HOST = "march.test";

export interface Phone {
  readonly context: BrowserContext;
  readonly page: Page;
  /** Of the page's console, its exceptions and its policy. */
  readonly complaints: readonly string[];
  readonly asked: readonly URL[];
}

/** One that it takes for safe, on the port of the node under test. */
export const SAFE_HOST = "march.example";

/** A browser that keeps what it keeps in this folder, for whoever looks at it afterwards. */
export function openProfile(folder: string, at: Spot): Promise<BrowserContext> {
  return chromium.launchPersistentContext(folder, {
    executablePath: EXECUTABLE,
    args: ["--no-sandbox"],
    viewport: SIZE,
    hasTouch: true,
    isMobile: true,
    locale: "en",
    geolocation: { ...at, accuracy: 5 },
    permissions: ["geolocation"],
  });
}

export function openBrowser(port = "0"): Promise<Browser> {
  return chromium.launch({
    executablePath: EXECUTABLE,
    args: [
      "--no-sandbox",
      `--host-resolver-rules=MAP ${UNSAFE_HOST} 127.0.0.1, MAP ${SAFE_HOST} 127.0.0.1`,
      `--unsafely-treat-insecure-origin-as-secure=http://${SAFE_HOST}:${port}`,
    ],
  });
}

export async function openPhone(
  browser: Browser,
  at: Spot,
  options: BrowserContextOptions = {},
): Promise<Phone> {
  const context = await browser.newContext({
    viewport: SIZE,
    deviceScaleFactor: 2,
    hasTouch: true,
    isMobile: true,
    locale: "en",
    // Pins jump rather than glide: what is looked at is where they end.
    reducedMotion: "reduce",
    geolocation: { ...at, accuracy: 5 },
    permissions: ["geolocation", "clipboard-read", "clipboard-write"],
    ...options,
  });
  context.setDefaultTimeout(WAIT_MS_MAX);
  const page = await context.newPage();
  const complaints: string[] = [];
  const asked: URL[] = [];
  page.on("console", (said) => {
    if (["error", "warning"].includes(said.type())) complaints.push(said.text());
  });
  page.on("pageerror", (error) => complaints.push(String(error)));
  page.on("request", (request) => asked.push(new URL(request.url())));
  page.on("websocket", (socket) => asked.push(new URL(socket.url())));
  return { context, page, complaints, asked };
}

export async function goTo({ context }: Phone, at: Spot): Promise<void> {
  await context.setGeolocation({ ...at, accuracy: 5 });
}

/** What is read of a position on the wire and in the list: ten-millionths of a degree. */
export function e7(degrees: number): string {
  return String(Math.round(degrees * 1e7));
}
