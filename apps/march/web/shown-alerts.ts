/**
 * The alerts that this phone shows: those of the room, and those of its own that the node has not
 * taken yet, which say so. Each is shown with what it is worth, and nobody may make it more.
 *
 * Rule W53: docs/spec/march-page.md.
 */
import {
  ALERT_MS,
  type Alert,
  type AlertViews,
  alerts,
  alertsView,
  type SeenAlert,
} from "../src/models/alerts.ts";
import type { Unsent } from "./device.ts";

export interface ShownAlert extends SeenAlert {
  /** The node has not taken it yet: nobody else sees it. */
  readonly waits: boolean;
}

export interface AlertSource {
  readonly views: AlertViews;
  /** Oldest first, of all models. */
  readonly waiting: readonly Unsent[];
  readonly me: string;
}

/** What stands at `nowMs` (node's time, in milliseconds), the newest first. */
export function shownAlerts({ views, waiting, me }: AlertSource, nowMs: number) {
  const unsent = new Map(
    waiting
      .filter(({ model }) => model === alerts.name)
      .map(({ value }) => [(value as Alert).id, value as Alert]),
  );
  const seen = alertsView(views, me, nowMs)
    .filter(({ id }) => unsent.get(id)?.told !== null)
    .map((alert): ShownAlert => Object.assign(alert, { waits: unsent.has(alert.id) }));
  const known = new Set(views.alerts.keys());
  const untold = [...unsent.values()].filter(({ id }) => !known.has(id)).flatMap(ownAlert);
  return [...seen, ...untold.filter(({ endsAt }) => endsAt > nowMs)].toSorted(
    (a, b) => b.at - a.at,
  );
}

/** Before the first contact nothing is in the room's own view. */
function ownAlert({ id, by, told }: Alert): readonly ShownAlert[] {
  if (told === null) return [];
  const worth = { state: "unconfirmed", decided: false, confirmedBy: 0, disputedBy: 0 } as const;
  const own = { isMine: true, said: null, waits: true };
  return [{ id, by, ...told, endsAt: told.at + ALERT_MS[told.kind], ...worth, ...own }];
}
