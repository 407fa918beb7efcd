/**
 * `muster up`: one node, from its data directory to its pages, until it is
 * stopped. What was opened is closed in the opposite order, whatever ends it.
 *
 *     claim ──► listen ──► database ──► migrations ──► pages ──► applications
 *
 * Rules N5, N6, N8, N10, N21, N30, N34: docs/spec/node.md.
 */
import { Hono } from "hono";
import { collectDefaultMetrics, Gauge, Registry } from "prom-client";
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
import type { TlsPair } from "../tls-pair.ts";
import { readTlsPair } from "../tls-pair.ts";
import { warningOf, watchTls } from "../tls-watch.ts";
import { readVersion } from "./version.ts";

/** npm may say that it has stopped before the node has. */
const CLAIM_MS_MAX = 2_000;
const STOP = "Stop with Ctrl-C.";
const ONLY_HTTPS =
  "warning: without HTTPS a phone gives no position, shows no alert that is kept and works only " +
  "online, and what it sends can be read on the way: --tls-cert and --tls-key, or a server in " +
  "front and --trusted-proxy (docs/operating.md); on this computer 127.0.0.1 will do";

export const up: Verb = async (args, io) => {
  const config = readNodeConfig(args, io);
  const startedMs = performance.now();
  const seconds = () => ((performance.now() - startedMs) / 1000).toFixed(1);
  const report = (line: string) => io.report(`${line} (after ${seconds()} s)`);
  for (const application of APPLICATIONS) await application.check(config);
  const tls = await readTls(config, report);
  await using opened = new AsyncDisposableStack();
  const ended = untilEnded(io);
  await prepareDataDirectory(config.dataDirectory);
  const claim = await claimNode(config.dataDirectory, CLAIM_MS_MAX);
  opened.defer(() => claim.release());
  const http = await listen({ ...config, tls }, REQUEST_MS_MAX);
  opened.defer(() => http.close());
  claim.announce(http);
  const metrics = new Registry();
  if (tls !== null) opened.defer(keepTls({ config, http, pair: tls, report, metrics }));
  await start({ config, io, http, opened, report, metrics, lose: ended.lose });
  for (const line of welcome(http)) io.print(line);
  if (!http.isLoopback && tls === null && config.proxies.named === 0) io.report(ONLY_HTTPS);
  await ended.promise;
  return 0;
};

/** Before anything is started. Throws `usage` and `tls_unusable`. */
async function readTls(config: NodeConfig, report: (line: string) => void) {
  if (config.tlsPaths === null) return null;
  const pair = await readTlsPair(config.tlsPaths, Date.now());
  const warning = warningOf(pair, Date.now());
  if (warning !== null) report(warning);
  return pair;
}

interface Kept extends Pick<Starting, "config" | "http" | "report" | "metrics"> {
  readonly pair: TlsPair;
}

/** Uses what a renewal puts into the files. Returns what ends it. */
function keepTls({ config, http, pair, report, metrics }: Kept): () => void {
  if (config.tlsPaths === null) return () => {};
  const help = "When the certificate ends, seconds since 1970";
  const name = "muster_tls_certificate_end_seconds";
  const end = new Gauge({ name, help, registers: [metrics] });
  end.set(pair.endsMs / 1_000);
  const use = (renewed: TlsPair): void => {
    http.renew(renewed);
    end.set(renewed.endsMs / 1_000);
  };
  return watchTls({ paths: config.tlsPaths, pair, use, report, now: () => Date.now() });
}

interface Starting {
  readonly config: NodeConfig;
  readonly io: Io;
  readonly http: HttpServer;
  readonly opened: AsyncDisposableStack;
  readonly report: (line: string) => void;
  readonly metrics: Registry;
  readonly lose: (reason: Error) => void;
}

async function start(starting: Starting): Promise<void> {
  const { config, io, http, opened, report, metrics, lose } = starting;
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
  return [...lines, STOP];
}

function pagesOf(address: string): string {
  return APPLICATIONS.map(({ name }) => `${address}/${name}`).join("  ");
}
