/**
 * `muster up`: one node, from its data directory to its pages, until it is
 * stopped. What was opened is closed in the opposite order, whatever ends it.
 *
 *     claim ──► listen ──► database ──► migrations ──► pages ──► applications
 *
 * Rules N5, N6, N8, N10, N21, N30: docs/spec/node.md.
 */
import { Hono } from "hono";
import { collectDefaultMetrics, Registry } from "prom-client";
import type { Application, RunningApplication } from "../application.ts";
import { APPLICATIONS } from "../applications.ts";
import { type NodeConfig, readNodeConfig } from "../config.ts";
import { prepareDataDirectory } from "../data-directory.ts";
import { openDatabase, ping } from "../database.ts";
import { houseRoutes } from "../house-routes.ts";
import { type HttpServer, listen, REQUEST_MS_MAX } from "../http-server.ts";
import type { Io, Verb } from "../io.ts";
import { type MigratedPackage, migrate } from "../migrate.ts";
import { buildPages } from "../pages.ts";
import { claimNode } from "../running-node.ts";
import { readVersion } from "./version.ts";

/** npm may say that it has stopped before the node has. */
const CLAIM_MS_MAX = 2_000;
const STOP = "Stop with Ctrl-C.";
const ONLY_HTTPS =
  "A phone gives its position only over HTTPS (docs/operating.md); on this computer 127.0.0.1 will do.";

export const up: Verb = async (args, io) => {
  const config = readNodeConfig(args, io);
  const startedMs = performance.now();
  const seconds = () => ((performance.now() - startedMs) / 1000).toFixed(1);
  const report = (line: string) => io.report(`${line} (after ${seconds()} s)`);
  for (const application of APPLICATIONS) await application.check(config);
  await using opened = new AsyncDisposableStack();
  const ended = untilEnded(io);
  await prepareDataDirectory(config.dataDirectory);
  const claim = await claimNode(config.dataDirectory, CLAIM_MS_MAX);
  opened.defer(() => claim.release());
  const http = await listen(config, REQUEST_MS_MAX);
  opened.defer(() => http.close());
  claim.announce(http.address);
  await start({ config, io, http, opened, report, lose: ended.lose });
  for (const line of welcome(http)) io.print(line);
  await ended.promise;
  return 0;
};

interface Starting {
  readonly config: NodeConfig;
  readonly io: Io;
  readonly http: HttpServer;
  readonly opened: AsyncDisposableStack;
  readonly report: (line: string) => void;
  readonly lose: (reason: Error) => void;
}

async function start({ config, io, http, opened, report, lose }: Starting): Promise<void> {
  const { signal } = io;
  const database = await openDatabase({ ...config, signal, onLost: lose, report });
  opened.defer(() => database.close());
  const steps = await migrate(database.pool, schemasOf(APPLICATIONS), { signal, report });
  if (steps > 0) report(`migrated the database, ${steps} steps`);
  for (const { name, web } of APPLICATIONS) {
    if (web !== null) await buildPages({ name, web, root: io.root, signal, report });
  }
  const names = APPLICATIONS.map((application) => application.name);
  const routes = new Hono();
  const version = await readVersion(io.root);
  const metrics = new Registry();
  collectDefaultMetrics({ register: metrics });
  routes.route(
    "/",
    houseRoutes({ ping: () => ping(database.pool), version, metrics, applications: names }),
  );
  for (const application of APPLICATIONS) {
    signal.throwIfAborted();
    const { pool } = database;
    const { server } = http;
    const { mapPath } = config;
    const running: RunningApplication = await application.start({
      pool,
      server,
      mapPath,
      metrics,
      log: report,
    });
    opened.defer(() => running.close());
    routes.route("/", running.routes);
  }
  http.serve(routes);
}

function schemasOf(applications: readonly Application[]): readonly MigratedPackage[] {
  return applications.flatMap(({ schemas }) => schemas);
}

/** Settles when the node is asked to stop, fails when something that it needs is gone. */
function untilEnded(io: Io): { promise: Promise<void>; lose: (reason: Error) => void } {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  // A loss while starting is seen by whatever step it breaks, or here at the end.
  promise.catch(() => {});
  const stop = () => (io.signal.reason instanceof Error ? reject(io.signal.reason) : resolve());
  if (io.signal.aborted) stop();
  io.signal.addEventListener("abort", stop, { once: true });
  return { promise, lose: reject };
}

function welcome({ address, addressesOfOthers }: HttpServer): string[] {
  const lines = [`Muster is running: ${pagesOf(address)}`];
  const others = addressesOfOthers.filter((other) => other !== address);
  if (others.length > 0) lines.push(`In the network: ${others.map(pagesOf).join("  ")}`);
  return addressesOfOthers.length === 0 ? [...lines, STOP] : [...lines, ONLY_HTTPS, STOP];
}

function pagesOf(address: string): string {
  return APPLICATIONS.map(({ name }) => `${address}/${name}`).join("  ");
}
