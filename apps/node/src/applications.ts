/**
 * The applications that a node runs. One entry adds one.
 */
import * as march from "@muster/march";
import { migrations as roomsMigrations } from "@muster/rooms/server";
import type { Application } from "./application.ts";
import { describeError } from "./describe-error.ts";
import { Fault } from "./fault.ts";

export const APPLICATIONS: readonly Application[] = [
  {
    name: "march",
    schemas: [
      { name: "rooms", migrations: roomsMigrations },
      { name: "march", migrations: march.migrations },
    ],
    web: march.web,
    check: async ({ mapPath }) => {
      if (mapPath !== null) await openMap(mapPath);
    },
    start: async ({ pool, server, mapPath, metrics, log }) => {
      const map = mapPath === null ? null : await openMap(mapPath);
      const onError = (error: unknown) => log(`march: ${describeError(error)}`);
      return march.startMarch({ pool, server, origins: [], map, metrics, onError });
    },
  },
];

async function openMap(path: string) {
  try {
    return await march.openMap(path);
  } catch (cause) {
    throw new Fault("usage", cause instanceof Error ? cause.message : String(cause), { cause });
  }
}
