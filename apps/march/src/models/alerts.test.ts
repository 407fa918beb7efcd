import assert from "node:assert/strict";
import { test } from "node:test";
import { laws } from "@muster/replica/laws";
import * as fc from "fast-check";
import { entryOf } from "../../test/entry.ts";
import { LIFETIME_MS, SQUARE, START_MS } from "../../test/fake-march.ts";
import {
  ALERT_KINDS,
  ALERT_MS,
  Alert,
  type AlertKind,
  type AlertState,
  type AlertViews,
  alertEndsAt,
  alerts,
  alertsView,
  credences,
  type Saying,
  verdicts,
} from "./alerts.ts";

const ID = "alert-of-these-tests";
const told = { kind: "exit", place: SQUARE, at: START_MS } as const;

function alertOf(kind: AlertKind, id = ID, at = START_MS) {
  return entryOf<Alert>({ id, by: "ada", told: { ...told, kind, at } }, id, at);
}

const viewsOf = (...entries: readonly ReturnType<typeof alertOf>[]): AlertViews => ({
  alerts: new Map(entries.map((entry) => [entry.key, entry])),
  credences: new Map(),
  verdicts: new Map(),
});

test("[A15] alerts, verdicts and credences converge, whatever the order of arrival", () => {
  const ids = fc.constantFrom(ID, `${ID}-2`);
  const person = fc.constantFrom("ada", "ben");
  const something = fc.record({
    kind: fc.constantFrom(...ALERT_KINDS),
    place: fc.constant(SQUARE),
    at: fc.nat(),
  });
  laws(alerts, fc.record({ id: ids, by: person, told: fc.option(something) }));
  const says = fc.option(fc.constantFrom<Saying>("confirmed", "disputed"));
  laws(verdicts, fc.record({ alert: ids, person, says }));
  const state = fc.constantFrom<AlertState>("unconfirmed", "confirmed", "disputed");
  const counts = { confirmedBy: fc.nat(), disputedBy: fc.nat() };
  laws(credences, fc.record({ alert: ids, state, decided: fc.boolean(), ...counts }));
});

for (const [kind, minutes] of [
  ["police-line", 10],
  ["exit", 20],
  ["danger", 20],
  ["medic", 60],
  ["route", 60],
  ["meeting-point", 120],
] as const) {
  test(`[A15] an alert of ${kind} stands for ${minutes} minutes, where the march keeps it so long`, () => {
    const entry = { ...alertOf(kind), expiresAt: START_MS + 2 * 3_600_000 };
    assert.equal(alertEndsAt(entry), START_MS + minutes * 60_000);
  });
}

test("[A15] no alert outlives its record, and a view shows none that is over or withdrawn", () => {
  const views = viewsOf(
    alertOf("medic", "a".repeat(16)),
    alertOf("police-line", "b".repeat(16)),
    alertOf("exit", "c".repeat(16), START_MS + 1),
    entryOf<Alert>({ id: "d".repeat(16), by: "ada", told: null }, "d".repeat(16)),
  );
  const kindsAt = (nowMs: number) => alertsView(views, "ben", nowMs).map(({ kind }) => kind);
  assert.deepEqual(kindsAt(START_MS), ["exit", "medic", "police-line"]);
  assert.deepEqual(kindsAt(START_MS + ALERT_MS["police-line"]), ["exit", "medic"]);
  assert.deepEqual(kindsAt(START_MS + ALERT_MS.exit), ["exit", "medic"]);
  assert.deepEqual(kindsAt(START_MS + ALERT_MS.exit + 1), ["medic"]);
  assert.deepEqual(kindsAt(START_MS + LIFETIME_MS), []);
});

test("[A16] an alert that the node has said nothing of is unconfirmed, whatever its author says", () => {
  const views = viewsOf(alertOf("exit"));
  const [seen] = alertsView(views, "ada", START_MS);
  assert.deepEqual(seen, {
    id: ID,
    by: "ada",
    ...told,
    endsAt: START_MS + ALERT_MS.exit,
    state: "unconfirmed",
    decided: false,
    confirmedBy: 0,
    disputedBy: 0,
    isMine: true,
    said: null,
  });
  const claimed = { ...alertOf("exit").value, state: "confirmed" };
  assert.equal(Alert.safeParse(claimed).success, false);
});

test("[A16] an alert is shown with what the node found of it, and what one has said oneself", () => {
  const counts = { confirmedBy: 1, disputedBy: 2 } as const;
  const credence = { alert: ID, state: "disputed", decided: true, ...counts } as const;
  const verdict = { alert: ID, person: "ben", says: "confirmed" } as const;
  const views = {
    ...viewsOf(alertOf("exit")),
    credences: new Map([[ID, entryOf(credence, ID)]]),
    verdicts: new Map([[`${ID}/ben`, entryOf(verdict, `${ID}/ben`)]]),
  };
  const [seen] = alertsView(views, "ben", START_MS);
  assert.deepEqual(
    [seen?.state, seen?.decided, seen?.confirmedBy, seen?.disputedBy, seen?.said, seen?.isMine],
    ["disputed", true, 1, 2, "confirmed", false],
  );
  assert.equal(alertsView(views, "cyd", START_MS)[0]?.said, null);
});
