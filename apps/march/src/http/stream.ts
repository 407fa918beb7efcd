/**
 * A live stream of positions for read-only displays, as Server-Sent Events: first what stands,
 * then every change. Needs the right `display`.
 *
 *   event: positions   data: [{id, contingent, lat, lon} | {id, gone: true}, …]
 *   event: erased      data: {}
 *
 * Rule A10: docs/spec/march.md.
 */
import type { OpenAPIHono } from "@hono/zod-openapi";
import type { Kept } from "@muster/replica";
import { Fault } from "@muster/rooms";
import type { Flush, Host, Owner } from "@muster/rooms/server";
import type { Context } from "hono";
import { type SSEStreamingApi, streamSSE } from "hono/streaming";
import { degreesOf, type Position, positions } from "../model.ts";
import { DISPLAY, MARCH } from "../room.ts";
import { tokenOf } from "./answer.ts";

/** Streams a node serves at once. */
const STREAMS_MAX = 500;
/** Flushes a display may fall behind before its stream is cut, to begin anew. */
const BEHIND_MAX = 200;
const BEAT_MS = 10_000;

export function stream(routes: OpenAPIHono, host: Host): void {
  let open = 0;
  routes.get("/march/:id/stream", async (context: Context) => {
    const name = { kind: MARCH, id: context.req.param("id") ?? "" };
    const { owner, grant, release } = await host.enter(name, tokenOf(context));
    if (!grant.rights.includes(DISPLAY) || open >= STREAMS_MAX) {
      release();
      if (open >= STREAMS_MAX) throw new Fault("too_many", "too many streams are open");
      throw new Fault("forbidden", "a stream needs the right to display");
    }
    open += 1;
    return streamSSE(context, async (sse) => {
      try {
        await follow(sse, owner, Math.min(grant.expiresAt, owner.endsAt));
      } finally {
        open -= 1;
        release();
      }
    });
  });
}

/** Resolves when the display has gone, has fallen behind, or may watch no longer. */
async function follow(sse: SSEStreamingApi, owner: Owner, endsAt: number): Promise<void> {
  const queue: { event: string; data: string }[] = [];
  let wake = (): void => undefined;
  const push = (event: string, data: string): void => {
    queue.push({ event, data });
    wake();
  };
  const stops = [
    owner.listen((flush) => tell(flush, push)),
    owner.space.subscribe(positions, ({ key }, _kept, change) => {
      if (change === "went") push("positions", JSON.stringify([{ id: key, gone: true }]));
    }),
  ];
  sse.onAbort(() => wake());
  push("positions", jsonOf(owner.standing([DISPLAY]).records));
  try {
    while (!sse.aborted && queue.length <= BEHIND_MAX && owner.now() < endsAt) {
      for (const message of queue.splice(0)) await sse.writeSSE(message);
      await Promise.race([sse.sleep(BEAT_MS), new Promise<void>((resolve) => (wake = resolve))]);
      if (queue.length === 0) await sse.write(": here\n\n");
    }
  } finally {
    for (const stop of stops) stop();
  }
}

function tell(flush: Flush, push: (event: string, data: string) => void): void {
  if (flush.isErase) push("erased", "{}");
  const records = flush.changes.recordsFor([DISPLAY]);
  if (records.length > 0) push("positions", jsonOf(records));
}

function jsonOf(records: readonly Kept[]): string {
  const locations = records.map(({ entry }) => {
    const { person, contingent, place } = entry.value as Position;
    return place === null
      ? { id: person, gone: true }
      : { id: person, contingent, ...degreesOf(place) };
  });
  return JSON.stringify(locations);
}
