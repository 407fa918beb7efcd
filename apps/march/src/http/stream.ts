/**
 * A live stream of positions for read-only displays, as Server-Sent Events. Needs the right
 * `display`, in a header or, since a browser's EventSource sends none, in the address.
 *
 *   GET /march/:id/stream?token=…
 *
 * Rules A10, A19, A22: docs/spec/march.md.
 */
import { type OpenAPIHono, z } from "@hono/zod-openapi";
import { Fault, type Grant, type Timers } from "@muster/rooms";
import type { Host } from "@muster/rooms/server";
import { Display } from "../display.ts";
import { DISPLAY, MARCH } from "../room.ts";
import { bearerOf, refusals } from "./answer.ts";
import { MarchId, SESSION } from "./fields.ts";

/** Streams a node serves at once, and of those one march. */
const STREAMS_MAX = 500;
export const STREAMS_OF_MARCH_MAX = 100;

const HEADERS = {
  "content-type": "text/event-stream",
  // A proxy that gathers bytes would hold the stream back.
  "x-accel-buffering": "no",
};

const described = {
  method: "get",
  path: "/march/{id}/stream",
  security: SESSION,
  request: { params: MarchId, query: z.object({ token: z.string().optional() }) },
  responses: {
    200: {
      description: "events `positions` and `erased`",
      content: { "text/event-stream": { schema: z.string() } },
    },
    ...refusals(401, 403, 404, 410, 429, 503),
  },
} as const;

export interface Streaming {
  readonly host: Host;
  readonly timers: Timers;
}

/** Returns what ends every stream. */
export function streaming(routes: OpenAPIHono, { host, timers }: Streaming): () => void {
  /** Each with the id of its march. */
  const open = new Map<Display, string>();
  routes.openAPIRegistry.registerPath(described);
  routes.get("/march/:id{[A-Za-z0-9_-]{16}}/stream", async (context) => {
    const name = { kind: MARCH, id: context.req.param("id") };
    const token = context.req.query("token") ?? bearerOf(context);
    const lent = await host.enter(name, token);
    const { owner, grant } = lent;
    try {
      // Again: nobody would tell them if they were sent away since the token was read.
      owner.checkEntry(grant);
      checkPlace(grant, [...open.values()], name.id);
    } catch (error) {
      lent.release();
      throw error;
    }
    if (context.req.method === "HEAD") {
      // Nobody would read a stream that is begun, nor end it.
      lent.release();
      return context.body(null, 200, HEADERS);
    }
    const stops: (() => void)[] = [];
    const display = new Display({
      owner,
      timers,
      endsAt: Math.min(grant.expiresAt, owner.endsAt),
      onEnd: () => {
        for (const stop of stops) stop();
        open.delete(display);
        lent.release();
      },
    });
    open.set(display, name.id);
    stops.push(owner.onGone(grant.person, () => display.end()));
    return context.body(display.events, 200, HEADERS);
  });
  return () => {
    for (const display of open.keys()) display.end();
  };
}

/** `streams` are the marches of those that are open. Faults: `forbidden`, `too_many`. */
function checkPlace(grant: Grant, streams: readonly string[], march: string): void {
  if (!grant.rights.includes(DISPLAY)) {
    throw new Fault("forbidden", "a stream needs the right to display");
  }
  const ofMarch = streams.filter((id) => id === march).length;
  if (streams.length < STREAMS_MAX && ofMarch < STREAMS_OF_MARCH_MAX) return;
  throw new Fault("too_many", "too many streams are open");
}
