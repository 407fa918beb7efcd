/**
 * Alerts: something at a place that others should know, for as long as its kind says. Who tells of
 * one cannot make it true: it is unconfirmed until the node has heard two independent people or a
 * steward, and the node alone writes that down (`credences`).
 *
 *   alert ──────────────► everyone           told once: no change but being withdrawn
 *   verdict ─► the node ─► credence ─► everyone
 *
 *   alerts, credences, verdicts ─► alertsView(now) ─► what stands, the newest first
 *
 * Shared by node, page and simulation. Rules A15, A16: docs/spec/march.md.
 */
import { type Entry, type LatestView, latest } from "@muster/replica";
import * as z from "zod/mini";
import { Person, Place } from "../model.ts";

const MINUTE_MS = 60_000;

/** How long an alert of each kind stands: less where the march keeps nothing so long. */
export const ALERT_MS = {
  "police-line": 10 * MINUTE_MS,
  exit: 20 * MINUTE_MS,
  danger: 20 * MINUTE_MS,
  medic: 60 * MINUTE_MS,
  route: 60 * MINUTE_MS,
  "meeting-point": 120 * MINUTE_MS,
} as const;
export type AlertKind = keyof typeof ALERT_MS;
export const ALERT_KINDS = Object.keys(ALERT_MS) as readonly AlertKind[];

export const RecordId = z.string().check(z.regex(/^[A-Za-z0-9_-]{16,32}$/));

const ID_PART_CHARS = 16;

/** An id that its author alone can have: it begins with who they are. `random` is in base64url. */
export function recordIdOf(by: string, random: string): string {
  return by.slice(0, ID_PART_CHARS) + random.slice(0, ID_PART_CHARS);
}

export function isIdOf(id: string, by: string): boolean {
  return id.startsWith(by.slice(0, ID_PART_CHARS));
}

export const Alert = z.strictObject({
  id: RecordId,
  by: Person,
  /** Null: withdrawn, or over. */
  told: z.nullable(
    z.strictObject({
      kind: z.enum(ALERT_KINDS),
      place: Place,
      /** When it was seen, in the node's time, in milliseconds since the epoch. */
      at: z.int().check(z.minimum(0)),
    }),
  ),
});
export type Alert = z.infer<typeof Alert>;
export type AlertView = LatestView<Alert>;

export const alerts = latest<Alert>({ name: "alerts", value: Alert, key: ({ id }) => id });

export const SAYINGS = ["confirmed", "disputed"] as const;
export type Saying = (typeof SAYINGS)[number];

/** What one person says of an alert. Goes to the node, and to nobody else. */
export const Verdict = z.strictObject({
  alert: RecordId,
  person: Person,
  /** Null: taken back. */
  says: z.nullable(z.enum(SAYINGS)),
});
export type Verdict = z.infer<typeof Verdict>;
export type VerdictView = LatestView<Verdict>;

export const verdicts = latest<Verdict>({
  name: "verdicts",
  value: Verdict,
  key: ({ alert, person }) => verdictKey(alert, person),
});

export function verdictKey(alert: string, person: string): string {
  return `${alert}/${person}`;
}

export const ALERT_STATES = ["unconfirmed", "confirmed", "disputed"] as const;
export type AlertState = (typeof ALERT_STATES)[number];

/** What an alert is worth, as the node found: it alone writes this. */
export const Credence = z.strictObject({
  alert: RecordId,
  state: z.enum(ALERT_STATES),
  /** Whether it is so by a steward's word, however many say what. */
  decided: z.boolean(),
  /** How many independent people confirm it, and how many dispute it. */
  confirmedBy: z.int().check(z.minimum(0)),
  disputedBy: z.int().check(z.minimum(0)),
});
export type Credence = z.infer<typeof Credence>;
export type CredenceView = LatestView<Credence>;

export const credences = latest<Credence>({
  name: "credences",
  value: Credence,
  key: ({ alert }) => alert,
});

/** When an alert is over, in milliseconds since the epoch; 0 when it was withdrawn. */
export function alertEndsAt({ expiresAt, value }: Pick<Entry<Alert>, "expiresAt" | "value">) {
  const { told } = value;
  return told === null ? 0 : Math.min(expiresAt, told.at + ALERT_MS[told.kind]);
}

/** An alert as a map and a list show it. `state` is part of it: there are no bare facts. */
export interface SeenAlert {
  readonly id: string;
  /** Who told it, for a steward to remove. */
  readonly by: string;
  readonly kind: AlertKind;
  readonly place: Place;
  readonly at: number;
  readonly endsAt: number;
  readonly state: AlertState;
  /** By a steward's word. */
  readonly decided: boolean;
  readonly confirmedBy: number;
  readonly disputedBy: number;
  readonly isMine: boolean;
  /** What this person says of it. */
  readonly said: Saying | null;
}

export interface AlertViews {
  readonly alerts: AlertView;
  readonly credences: CredenceView;
  readonly verdicts: VerdictView;
}

/** What stands at `nowMs` (node's time, in milliseconds), for `person`: the newest first. */
export function alertsView(views: AlertViews, person: string, nowMs: number): readonly SeenAlert[] {
  return [...views.alerts.values()]
    .filter((entry) => alertEndsAt(entry) > nowMs)
    .flatMap((entry) => seen(entry, views, person))
    .toSorted((a, b) => b.at - a.at || (a.id < b.id ? -1 : 1));
}

function seen(entry: Entry<Alert>, views: AlertViews, person: string): readonly SeenAlert[] {
  const { id, by, told } = entry.value;
  if (told === null) return [];
  const { state, decided, confirmedBy, disputedBy } = views.credences.get(id)?.value ?? UNHEARD;
  const isMine = by === person;
  const said = views.verdicts.get(verdictKey(id, person))?.value.says ?? null;
  const worth = { state, decided, confirmedBy, disputedBy, isMine, said };
  return [{ id, by, ...told, endsAt: alertEndsAt(entry), ...worth }];
}

const UNHEARD = { state: "unconfirmed", decided: false, confirmedBy: 0, disputedBy: 0 } as const;
