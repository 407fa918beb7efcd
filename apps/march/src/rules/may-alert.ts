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
  if (refusal !== null || alert.told === null) return refusal;
  const { kind, at } = alert.told;
  if (at + ALERT_MS[kind] <= nowMs) return forbidden("this alert is over");
  return whyTooMuch(
    ALERT_LIMIT,
    { by: alert.by, at },
    [...view.values()].map(({ value }) => saidOf(value)),
  );
}

function saidOf({ by, told }: Alert): Said {
  return { by, at: told?.at ?? null };
}
