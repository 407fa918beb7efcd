import assert from "node:assert/strict";
import { test } from "node:test";
import { placeOf } from "../src/model.ts";
import { ALERT_MS, type Alert, alerts } from "../src/models/alerts.ts";
import { entryOf } from "../test/entry.ts";
import { START_MS } from "../test/fake-march.ts";
import type { Unsent } from "./device.ts";
import { shownAlerts } from "./shown-alerts.ts";

const PLACE = placeOf(40.7, -74);
const told = (id: string, at = START_MS, by = "me"): Alert => ({
  id,
  by,
  told: { kind: "exit", place: PLACE, at },
});
const unsent = (value: Alert): Unsent => ({
  id: `unsent of ${value.id}`,
  march: "m",
  model: alerts.name,
  value,
  atMs: START_MS,
});
const shown = (held: readonly Alert[], waiting: readonly Alert[], nowMs = START_MS) => {
  const views = {
    alerts: new Map(held.map((alert) => [alert.id, entryOf(alert, alert.id)])),
    credences: new Map(),
    verdicts: new Map(),
  };
  const source = { views, waiting: waiting.map(unsent), me: "me" };
  return shownAlerts(source, nowMs).map(({ id, waits, state }) => [id, waits, state]);
};

test("[W53] an alert that the node has not taken is shown, also before the first contact, and says so", () => {
  assert.deepEqual(shown([told("a")], []), [["a", false, "unconfirmed"]]);
  assert.deepEqual(shown([told("a")], [told("a")]), [["a", true, "unconfirmed"]]);
  assert.deepEqual(shown([told("a", START_MS, "her")], [told("b", START_MS + 1)]), [
    ["b", true, "unconfirmed"],
    ["a", false, "unconfirmed"],
  ]);
});

test("[W53] what was withdrawn before it was sent, or is over, is not shown", () => {
  const back: Alert = { ...told("a"), told: null };
  assert.deepEqual(shown([], [told("a"), back]), []);
  assert.deepEqual(shown([told("a")], [back]), []);
  assert.deepEqual(shown([], [told("a")], START_MS + ALERT_MS.exit), []);
});

test("[W53] other things that wait are no alerts", () => {
  const other = { ...unsent(told("a")), model: "posts" };
  const views = { alerts: new Map(), credences: new Map(), verdicts: new Map() };
  assert.deepEqual(shownAlerts({ views, waiting: [other], me: "me" }, START_MS), []);
});
