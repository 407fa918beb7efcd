/**
 * Who may say what a contingent is called: who is in it, where nobody has; then who has, and
 * stewards. Anyone in it may write the same again, so that it does not expire.
 *
 * Rule A14: docs/spec/march.md.
 */
import type { Entry, Space } from "@muster/replica";
import type { Grant, Written } from "@muster/rooms";
import { BANNER_EVERY_MS } from "../limits.ts";
import { positions } from "../model.ts";
import {
  BANNERS_MAX,
  BANNERS_OF_PERSON_MAX,
  type Banner,
  type BannerView,
  banners,
} from "../models/banners.ts";
import { SUMMARY_PEOPLE_MIN } from "../summary.ts";
import { areAlike, looksOf } from "./looks.ts";
import { forbidden, isHeld, type Refusal, type Scene, tooMany } from "./scene.ts";

export function whyNoBanner(scene: Scene, grant: Grant, written: Written): Refusal | null {
  const { room, mandate } = scene;
  const banner = written.value as Banner;
  const view = room.space.view(banners);
  const before = view.get(banner.contingent);
  if (isHeld(before, written)) return null;
  const isSteward = mandate.isSteward(grant.person);
  const isMember = grant.about["contingent"] === banner.contingent;
  if (!isMember && !isSteward) return forbidden("this token is of another contingent");
  const refusal =
    before === undefined
      ? whyNotNew(banner, grant, view)
      : whyNotChanged(scene, grant, [before, banner]);
  if (refusal !== null) return refusal;
  // Last, since all names are looked at.
  return isTaken(banner, scene) ? forbidden("another contingent is called so") : null;
}

function whyNotChanged(
  { room, mandate }: Scene,
  grant: Grant,
  [before, banner]: readonly [Entry<Banner>, Banner],
): Refusal | null {
  if (banner.by !== before.value.by) return forbidden("who made it stays who made it");
  const isSame = banner.name === before.value.name && banner.colour === before.value.colour;
  const isMine = before.value.by === grant.person;
  if (!isSame && !isMine && !mandate.isSteward(grant.person)) {
    return forbidden("only who made it, or a steward, may change it");
  }
  const isEarly = before.stamp.wallMs + BANNER_EVERY_MS > room.now();
  return isEarly ? tooMany("it was changed a moment ago") : null;
}

function whyNotNew(banner: Banner, grant: Grant, view: BannerView): Refusal | null {
  if (banner.by !== grant.person) return forbidden("you may speak for yourself only");
  if (view.size >= BANNERS_MAX) return tooMany(`a march has at most ${BANNERS_MAX} banners`);
  const own = [...view.values()].filter(({ value }) => value.by === grant.person);
  if (own.length < BANNERS_OF_PERSON_MAX) return null;
  return tooMany(`one person makes at most ${BANNERS_OF_PERSON_MAX} banners`);
}

/** Nobody passes for another: neither by the name that people join by, nor by the one shown. */
function isTaken({ contingent, name }: Banner, { room, looks }: Scene): boolean {
  // What is tried is not kept, or it would take the place of what is there.
  const wanted = looksOf(name);
  const named = [...room.space.view(banners).values()].flatMap(({ value }) =>
    value.contingent === contingent ? [] : [value.name, value.contingent],
  );
  return [...named, ...shownBut(contingent, room.space)].some((other) =>
    areAlike(looks.of(other), wanted),
  );
}

/** Others that have a summary; of fewer people nobody is to learn that they are there. */
function shownBut(contingent: string, space: Space): readonly string[] {
  const counts = new Map<string, number>();
  for (const { value } of space.view(positions).values()) {
    if (value.place === null || value.contingent === contingent) continue;
    counts.set(value.contingent, (counts.get(value.contingent) ?? 0) + 1);
  }
  return [...counts].flatMap(([name, people]) => (people < SUMMARY_PEOPLE_MIN ? [] : [name]));
}
