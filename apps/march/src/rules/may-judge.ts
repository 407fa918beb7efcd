/**
 * Who may confirm or dispute an alert: everyone but its author, once each; of one link no more than
 * could matter. Places are those of a link: however many came by it, and whether the node knows of
 * the alert or not, they keep nobody from speaking who came by another.
 *
 * Rule A16: docs/spec/march.md.
 */
import type { Grant, Written } from "@muster/rooms";
import {
  VERDICTS_OF_LINK_MAX,
  VERDICTS_UNKNOWN_OF_LINK_MAX,
  VERDICTS_UNKNOWN_OF_PERSON_MAX,
} from "../limits.ts";
import { alertEndsAt, alerts, type Verdict, verdicts } from "../models/alerts.ts";
import { forbidden, isHeld, type Refusal, type Scene, tooMany } from "./scene.ts";

export function whyNoVerdict(scene: Scene, grant: Grant, written: Written): Refusal | null {
  const { space } = scene.room;
  const verdict = written.value as Verdict;
  const before = space.view(verdicts).get(written.key);
  if (isHeld(before, written)) return null;
  if (verdict.person !== grant.person) return forbidden("you may speak for yourself only");
  const alert = space.view(alerts).get(verdict.alert);
  if (alert !== undefined && alertEndsAt(alert) <= scene.room.now()) {
    return forbidden("this alert is over");
  }
  if (alert?.value.by === grant.person) return forbidden("it is your own alert");
  if (before?.value.says === verdict.says) return null;
  const isNewOfUnknown = alert === undefined && before === undefined;
  const refusal = isNewOfUnknown ? whyNoPlace(scene, grant) : null;
  return refusal ?? whyEnough(scene, grant, verdict);
}

/** Of an alert that the node does not know: it may have started anew, and hear of it later. */
function whyNoPlace({ room, index, roster }: Scene, { person, about }: Grant): Refusal | null {
  const known = room.space.view(alerts);
  const { link = "" } = about;
  const unknown = (isMeant: (by: string) => boolean): number =>
    index.countWhere((verdict) => !known.has(verdict.alert) && isMeant(verdict.person));
  const hasPlace =
    unknown((by) => by === person) < VERDICTS_UNKNOWN_OF_PERSON_MAX &&
    unknown((by) => roster.find(by)?.link === link) < VERDICTS_UNKNOWN_OF_LINK_MAX;
  return hasPlace ? null : forbidden("there is no such alert");
}

function whyEnough(scene: Scene, grant: Grant, { alert, says }: Verdict): Refusal | null {
  const { index, mandate, roster } = scene;
  if (mandate.isSteward(grant.person) || mandate.isVouchedFor(grant.person)) return null;
  const { link = "" } = grant.about;
  const same = index
    .of(alert)
    .filter(({ value }) => value.says === says && roster.find(value.person)?.link === link);
  if (same.length < VERDICTS_OF_LINK_MAX) return null;
  return tooMany("enough people who joined as you did have said so");
}
