/**
 * March as an application of a node: its room, its routes, its sweep of marches that have ended.
 * Rule A4: docs/spec/march.md.
 */
import type { Server } from "node:http";
import { fileURLToPath } from "node:url";
import { OpenAPIHono } from "@hono/zod-openapi";
import { generateKeys, openIdentity } from "@muster/replica";
import { repeat, systemTimers } from "@muster/rooms";
import { PostgresJournal, serve } from "@muster/rooms/server";
import { Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import type { Pool } from "pg";
import { answerFaults, type Refusals, refuseInvalid } from "./http/answer.ts";
import { locations } from "./http/locations.ts";
import { makeAndJoin } from "./http/make-and-join.ts";
import { type Pages, pages } from "./http/pages.ts";
import { stream } from "./http/stream.ts";
import { Registry } from "./registry.ts";
import { MARCH, marchRoom } from "./room.ts";

const BODY_BYTES_MAX = 16_384;
const SWEEP_MS = 60_000;

export interface MarchOptions {
  readonly pool: Pool;
  readonly server: Server;
  /** Other origins whose pages may connect. */
  readonly origins: readonly string[];
  readonly map: Pages["map"];
  /** A bug, or a failure of the database in the background. Never holds a place or a token. */
  readonly onError: (error: unknown) => void;
}

export async function startMarch(options: MarchOptions) {
  const { pool, server, origins, map, onError } = options;
  const registry = new Registry(pool);
  const journal = new PostgresJournal(pool);
  const identity = await openIdentity(await generateKeys());
  const rooms = serve({
    rooms: [marchRoom(registry)],
    journal,
    identity,
    server,
    origins,
    onError,
  });
  const sweep = async (): Promise<void> => {
    const ended = await registry.deleteEnded(Date.now());
    if (ended.length > 0) await journal.forget(MARCH, ended);
  };
  const stopSweep = repeat(systemTimers, SWEEP_MS, () => void sweep().catch(onError));
  const refused: Refusals = new Map();
  const routes = new OpenAPIHono({ defaultHook: refuseInvalid });
  answerFaults(routes, refused, onError);
  routes.use("/march/*", bodyLimit({ maxSize: BODY_BYTES_MAX }));
  routes.openAPIRegistry.registerComponent("securitySchemes", "session", {
    type: "http",
    scheme: "bearer",
  });
  routes.doc31("/march/openapi.json", {
    openapi: "3.1.0",
    info: { title: "March", version: "1" },
  });
  pages(routes, { dist: fileURLToPath(new URL("../dist", import.meta.url)), map });
  makeAndJoin(routes, { registry, host: rooms.host });
  locations(routes, rooms.host);
  stream(routes, rooms.host);
  return {
    routes: new Hono().route("/", routes),
    refused,
    rooms,
    close: async (): Promise<void> => {
      stopSweep();
      await rooms.close();
    },
  };
}
