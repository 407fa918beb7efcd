import assert from "node:assert/strict";
import { test } from "node:test";
import { placeOf } from "../src/model.ts";
import type { AlertState } from "../src/models/alerts.ts";
import { AlertNews, type Around, isNear } from "./alert-news.ts";
import { QUIET_MS } from "./announcer.ts";
import type { ShownAlert } from "./shown-alerts.ts";

const HERE = placeOf(40.7, -74);
const AROUND: Around = { bounds: null, people: [HERE] };

function alert(id: string, state: AlertState = "confirmed", place = HERE): ShownAlert {
  const worth = { state, decided: false, confirmedBy: 2, disputedBy: 0 };
  const base = { by: "her", kind: "exit", at: 0, endsAt: 1, isMine: false, said: null } as const;
  return { id, place, ...base, ...worth, waits: false };
}

const told = (news: AlertNews, alerts: readonly ShownAlert[], nowMs: number) =>
  idsOf(news.next(alerts, AROUND, nowMs));
const idsOf = (news: readonly ShownAlert[] | null) => news?.map(({ id }) => id) ?? null;

test("[W54] an alert is told when it is confirmed, once; what was confirmed before is not", () => {
  const news = new AlertNews();
  assert.equal(told(news, [alert("old")], 0), null);
  assert.equal(told(news, [alert("old"), alert("new", "unconfirmed")], 1), null);
  assert.deepEqual(told(news, [alert("old"), alert("new")], 2), ["new"]);
  assert.equal(told(news, [alert("old"), alert("new")], 2 + QUIET_MS), null);
  assert.equal(told(news, [alert("new", "disputed")], 3 + QUIET_MS), null);
  assert.equal(told(news, [alert("new")], 4 + 2 * QUIET_MS), null);
});

test("[W54] several within twenty seconds are told together, after them", () => {
  const news = new AlertNews();
  news.next([], AROUND, 0);
  assert.deepEqual(told(news, [alert("a")], 1), ["a"]);
  const all = [alert("c"), alert("b"), alert("a")];
  assert.equal(told(news, all, QUIET_MS), null);
  assert.deepEqual(told(news, all, 1 + QUIET_MS), ["c", "b"]);
});

test("[W54] one's own alert is news when others confirm it, not when one is a steward", () => {
  const news = new AlertNews();
  const mine = { ...alert("mine"), isMine: true };
  news.next([], AROUND, 0);
  assert.equal(told(news, [{ ...mine, confirmedBy: 0 }], 1), null);
  assert.deepEqual(told(news, [{ ...mine, confirmedBy: 1 }], 2), ["mine"]);
});

test("[W54] what is neither in view nor near one's people is not told, until it is", () => {
  const news = new AlertNews();
  const far = alert("far", "confirmed", placeOf(40.71, -74));
  news.next([], AROUND, 0);
  assert.equal(told(news, [far], 1), null);
  const bounds = { southWest: placeOf(40.69, -74.01), northEast: placeOf(40.72, -73.99) };
  assert.deepEqual(idsOf(news.next([far], { bounds, people: [] }, 2)), ["far"]);
});

test("[W54] near is within 300 m of one's people, or in view, also across the 180th meridian", () => {
  const people = [HERE];
  assert.equal(isNear(placeOf(40.7026, -74), { bounds: null, people }), true);
  assert.equal(isNear(placeOf(40.7028, -74), { bounds: null, people }), false);
  const bounds = { southWest: placeOf(-1, 179), northEast: placeOf(1, -179) };
  assert.equal(isNear(placeOf(0, 179.5), { bounds, people: [] }), true);
  assert.equal(isNear(placeOf(0, -179.5), { bounds, people: [] }), true);
  assert.equal(isNear(placeOf(0, 178), { bounds, people: [] }), false);
  assert.equal(isNear(placeOf(2, 179.5), { bounds, people: [] }), false);
});
