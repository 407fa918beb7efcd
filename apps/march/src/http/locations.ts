/**
 * The polling API of the original, for each march and with rights: a client posts its location
 * and is answered with those that arrived after its last ping.
 *
 *   POST /march/:id/locations/update {lastPing, location?: {id, lat, lon, time?}} → [{id,lat,lon,time}]
 *   POST /march/:id/locations/remove {id}
 *   POST /march/:id/locations/erase {at, signature} → {"msg": "Database erased. …"}
 *
 * Rules A5, A7, A9: docs/spec/march.md.
 */
import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import { Fault, type Grant } from "@muster/rooms";
import type { Host, Owner } from "@muster/rooms/server";
import type { Context } from "hono";
import { base64url } from "jose";
import { Arrivals } from "../arrivals.ts";
import { placeOf, positions } from "../model.ts";
import { MARCH, MARCH_ID } from "../room.ts";
import { refusals, tokenOf } from "./answer.ts";

const Params = z.object({ id: z.string().regex(MARCH_ID, "not the id of a march") });

const Location = z
  .object({
    id: z.string().describe("the person that the token names"),
    lat: z.number().min(-90).max(90),
    lon: z.number().min(-180).max(180),
    time: z.number().describe("in an answer: when it arrived, in milliseconds"),
  })
  .openapi("Location");

const UpdateBody = z
  .object({
    lastPing: z.number().min(-1).describe("the greatest `time` seen so far; -1 gives all"),
    location: Location.extend({
      time: z.number().optional().describe("advisory: order comes from arrival"),
    }).optional(),
  })
  .openapi("Update");

const RemoveBody = z.object({ id: z.string() }).openapi("Remove");
const EraseBody = z.object({ at: z.int(), signature: z.string().max(128) }).openapi("Erase");
const Message = z.object({ msg: z.string() }).openapi("Message");

const session = { security: [{ session: [] as string[] }] };
const answers = <Schema extends z.ZodType>(schema: Schema, description: string) => ({
  200: { description, content: { "application/json": { schema } } },
  ...refusals(400, 401, 403, 404, 410),
});
const takes = <Schema extends z.ZodType>(schema: Schema) => ({
  params: Params,
  body: { required: true, content: { "application/json": { schema } } },
});

const update = createRoute({
  method: "post",
  path: "/march/{id}/locations/update",
  ...session,
  request: takes(UpdateBody),
  responses: answers(z.array(Location), "the locations that arrived after lastPing"),
});
const remove = createRoute({
  method: "post",
  path: "/march/{id}/locations/remove",
  ...session,
  request: takes(RemoveBody),
  responses: answers(Message, "the location is gone"),
});
const erase = createRoute({
  method: "post",
  path: "/march/{id}/locations/erase",
  ...session,
  request: takes(EraseBody),
  responses: { ...answers(Message, "how many were erased"), ...refusals(409) },
});

export function locations(routes: OpenAPIHono, host: Host): void {
  const arrivals = new WeakMap<Owner, Arrivals>();

  routes.openapi(update, async (context) => {
    const { lastPing, location } = context.req.valid("json");
    const json = await entered(context, host, async (owner, grant) => {
      const known = arrivals.get(owner) ?? new Arrivals(owner);
      arrivals.set(owner, known);
      if (location !== undefined) await post(owner, grant, location);
      const { records } = owner.standing(owner.audiencesOf(grant));
      return known.newer(
        records.map(({ record }) => record.key),
        lastPing,
      );
    });
    // Already JSON: each location was encoded once, when it arrived.
    return context.body(json, 200, { "content-type": "application/json" }) as never;
  });

  routes.openapi(remove, async (context) => {
    const { id } = context.req.valid("json");
    await entered(context, host, (owner, grant) =>
      write(owner, grant, { person: id, place: null }),
    );
    return context.json({ msg: "Location removed." }, 200);
  });

  routes.openapi(erase, async (context) => {
    const { at, signature } = context.req.valid("json");
    const args = { at, signature: base64url.decode(signature) };
    const erased = await entered(context, host, (owner, grant) => owner.call(grant, "erase", args));
    return context.json({ msg: `Database erased. ${String(erased)} record(s) deleted.` }, 200);
  });
}

async function entered<T>(
  context: Context,
  host: Host,
  run: (owner: Owner, grant: Grant) => Promise<T>,
): Promise<T> {
  const name = { kind: MARCH, id: context.req.param("id") ?? "" };
  const { owner, grant, release } = await host.enter(name, tokenOf(context));
  try {
    return await run(owner, grant);
  } finally {
    release();
  }
}

function post(owner: Owner, grant: Grant, location: z.infer<typeof UpdateBody>["location"] & {}) {
  return write(owner, grant, { person: location.id, place: placeOf(location.lat, location.lon) });
}

function write(
  owner: Owner,
  grant: Grant,
  position: { readonly person: string; readonly place: ReturnType<typeof placeOf> | null },
): Promise<void> {
  const contingent = grant.about["contingent"];
  if (contingent === undefined) throw new Fault("forbidden", "this token may not share a position");
  return owner.write(grant, positions, { ...position, contingent });
}
