/**
 * Starts the page: looks whether this browser can do what it needs, opens what this phone keeps,
 * and draws. The map comes later, by itself.
 */
import { generateKeys } from "@muster/replica";
import { effect } from "@preact/signals";
import { render } from "preact";
import * as z from "zod/mini";
import { App } from "./app.ts";
import { deviceClock } from "./clock.ts";
import { Device } from "./device.ts";
import type { NoticeName } from "./notice.ts";
import { Renewal } from "./renewal.ts";
import { Notice } from "./screens/notice.tsx";
import { Page } from "./screens/page.tsx";
import { languageOf, USUAL } from "./settings.ts";
import { language, speak } from "./text.ts";
import { wear } from "./theme.ts";

// The policy of this page forbids code made from text; without this, Zod would try once.
z.config({ jitless: true });

const page = document.querySelector("#page")!;

effect(() => {
  document.documentElement.lang = language.value ?? "en";
});

// What keeps the page from starting has no page to say it in yet.
start().catch(() => language.peek() !== null && render(<Notice name="broken" />, page));

async function start(): Promise<void> {
  const [why, canSpeak] = await Promise.all([
    whyNot(),
    speak(languageOf(USUAL, navigator.languages)),
  ]);
  // Without a word to say, what the shell says stays: a reload is all that helps.
  if (!canSpeak) return;
  page.replaceChildren();
  if (why !== null) return render(<Notice name={why} />, page);
  const device = await Device.open(deviceClock.now());
  wear(device.settings.theme);
  await speak(languageOf(device.settings, navigator.languages));
  const renewal = new Renewal();
  const app = new App({ device, clock: deviceClock, renewal });
  hearBugs(app);
  render(<Page app={app} />, page);
  await renewal.register();
  renewal.keepLoaded();
}

function hearBugs(app: App): void {
  // Browsers also report through these what is no exception, such as a late layout.
  const hear = (thrown: unknown): void => {
    if (thrown instanceof Error) app.broke();
  };
  addEventListener("error", ({ error }) => hear(error));
  addEventListener("unhandledrejection", ({ reason }) => hear(reason));
}

async function whyNot(): Promise<NoticeName | null> {
  if (!isSecureContext) return "insecure";
  const canSign = await generateKeys().catch(() => null);
  return canSign === null ? "old" : null;
}
