import assert from "node:assert/strict";
import { test } from "node:test";
import { ALERT_KINDS, ALERT_STATES, type AlertState } from "../src/models/alerts.ts";
import { mapText, shortText, timesText, worthText } from "./alert-words.ts";
import { en } from "./text/en.ts";
import { es } from "./text/es.ts";
import { speak } from "./text.ts";

await speak("en");

const worth = (state: AlertState, confirmedBy: number, disputedBy: number) =>
  worthText({ state, decided: false, confirmedBy, disputedBy, waits: false }, false);
const word = (state: AlertState, confirmedBy: number, disputedBy: number) =>
  worthText({ state, decided: true, confirmedBy, disputedBy, waits: false }, false);

test("[W52] an alert says how many say so and from how many groups, and that a steward decided", () => {
  assert.match(worth("unconfirmed", 0, 0), /^Not confirmed: 1 person says so$/);
  assert.match(worth("unconfirmed", 1, 0), /^Not confirmed: 1 person and 1 other group say so$/);
  assert.match(worth("confirmed", 2, 1), /^Confirmed by 2 other groups$/);
  assert.match(worth("disputed", 1, 2), /^Disputed: 2 groups say it is not so, 1 confirms$/);
  assert.match(worth("disputed", 0, 1), /^Disputed: 1 group says it is not so$/);
  // However many spoke: the node says who decided.
  for (const [confirmedBy, disputedBy] of [
    [0, 0],
    [0, 1],
    [1, 0],
    [3, 1],
    [2, 2],
  ] as const) {
    assert.equal(word("confirmed", confirmedBy, disputedBy), "Confirmed by a steward");
    assert.equal(word("disputed", confirmedBy, disputedBy), "Disputed by a steward");
  }
});

test("[W53] an alert that was not sent says that before all else", () => {
  const counts = { confirmedBy: 2, disputedBy: 0 } as const;
  const alert = { state: "confirmed", decided: false, ...counts, waits: true } as const;
  assert.match(worthText(alert, false), /^Not sent yet/);
  assert.match(worthText(alert, true), /^Sending/);
});

test("[W51] on the map only what is confirmed stands without a word of doubt", () => {
  for (const kind of ALERT_KINDS) {
    const said = ALERT_STATES.map((state) => mapText({ kind, state, waits: false }));
    assert.equal(new Set([...said, mapText({ kind, state: "confirmed", waits: true })]).size, 4);
    assert.equal(mapText({ kind, state: "confirmed", waits: false }), en.alerts.kinds[kind]);
    assert.equal(shortText({ kind, state: "confirmed", waits: false }), en.alerts.kinds[kind]);
    assert.match(shortText({ kind, state: "unconfirmed", waits: false }), /\?$/);
    assert.match(shortText({ kind, state: "confirmed", waits: true }), /\?$/);
  }
});

test("[W51] no two kinds have the same sign, in either language", () => {
  for (const { alerts } of [en, es]) {
    assert.equal(new Set(Object.values(alerts.signs)).size, ALERT_KINDS.length);
    assert.ok(Object.values(alerts.signs).every((sign) => sign.length === 1));
  }
});

test("[W52] an alert says how old it is and when it goes, and claims no second too much", () => {
  const alert = { at: 0, endsAt: 600_000 };
  assert.equal(timesText(alert, 1_000), "seen just now · goes in 9 min");
  assert.equal(timesText(alert, 541_500), "seen 9 min ago · goes in 58 s");
});
