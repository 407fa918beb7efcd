/** Who may tell of an alert, and withdraw it. Rule A15: docs/spec/march.md. */
import type { Grant, Written } from "@muster/rooms";
import { ALERT_LIMIT } from "../limits.ts";
import { ALERT_MS, type Alert, alerts } from "../models/alerts.ts";
import { type Said, whyNotOnce, whyTooMuch } from "./once.ts";
import { forbidden, isHeld, type Refusal, type Scene } from "./scene.ts";

export function whyNoAlert(
  { room, mandate }: Scene,
  grant: Grant,
  written: Written,
): Refusal | null {
  const alert = written.value as Alert;
  const view = room.space.view(alerts);
  const before = view.get(alert.id);
  if (isHeld(before, written)) return null;
  const nowMs = room.now();
  const said = saidOf(alert);
  const isSteward = mandate.isSteward(grant.person);
  const held = before === undefined ? null : saidOf(before.value);
  const refusal = whyNotOnce({ grant, isSteward, said, before: held, nowMs });
  // What is held and taken back counts already.
  if (refusal !== null || held !== null) return refusal;
  if (isOver(alert, nowMs)) return forbidden("this alert is over");
  const all = [...view.values()].map(({ value }) => saidOf(value));
  return whyTooMuch(ALERT_LIMIT, said, all);
}

function isOver({ told }: Alert, nowMs: number): boolean {
  return told !== null && told.at + ALERT_MS[told.kind] <= nowMs;
}

function saidOf({ id, by, told }: Alert): Said {
  return { id, by, at: told?.at ?? null };
}
