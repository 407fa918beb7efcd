import assert from "node:assert/strict";
import { test } from "node:test";
import { linkLine, reasonOf, type Standing, sharingLine } from "./status.ts";
import { speak } from "./text.ts";

await speak("en");

const SHARING: Standing = {
  link: "live",
  mayShare: true,
  isSharing: true,
  isHidden: false,
  intervalMs: 15_000,
  trouble: null,
  hasFix: true,
  sentAgoMs: null,
  refusal: null,
  isWithdrawing: false,
  pin: null,
  perhapsUntil: null,
};

function line(differs: Partial<Standing>): string {
  return sharingLine({ ...SHARING, ...differs }).text;
}

const linked = (...is: Parameters<typeof linkLine>) => linkLine(...is).text;

test("[W16] a position counts as sent when the node took it, and late when it took long", () => {
  assert.equal(line({}), "Sharing every 15 s. Sending …");
  assert.equal(line({ link: "offline" }), "Sharing every 15 s, not sent yet: no connection.");
  assert.equal(line({ hasFix: false }), "Sharing every 15 s. Waiting for a first position …");
  assert.equal(line({ sentAgoMs: 6_000 }), "Sharing every 15 s, last sent 6 s ago.");
  assert.equal(line({ sentAgoMs: 29_999 }), "Sharing every 15 s, last sent 29 s ago.");
  assert.equal(line({ sentAgoMs: 30_000 }), "Delayed by the network: last sent 30 s ago.");
});

test("[W16] why nothing is sent comes before when it was sent", () => {
  assert.match(line({ isHidden: true, sentAgoMs: 0 }), /^Paused/);
  assert.match(line({ refusal: "too fast", sentAgoMs: 0 }), /too fast/);
  assert.match(line({ trouble: "unavailable", sentAgoMs: null }), /gives no position/);
  assert.match(line({ trouble: "denied", isSharing: false }), /may not ask/);
  assert.equal(line({ mayShare: false }), "This phone only watches.");
});

test("[W16] a full march is told in the words of who marches, other refusals in the page's own", () => {
  const refusal = reasonOf({ code: "full", reason: "the room holds 20000 records" });
  assert.match(line({ refusal }), /As many people share as this march can hold\.$/);
  const removed = { code: "forbidden", reason: "a steward has removed you" };
  assert.match(reasonOf(removed), /^A steward has removed you from this march/);
  const unheard = reasonOf({ code: "rate", reason: "an engineer's word" });
  assert.equal(unheard, "The server could not take it.");
});

test("[W28] a phone that has no position yet is looking for one, which is no fault", () => {
  const looking = sharingLine({ ...SHARING, hasFix: false, trouble: "timeout" });
  assert.equal(looking.tone, "calm");
  assert.match(looking.text, /^Still looking/);
});

test("[W17] whoever does not share is told when their last place is still seen", () => {
  const pin = { ageMs: 180_000, until: "14:32" };
  assert.equal(line({ isSharing: false }), "Not sharing.");
  assert.match(line({ isSharing: false, pin }), /\(3 min ago\) is still seen until 14:32/);
  assert.match(line({ isSharing: false, pin, isWithdrawing: true }), /goes away/);
});

test("[W17] a page that has heard nothing does not say that nobody sees this phone", () => {
  const said = line({ isSharing: false, link: "connecting", perhapsUntil: "14:32" });
  assert.equal(said, "Not sharing. If you shared before, others may see that place until 14:32.");
});

test("[W16] the link is live, coming, or gone with the reason that the node gave", () => {
  assert.deepEqual(linkLine("live", null, false), { text: "Live", spoken: "Live", tone: "good" });
  assert.equal(linked("connecting", null, false), "Connecting …");
  assert.equal(linked("connecting", null, true), "Offline: trying again");
  assert.equal(linked("offline", null, false), "Offline: trying again");
  assert.equal(linked("offline", "stopping", false), "The server is restarting: trying again");
});

test("[W24] no line that is spoken changes with the seconds, and each says what is seen", () => {
  const until = "14:32";
  const pin = { ageMs: 0, until };
  for (const [differs, later, spoken] of [
    [{ sentAgoMs: 0 }, { sentAgoMs: 29_999 }, "Sharing every 15 s, sent."],
    [{ sentAgoMs: 30_000 }, { sentAgoMs: 300_000 }, "Delayed by the network."],
    [
      { isSharing: false, pin },
      { isSharing: false, pin: { ageMs: 180_000, until } },
      "Not sharing, but your last place is still seen until 14:32.",
    ],
  ] as const) {
    assert.equal(sharingLine({ ...SHARING, ...differs }).spoken, spoken);
    assert.equal(sharingLine({ ...SHARING, ...later }).spoken, spoken);
  }
  const timeless: readonly Partial<Standing>[] = [
    {},
    { link: "offline" },
    { hasFix: false },
    { isHidden: true },
    { refusal: "too fast" },
    { trouble: "denied" },
    { trouble: "timeout" },
    { trouble: "unavailable" },
    { isSharing: false },
    { isSharing: false, trouble: "denied" },
    { isSharing: false, isWithdrawing: true },
    { mayShare: false },
  ];
  for (const differs of timeless) {
    const { text, spoken } = sharingLine({ ...SHARING, ...differs });
    assert.equal(spoken, text);
  }
});
