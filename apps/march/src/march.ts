/**
 * March as an application of a node: its room, its routes, its sweep of marches that have ended.
 * Rule A4: docs/spec/march.md.
 */
import type { Server } from "node:http";
import { fileURLToPath } from "node:url";
import { OpenAPIHono } from "@hono/zod-openapi";
import { generateKeys, openIdentity } from "@muster/replica";
import { repeat } from "@muster/rooms";
import { PostgresJournal, type RoomsServer, serve } from "@muster/rooms/server";
import { Hono } from "hono";
import type { Pool } from "pg";
import type { Registry as MetricsRegistry } from "prom-client";
import { Crowd, NODE_RECORDS_MAX } from "./crowd.ts";
import { alerting } from "./http/alerts.ts";
import { answerFaults, type Refusals, refuseInvalid } from "./http/answer.ts";
import { contingents } from "./http/contingents.ts";
import { deciding } from "./http/decisions.ts";
import { describing } from "./http/description.ts";
import { entrance } from "./http/entrance.ts";
import { feeding } from "./http/feed.ts";
import { gate, nothingElse } from "./http/gate.ts";
import { inviting } from "./http/invites.ts";
import { joining } from "./http/join.ts";
import { locations } from "./http/locations.ts";
import { making } from "./http/make.ts";
import { type Pages, pages } from "./http/pages.ts";
import { streaming } from "./http/stream.ts";
import { Makers } from "./makers.ts";
import { countMarch } from "./metrics.ts";
import { type Ports, systemPorts } from "./ports.ts";
import { Registry } from "./registry.ts";
import { marchRoom } from "./room.ts";
import { SWEEP_MS, sweep } from "./sweep.ts";
import { TokenOrder } from "./token-order.ts";

export interface MarchOptions {
  readonly pool: Pool;
  readonly server: Server;
  /** Other origins whose pages may connect. */
  readonly origins: readonly string[];
  readonly map: Pages["map"];
  /** What is counted goes here. */
  readonly metrics: MetricsRegistry;
  /** A bug, or a failure of the database in the background. Never holds a place or a token. */
  readonly onError: (error: unknown) => void;
}

export interface RunningMarch {
  readonly routes: Hono;
  /** How many requests were refused, by code. */
  readonly refused: ReadonlyMap<string, number>;
  readonly rooms: RoomsServer;
  close(): Promise<void>;
}

export async function startMarch(options: MarchOptions): Promise<RunningMarch> {
  const { pool, server, origins, map, metrics, onError } = options;
  const ports = systemPorts;
  const registry = new Registry(pool);
  const journal = new PostgresJournal(pool);
  const identity = await openIdentity(await generateKeys());
  const crowd = new Crowd(ports.timers, NODE_RECORDS_MAX);
  const { timers: clock, random } = ports;
  const order = new TokenOrder(clock);
  const definition = marchRoom({ registry, clock, crowd, random, order });
  const rooms = serve({ rooms: [definition], journal, identity, server, origins, onError });
  const swept = { registry, journal, clock: ports.timers };
  const makers = new Makers();
  const stopSweep = repeat(ports.timers, SWEEP_MS, () => {
    makers.forgetIdle(ports.timers.now());
    void sweep(swept).catch(onError);
  });
  const refused: Refusals = new Map();
  const api = apiOf({ registry, rooms, crowd, makers, order, ports, map, refused, onError });
  countMarch(metrics, { rooms, refused });
  return {
    routes: new Hono().route("/", api.routes),
    refused,
    rooms,
    close: async (): Promise<void> => {
      stopSweep();
      api.endStreams();
      await rooms.close();
    },
  };
}

interface Served extends Pick<MarchOptions, "map" | "onError"> {
  readonly registry: Registry;
  readonly rooms: RoomsServer;
  readonly crowd: Crowd;
  readonly makers: Makers;
  readonly order: TokenOrder;
  readonly ports: Ports;
  readonly refused: Refusals;
}

function apiOf({ registry, rooms, crowd, makers, order, ports, map, refused, onError }: Served) {
  const { host } = rooms;
  const { timers } = ports;
  const routes = new OpenAPIHono({ defaultHook: refuseInvalid });
  answerFaults(routes, { refused, clock: timers, onError });
  gate(routes);
  routes.openAPIRegistry.registerComponent("securitySchemes", "session", {
    type: "http",
    scheme: "bearer",
  });
  describing(routes);
  pages(routes, { dist: fileURLToPath(new URL("../dist", import.meta.url)), map });
  const enter = entrance(host, timers);
  making(routes, { registry, makers, ports });
  inviting(routes, enter);
  deciding(routes, enter);
  contingents(routes, { enter, order });
  alerting(routes, { enter, random: ports.random });
  feeding(routes, { enter, random: ports.random });
  joining(routes, { registry, order, ports });
  locations(routes, { enter, crowd });
  const endStreams = streaming(routes, { host, timers });
  nothingElse(routes);
  return { routes, endStreams };
}
