/**
 * Feeds over HTTP: what stands in one's own contingent, with what stewards announce; and for people
 * without a key, posting and taking back.
 *
 *   GET  /march/:id/feed ─► [{id, by, feed, text, at, expiresAt}], the newest first
 *   POST /march/:id/feed {text} ─► {id}     POST /march/:id/feed/:post/take-back {}
 *
 * Rule A17: docs/spec/march.md.
 */
import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import { Fault, type Grant } from "@muster/rooms";
import type { Owner } from "@muster/rooms/server";
import { base64url } from "jose";
import { RecordId, recordIdOf } from "../models/alerts.ts";
import {
  announcementsOf,
  feedOf,
  type Post,
  PostText,
  posts,
  type SeenPost,
} from "../models/posts.ts";
import type { Ports } from "../ports.ts";
import type { Enter } from "./entrance.ts";
import { gives, Made, MarchId, Message, REFUSED, SESSION, takes } from "./fields.ts";

const ID_BYTES = 16;
const PostId = MarchId.extend({
  post: z.string().refine((id) => RecordId.safeParse(id).success, "not the id of a post"),
});
const Text = z
  .string()
  .trim()
  .refine((text) => PostText.safeParse(text).success, {
    message: "one line of 1 to 280 printable characters",
  });

const Seen = z
  .object({
    id: z.string(),
    by: z.string(),
    feed: z.string().nullable().describe("the contingent; null for an announcement to all"),
    text: z.string(),
    at: z.number(),
    expiresAt: z.number(),
  })
  .openapi("Post");

const list = createRoute({
  method: "get",
  path: "/march/{id}/feed",
  security: SESSION,
  request: { params: MarchId },
  responses: { 200: gives(z.array(Seen), "what stands, the newest first"), ...REFUSED },
});
const post = createRoute({
  method: "post",
  path: "/march/{id}/feed",
  security: SESSION,
  request: { params: MarchId, ...takes(z.strictObject({ text: Text }).openapi("NewPost")) },
  responses: { 201: gives(Made, "it stands in one's contingent"), ...REFUSED },
});
const takeBack = createRoute({
  method: "post",
  path: "/march/{id}/feed/{post}/take-back",
  security: SESSION,
  request: { params: PostId, ...takes(z.strictObject({})) },
  responses: { 200: gives(Message, "it is gone"), ...REFUSED },
});

export interface Feeding {
  readonly enter: Enter;
  readonly random: Ports["random"];
}

export function feeding(routes: OpenAPIHono, { enter, random }: Feeding): void {
  routes.openapi(list, async (context) => {
    const seen = await enter(context, seenBy);
    return context.json([...seen], 200);
  });

  routes.openapi(post, async (context) => {
    const { text } = context.req.valid("json");
    const id = await enter(context, async (owner, grant) => {
      const feed = grant.about["contingent"] ?? "";
      const own = recordIdOf(grant.person, base64url.encode(random(ID_BYTES)));
      const value: Post = { id: own, by: grant.person, feed, said: { text, at: owner.now() } };
      await owner.call(grant, "write", { model: posts.name, value });
      return own;
    });
    return context.json({ id }, 201);
  });

  routes.openapi(takeBack, async (context) => {
    const { post: id } = context.req.valid("param");
    await enter(context, (owner, grant) => {
      const held = owner.space.view(posts).get(id)?.value;
      if (held === undefined) throw new Fault("not_found", "there is no such post");
      const value: Post = { ...held, said: null };
      return owner.call(grant, "write", { model: posts.name, value });
    });
    return context.json({ msg: "Post taken back." }, 200);
  });
}

/** A display shows what is for everyone: a feed is for its members. */
function seenBy(owner: Owner, { rights, about }: Grant): readonly SeenPost[] {
  const view = owner.space.view(posts);
  const nowMs = owner.now();
  const own = rights.includes("share") ? feedOf(view, about["contingent"] ?? "", nowMs) : [];
  return [...announcementsOf(view, nowMs), ...own].toSorted((a, b) => b.at - a.at);
}
