/**
 * Alerts over HTTP: what stands, with what it is worth; and for people without a key, telling,
 * judging, withdrawing.
 *
 *   GET  /march/:id/alerts ─► [{id, kind, lat, lon, at, endsAt, state, …}]
 *   POST /march/:id/alerts {kind, lat, lon, at?} ─► {id}
 *   POST /march/:id/alerts/:alert/verdict {says}     POST /march/:id/alerts/:alert/withdraw {}
 *
 * Rules A15, A16: docs/spec/march.md.
 */
import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import { Fault, type Grant } from "@muster/rooms";
import type { Owner } from "@muster/rooms/server";
import { base64url } from "jose";
import { degreesOf, placeOf } from "../model.ts";
import {
  ALERT_KINDS,
  ALERT_STATES,
  type Alert,
  alerts,
  alertsView,
  credences,
  RecordId,
  recordIdOf,
  SAYINGS,
  type SeenAlert,
  verdicts,
} from "../models/alerts.ts";
import type { Ports } from "../ports.ts";
import type { Enter } from "./entrance.ts";
import { gives, Made, MarchId, Message, REFUSED, SESSION, takes } from "./fields.ts";

const ID_BYTES = 16;
const Kind = z.enum(ALERT_KINDS);
const Says = z.enum(SAYINGS).nullable().describe("null takes it back");
const AlertId = MarchId.extend({
  alert: z.string().refine((id) => RecordId.safeParse(id).success, "not the id of an alert"),
});

const Told = z.strictObject({
  kind: Kind,
  lat: z.number().min(-90).max(90),
  lon: z.number().min(-180).max(180),
  at: z.int().min(0).optional().describe("when it was seen, in milliseconds; now, if absent"),
});

const Seen = z
  .object({
    id: z.string(),
    by: z.string().describe("the person who told it"),
    kind: Kind,
    lat: z.number(),
    lon: z.number(),
    at: z.number(),
    endsAt: z.number(),
    state: z.enum(ALERT_STATES),
    decided: z.boolean().describe("whether it is so by a steward's word"),
    confirmedBy: z.number().describe("how many independent people"),
    disputedBy: z.number(),
    isMine: z.boolean(),
    said: Says,
  })
  .openapi("Alert");

const list = createRoute({
  method: "get",
  path: "/march/{id}/alerts",
  security: SESSION,
  request: { params: MarchId },
  responses: { 200: gives(z.array(Seen), "what stands, the newest first"), ...REFUSED },
});
const tell = createRoute({
  method: "post",
  path: "/march/{id}/alerts",
  security: SESSION,
  request: { params: MarchId, ...takes(Told.openapi("NewAlert")) },
  responses: { 201: gives(Made, "it stands, unconfirmed"), ...REFUSED },
});
const judge = createRoute({
  method: "post",
  path: "/march/{id}/alerts/{alert}/verdict",
  security: SESSION,
  request: { params: AlertId, ...takes(z.strictObject({ says: Says }).openapi("Verdict")) },
  responses: { 200: gives(Message, "it was heard"), ...REFUSED },
});
const withdraw = createRoute({
  method: "post",
  path: "/march/{id}/alerts/{alert}/withdraw",
  security: SESSION,
  request: { params: AlertId, ...takes(z.strictObject({})) },
  responses: { 200: gives(Message, "it is gone"), ...REFUSED },
});

export interface Alerting {
  readonly enter: Enter;
  readonly random: Ports["random"];
}

export function alerting(routes: OpenAPIHono, { enter, random }: Alerting): void {
  routes.openapi(list, async (context) => {
    const seen = await enter(context, seenBy);
    return context.json(seen.map(written), 200);
  });

  routes.openapi(tell, async (context) => {
    const { kind, lat, lon, at } = context.req.valid("json");
    const id = await enter(context, async (owner, grant) => {
      const told = { kind, place: placeOf(lat, lon), at: at ?? owner.now() };
      const own = recordIdOf(grant.person, base64url.encode(random(ID_BYTES)));
      const value: Alert = { id: own, by: grant.person, told };
      await owner.call(grant, "write", { model: alerts.name, value });
      return value.id;
    });
    return context.json({ id }, 201);
  });

  routes.openapi(judge, async (context) => {
    const { alert } = context.req.valid("param");
    const { says } = context.req.valid("json");
    await enter(context, (owner, grant) => {
      standing(owner, alert);
      const value = { alert, person: grant.person, says };
      return owner.call(grant, "write", { model: verdicts.name, value });
    });
    return context.json({ msg: "Heard." }, 200);
  });

  routes.openapi(withdraw, async (context) => {
    const { alert } = context.req.valid("param");
    await enter(context, (owner, grant) => {
      const value: Alert = { ...standing(owner, alert), told: null };
      return owner.call(grant, "write", { model: alerts.name, value });
    });
    return context.json({ msg: "Alert withdrawn." }, 200);
  });
}

function standing({ space }: Owner, id: string): Alert {
  const alert = space.view(alerts).get(id)?.value;
  if (alert !== undefined) return alert;
  throw new Fault("not_found", "there is no such alert");
}

function seenBy(owner: Owner, { person }: Grant): readonly SeenAlert[] {
  const { space } = owner;
  const views = {
    alerts: space.view(alerts),
    credences: space.view(credences),
    verdicts: space.view(verdicts),
  };
  return alertsView(views, person, owner.now());
}

function written({ place, ...seen }: SeenAlert): z.infer<typeof Seen> {
  return { ...seen, ...degreesOf(place) };
}
