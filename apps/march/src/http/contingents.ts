/**
 * Contingents over HTTP: the list of them, what one's own is called, and changing to another, for
 * which no new invite is needed.
 *
 *   GET  /march/:id/contingents ─► [{contingent, name, colour, by, people}]
 *   POST /march/:id/contingents {name, colour} ─► one's own is called so
 *   POST /march/:id/contingent {contingent} ─► {token, contingent}
 *
 * Rules A14, A23: docs/spec/march.md.
 */
import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import { type Grant, signToken } from "@muster/rooms";
import type { Owner } from "@muster/rooms/server";
import {
  type Banner,
  banners,
  COLOURS,
  contingentsView,
  type SeenContingent,
} from "../models/banners.ts";
import { MARCH } from "../room.ts";
import { summariesIn } from "../summary-notes.ts";
import type { TokenOrder } from "../token-order.ts";
import type { Enter } from "./entrance.ts";
import { ContingentName, gives, MarchId, Message, REFUSED, SESSION, takes } from "./fields.ts";

const Colour = z
  .int()
  .min(0)
  .max(COLOURS - 1);
const Seen = z
  .object({
    contingent: z.string().describe("as people join it"),
    name: z.string().describe("as it is called now"),
    colour: z.number().nullable(),
    by: z.string().nullable().describe("who named it"),
    people: z.number().nullable().describe("so many or more; null: fewer than five, or not told"),
  })
  .openapi("Contingent");
const Named = z.strictObject({ name: ContingentName, colour: Colour }).openapi("Banner");
const Changed = z.object({ token: z.string(), contingent: z.string() }).openapi("Changed");

const list = createRoute({
  method: "get",
  path: "/march/{id}/contingents",
  security: SESSION,
  request: { params: MarchId },
  responses: { 200: gives(z.array(Seen), "the largest first"), ...REFUSED },
});
const name = createRoute({
  method: "post",
  path: "/march/{id}/contingents",
  security: SESSION,
  request: { params: MarchId, ...takes(Named) },
  responses: { 200: gives(Message, "one's contingent is called so"), ...REFUSED },
});
const change = createRoute({
  method: "post",
  path: "/march/{id}/contingent",
  security: SESSION,
  request: {
    params: MarchId,
    ...takes(z.strictObject({ contingent: ContingentName }).openapi("Change")),
  },
  responses: { 200: gives(Changed, "a token for the other contingent"), ...REFUSED },
});

export interface Contingents {
  readonly enter: Enter;
  readonly order: TokenOrder;
}

export function contingents(routes: OpenAPIHono, { enter, order }: Contingents): void {
  routes.openapi(list, async (context) => {
    const seen = await enter(context, seenBy);
    return context.json([...seen], 200);
  });

  routes.openapi(name, async (context) => {
    const named = context.req.valid("json");
    await enter(context, (owner, grant) => {
      const contingent = grant.about["contingent"] ?? "";
      const by = owner.space.view(banners).get(contingent)?.value.by ?? grant.person;
      const value: Banner = { contingent, ...named, by };
      return owner.call(grant, "write", { model: banners.name, value });
    });
    return context.json({ msg: "Named." }, 200);
  });

  routes.openapi(change, async (context) => {
    const { contingent } = context.req.valid("json");
    const token = await enter(context, ({ id, tokenKey }, grant) => {
      const about = { ...grant.about, contingent, made: order.next() };
      return signToken(tokenKey, { kind: MARCH, id }, { ...grant, about });
    });
    return context.json({ token, contingent }, 200);
  });
}

/** Numbers are those of the last summaries: this tells no more than the map does. */
function seenBy(owner: Owner, grant: Grant): readonly SeenContingent[] {
  const { notes } = owner.standing(owner.audiencesOf(grant));
  return contingentsView(owner.space.view(banners), summariesIn(notes));
}
