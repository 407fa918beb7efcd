/**
 * How an application plugs into a node.
 *
 * The node gives it a migrated database and a listening server; it gives back
 * its HTTP routes. WebSockets it takes from the server's `upgrade` event, for
 * its own paths only. Nothing is served before every application has started.
 */
import type { Server } from "node:http";
import type { Hono } from "hono";
import type { Pool } from "pg";
import type { Registry } from "prom-client";
import type { MigratedPackage } from "./migrate.ts";

export interface ApplicationContext {
  /** May lose its connections at any time; the node's /healthz says so. */
  readonly pool: Pool;
  readonly server: Server;
  /** A map file (PMTiles) that the operator chose, or null. */
  readonly mapPath: string | null;
  /** What is counted goes here, and out at /metrics. */
  readonly metrics: Registry;
  /** Tells the operator; nothing secret. */
  readonly log: (line: string) => void;
}

export interface RunningApplication {
  /** Served as they are, from the root: an application's paths begin with its own name. */
  readonly routes: Hono;
  /** Ends its sockets and timers; the pool is closed after it. */
  close(): Promise<void>;
}

export interface Application {
  /** Also its first path: "march" is served at /march. */
  readonly name: string;
  /** What it needs in the database, in the order in which it is made. */
  readonly schemas: readonly MigratedPackage[];
  /** The folder of its web pages, built into ../dist before the start; null when it has none. */
  readonly web: URL | null;
  /** What was asked for, before anything is started. Throws `usage`. */
  check(asked: Pick<ApplicationContext, "mapPath">): Promise<void>;
  start(context: ApplicationContext): Promise<RunningApplication>;
}
