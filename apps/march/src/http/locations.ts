/**
 * The polling API of the original, for each march and with rights: a client posts its location
 * and is answered with those that arrived after its last ping.
 *
 *   POST /march/:id/locations/update {lastPing, location?: {id, lat, lon, time?}} → [{id,lat,lon,time}]
 *   POST /march/:id/locations/remove {id}
 *   POST /march/:id/locations/erase {at, signature} → {"msg": "Database erased. …"}
 *
 * Rules A5, A7, A9, A12: docs/spec/march.md.
 */
import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import { Fault, type Grant } from "@muster/rooms";
import type { Owner } from "@muster/rooms/server";
import type { Context, TypedResponse } from "hono";
import { base64url } from "jose";
import { Arrivals } from "../arrivals.ts";
import { type Crowd, FULL } from "../crowd.ts";
import { KEEP_MINUTES, type Position, placeOf, positions } from "../model.ts";
import { refusals } from "./answer.ts";
import type { Enter } from "./entrance.ts";
import { gives, MarchId, Message, REFUSED, SESSION, Signature, takes } from "./fields.ts";

const Location = z
  .object({
    id: z.string().describe("the person that the token names"),
    lat: z.number().min(-90).max(90),
    lon: z.number().min(-180).max(180),
    time: z.number().describe("in an answer: when it arrived, in milliseconds"),
  })
  .openapi("Location");

const Posted = Location.extend({
  time: z.number().optional().describe("advisory: order comes from arrival"),
  keepMinutes: z.literal(KEEP_MINUTES).optional().describe("forget it earlier than the march does"),
});
const UpdateBody = z
  .object({
    lastPing: z.number().min(-1).describe("the greatest `time` seen so far; -1 gives all"),
    location: Posted.optional(),
  })
  .openapi("Update");

const RemoveBody = z.object({ id: z.string() }).openapi("Remove");
const EraseBody = z.object({ at: z.int(), signature: Signature }).openapi("Erase");

const common = <Path extends string>(path: Path) =>
  ({ method: "post", path, security: SESSION }) as const;
const answers = <Schema extends z.ZodType>(schema: Schema, description: string) => ({
  200: gives(schema, description),
  ...REFUSED,
});

const update = createRoute({
  ...common("/march/{id}/locations/update"),
  request: { params: MarchId, ...takes(UpdateBody) },
  responses: answers(z.array(Location), "the locations that arrived after lastPing"),
});
const remove = createRoute({
  ...common("/march/{id}/locations/remove"),
  request: { params: MarchId, ...takes(RemoveBody) },
  responses: answers(Message, "the location is gone"),
});
const erase = createRoute({
  ...common("/march/{id}/locations/erase"),
  request: { params: MarchId, ...takes(EraseBody) },
  responses: { ...answers(Message, "how many were erased"), ...refusals(409) },
});

export interface Locations {
  readonly enter: Enter;
  readonly crowd: Crowd;
}

export function locations(routes: OpenAPIHono, { enter, crowd }: Locations): void {
  const arrivals = new WeakMap<Owner, Arrivals>();

  routes.openapi(update, async (context) => {
    const { lastPing, location } = context.req.valid("json");
    const json = await enter(context, async (owner, grant) => {
      const known = arrivals.get(owner) ?? new Arrivals(owner);
      arrivals.set(owner, known);
      if (location !== undefined) {
        // Asked here as well as by the room, whose no would be for ever.
        if (crowd.isFullFor(ofPerson(grant), owner.space)) throw new Fault("too_many", FULL);
        await post(owner, grant, location);
      }
      // The audience of pins alone: what others name must not read as somebody's name.
      const { records } = owner.standing(owner.audiencesOf(grant).slice(0, 1));
      return known.newer(
        records.map(({ record }) => record.key),
        lastPing,
      );
    });
    return encoded<z.infer<typeof Location>[]>(context, json);
  });

  routes.openapi(remove, async (context) => {
    const { id } = context.req.valid("json");
    await enter(context, (owner, grant) => write(owner, grant, { person: id, place: null }));
    return context.json({ msg: "Location removed." }, 200);
  });

  routes.openapi(erase, async (context) => {
    const { at, signature } = context.req.valid("json");
    const args = { at, signature: base64url.decode(signature) };
    const erased = await enter(context, (owner, grant) => owner.call(grant, "erase", args));
    return context.json({ msg: `Database erased. ${String(erased)} record(s) deleted.` }, 200);
  });
}

function ofPerson({ person }: Grant) {
  return { model: positions.name, key: person };
}

function post(owner: Owner, grant: Grant, location: z.infer<typeof Posted>): Promise<void> {
  const { id, lat, lon, keepMinutes } = location;
  const wish = keepMinutes === undefined ? {} : { keepMinutes };
  return write(owner, grant, { person: id, place: placeOf(lat, lon), ...wish });
}

function write(owner: Owner, grant: Grant, position: Omit<Position, "contingent">): Promise<void> {
  const contingent = grant.about["contingent"] ?? "";
  return owner.write(grant, positions, { ...position, contingent });
}

/** An answer that is JSON already: each location was encoded once, when it arrived. */
function encoded<Body>(
  context: Context,
  json: string,
): TypedResponse<Body, 200, "json"> & Response {
  const response = context.body(json, 200, { "content-type": "application/json" });
  return response as unknown as TypedResponse<Body, 200, "json"> & Response;
}
