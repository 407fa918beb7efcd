/**
 * Who may write what in a march. People write of themselves, with the key that they joined with;
 * what an alert is worth the node writes alone.
 *
 * Rules A5, A14 to A17, A19, A23: docs/spec/march.md.
 */
import { identityOf } from "@muster/replica";
import type { Grant, Written } from "@muster/rooms";
import { positions } from "../model.ts";
import { alerts, verdicts } from "../models/alerts.ts";
import { banners } from "../models/banners.ts";
import { posts } from "../models/posts.ts";
import { REPLACED } from "../turned-away.ts";
import { whyNoAlert } from "./may-alert.ts";
import { whyNoVerdict } from "./may-judge.ts";
import { whyNoBanner } from "./may-name.ts";
import { whyNoPost } from "./may-post.ts";
import { whyNoPosition } from "./may-share.ts";
import { forbidden, type Refusal, type Scene } from "./scene.ts";

type Rule = (scene: Scene, grant: Grant, written: Written) => Refusal | null;

/** By model. What is not here is written by the node alone. */
const RULES: ReadonlyMap<string, Rule> = new Map([
  [positions.name, whyNoPosition],
  [banners.name, whyNoBanner],
  [alerts.name, whyNoAlert],
  [verdicts.name, whyNoVerdict],
  [posts.name, whyNoPost],
]);

export function whyNot(scene: Scene, grant: Grant, written: Written): Refusal | null {
  const { mandate, roster, room } = scene;
  if (!grant.rights.includes("share")) return forbidden("this token may not share a position");
  if (mandate.isBarred(grant.person)) return forbidden("a steward has removed you");
  if (roster.isReplaced(grant)) return forbidden(REPLACED);
  // Who has no key posts over HTTP, and the node signs; who has one signs alone.
  const author = grant.about["key"] ?? identityOf(room.nodeAuthor);
  if (identityOf(written.author) !== author) return forbidden("signed with another key");
  const rule = RULES.get(written.model);
  return rule === undefined ? forbidden("only the node writes that") : rule(scene, grant, written);
}
