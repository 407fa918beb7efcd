import assert from "node:assert/strict";
import { test } from "node:test";
import { HERE_MS_MAX, type Wants, Whereabouts } from "./whereabouts.ts";

const CODES = { PERMISSION_DENIED: 1, POSITION_UNAVAILABLE: 2, TIMEOUT: 3 } as const;
const COORDS = { latitude: 40.7, longitude: -74, accuracy: 5 };
const MINUTE_MS = 60_000;
const NOBODY: Wants = {
  isSharing: false,
  isFollowing: false,
  isTelling: false,
  isHidden: false,
  intervalMs: MINUTE_MS,
};
const SHARING: Wants = { ...NOBODY, isSharing: true };
const FOLLOWING: Wants = { ...NOBODY, isFollowing: true };
const TELLING: Wants = { ...SHARING, isTelling: true };

type Answer = "fix" | keyof typeof CODES;

function answering(found: PositionCallback, failed?: PositionErrorCallback | null) {
  return (answer: Answer): void => {
    if (answer === "fix") found({ coords: COORDS } as GeolocationPosition);
    else failed?.({ ...CODES, code: CODES[answer] } as never);
  };
}

/** A phone with a clock, that answers its watch, or its last question, as the test says. */
function lab() {
  const heard: string[] = [];
  const waiting: { watch?: (answer: Answer) => void; asked?: (answer: Answer) => void } = {};
  const counts = { asked: 0 };
  const geolocation: Geolocation = {
    watchPosition: (found, failed) => {
      waiting.watch = answering(found, failed);
      return 1;
    },
    getCurrentPosition: (found, failed) => {
      counts.asked++;
      waiting.asked = answering(found, failed);
    },
    clearWatch: () => delete waiting.watch,
  };
  const clock = { nowMs: 0, now: () => clock.nowMs };
  const where = new Whereabouts({
    clock,
    geolocation,
    onFound: () => heard.push("found"),
    onDenied: () => heard.push("denied"),
  });
  const heed = (wants: Wants, atMs: number): number | null => {
    clock.nowMs = atMs;
    where.heed(wants);
    return where.fix.value?.atMs ?? null;
  };
  return { where, heed, waiting, counts, heard };
}

for (const [who, wants] of Object.entries({ SHARING, FOLLOWING, TELLING })) {
  test(`[W50] a phone that says that it knows no place has none: ${who.toLowerCase()}`, () => {
    for (const answer of ["POSITION_UNAVAILABLE", "PERMISSION_DENIED"] as const) {
      const { where, heed, waiting } = lab();
      heed(wants, 0);
      waiting.watch?.("fix");
      assert.equal(heed(wants, 1_000), 0);
      waiting.watch?.(answer);
      assert.equal(where.fix.value, null);
      assert.equal(heed(wants, 2_000), null);
      assert.equal(where.trouble.value, answer === "PERMISSION_DENIED" ? "denied" : "unavailable");
    }
  });
}

test("[W50] the place of an alert is told anew within 30 s, or it is none", () => {
  const { heed, waiting, counts } = lab();
  heed(TELLING, 0);
  waiting.watch?.("fix");
  assert.equal(heed(TELLING, HERE_MS_MAX / 2), 0);
  assert.ok(counts.asked > 0, "it is asked in time");
  assert.equal(heed(TELLING, HERE_MS_MAX - 1), 0);
  assert.equal(heed(TELLING, HERE_MS_MAX), null);
});

test("[W50] whoever shares once in a minute, and then tells an alert, has no place of a minute ago", () => {
  const { heed, waiting } = lab();
  heed(SHARING, 0);
  waiting.watch?.("fix");
  assert.equal(heed(SHARING, MINUTE_MS), 0);
  assert.equal(heed(TELLING, MINUTE_MS), null);
  waiting.asked?.("TIMEOUT");
  assert.equal(heed(TELLING, MINUTE_MS), MINUTE_MS, "but where it lies still, it has that");
});

test("[W28] a watch that is silent for an interval and 30 s is not believed", () => {
  for (const wants of [SHARING, FOLLOWING]) {
    const { heed, waiting } = lab();
    heed(wants, 0);
    waiting.watch?.("fix");
    assert.equal(heed(wants, MINUTE_MS + HERE_MS_MAX - 1), 0);
    assert.equal(heed(wants, MINUTE_MS + HERE_MS_MAX), null);
  }
});

test("[W28] whoever only follows asks the phone once an interval, and it may lie still", () => {
  const { heed, waiting, counts } = lab();
  heed(FOLLOWING, 0);
  waiting.asked?.("fix");
  counts.asked = 0;
  heed(FOLLOWING, MINUTE_MS - 1);
  assert.equal(counts.asked, 0);
  heed(FOLLOWING, MINUTE_MS);
  heed(FOLLOWING, MINUTE_MS + 1_000);
  assert.equal(counts.asked, 1);
  waiting.asked?.("TIMEOUT");
  assert.equal(heed(FOLLOWING, MINUTE_MS + HERE_MS_MAX), MINUTE_MS + 1_000);
});

test("[W50] what is not asked any more is forgotten after 30 s, whichever way the clock goes", () => {
  const { heed, waiting } = lab();
  heed(TELLING, 2 * HERE_MS_MAX);
  waiting.watch?.("fix");
  const hidden = { ...SHARING, isHidden: true };
  for (const wants of [NOBODY, hidden]) {
    assert.equal(heed(wants, 3 * HERE_MS_MAX - 1), 2 * HERE_MS_MAX);
    assert.equal(waiting.watch, undefined);
  }
  assert.equal(heed(NOBODY, HERE_MS_MAX), null);
});

test("[W28] who listens hears of each place, and that the page may ask no more", () => {
  const { heed, waiting, heard } = lab();
  heed(SHARING, 0);
  waiting.watch?.("fix");
  waiting.watch?.("PERMISSION_DENIED");
  assert.deepEqual(heard, ["found", "denied"]);
});

test("[W28] who said no is not asked again and again, though they look at the places of an alert", () => {
  const { heed, waiting, counts } = lab();
  heed(TELLING, 0);
  waiting.asked?.("PERMISSION_DENIED");
  for (let atMs = 1_000; atMs < MINUTE_MS; atMs += 1_000) heed(TELLING, atMs);
  assert.equal(counts.asked, 1);
});
