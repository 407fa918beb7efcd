import assert from "node:assert/strict";
import { test } from "node:test";
import { type Fix, Locator } from "./locator.ts";
import type { Trouble } from "./status.ts";

const CODES = { PERMISSION_DENIED: 1, POSITION_UNAVAILABLE: 2, TIMEOUT: 3 } as const;
const COORDS = { latitude: 40.7, longitude: -74, accuracy: 5 };

/** A phone that answers what the test makes it answer, and what is heard of it. */
function lab() {
  const heard: (Trouble | number)[] = [];
  const asked: { found: PositionCallback; failed: unknown; ageMsMax: unknown }[] = [];
  const ask: Geolocation["watchPosition"] = (found, failed, options) =>
    asked.push({ found, failed, ageMsMax: options?.maximumAge });
  const geolocation = { watchPosition: ask, getCurrentPosition: ask, clearWatch: () => {} };
  const hears = {
    fix: ({ atMs }: Fix) => heard.push(atMs),
    trouble: (trouble: Trouble) => heard.push(trouble),
  };
  let nowMs = 0;
  const locator = new Locator(hears, { now: () => nowMs }, geolocation);
  const answers = (answer: "fix" | keyof typeof CODES, atMs: number): void => {
    nowMs = atMs;
    const { found, failed } = asked.at(-1)!;
    if (answer === "fix") found({ coords: COORDS } as GeolocationPosition);
    else (failed as PositionErrorCallback)({ ...CODES, code: CODES[answer] } as never);
  };
  return { locator, heard, asked, answers };
}

test("[W28] a phone that lies still and tells nothing new is where it was", () => {
  const { locator, heard, asked, answers } = lab();
  locator.start(15_000);
  answers("fix", 1_000);
  locator.ask(15_000);
  answers("TIMEOUT", 20_000);
  assert.deepEqual(heard, [1_000, 20_000]);
  assert.deepEqual(
    asked.map(({ ageMsMax }) => ageMsMax),
    [15_000, 15_000],
  );
});

test("[W28] before the first position of a watch, and after it was lost, silence tells nothing", () => {
  const { locator, heard, answers } = lab();
  locator.start(15_000);
  answers("TIMEOUT", 1_000);
  answers("fix", 2_000);
  answers("POSITION_UNAVAILABLE", 3_000);
  answers("TIMEOUT", 4_000);
  answers("fix", 5_000);
  locator.stop();
  locator.start(15_000);
  answers("TIMEOUT", 6_000);
  assert.deepEqual(heard, ["timeout", 2_000, "unavailable", "timeout", 5_000, "timeout"]);
});
