/**
 * Into the room with a request's token, and not more often than its person may. One for all routes,
 * so that all of a person's requests count together.
 *
 * Rules A9, A19: docs/spec/march.md.
 */
import type { Clock } from "@muster/replica";
import { Fault, type Grant } from "@muster/rooms";
import type { Host, Owner } from "@muster/rooms/server";
import type { Context } from "hono";
import { DISPLAY_REQUESTS, Rates, REQUESTS } from "../rates.ts";
import { DISPLAY, MARCH } from "../room.ts";
import { bearerOf } from "./answer.ts";

/** Faults: those of `Host.enter`, and `too_many`. */
export type Enter = <T>(
  context: Context,
  run: (owner: Owner, grant: Grant) => T | Promise<T>,
) => Promise<T>;

export function entrance(host: Host, clock: Clock): Enter {
  const rates = { people: new Rates(REQUESTS), displays: new Rates(DISPLAY_REQUESTS) };
  return async (context, run) => {
    const id = context.req.param("id") ?? "";
    const lent = await host.enter({ kind: MARCH, id }, bearerOf(context));
    try {
      const { person, rights } = lent.grant;
      const rate = rights.includes(DISPLAY) ? rates.displays : rates.people;
      if (rate.take(`${id} ${person}`, clock.now())) return await run(lent.owner, lent.grant);
      throw new Fault("too_many", "too many requests: ask less often");
    } finally {
      lent.release();
    }
  };
}
