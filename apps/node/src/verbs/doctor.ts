/**
 * `muster doctor`: what one asks first when something does not work, a line for each thing, and
 * what to do. It starts nothing and changes nothing.
 *
 *     DATABASE_URL="$(npx muster doctor --url)" node my-program.ts
 *
 * Rules N17, N22: docs/spec/node.md.
 */
import { NODE_FLAGS, type NodeConfig, nodeConfigOf, parseFlags } from "../config.ts";
import { dataDirectoryExists } from "../data-directory.ts";
import { openDatabase } from "../database.ts";
import { findServer, type RunningServer } from "../embedded/running-server.ts";
import { examineDatabase } from "../examine/database.ts";
import { examineMap, examineTls } from "../examine/files.ts";
import { type Finding, fine, linesOf, wrong } from "../examine/finding.ts";
import { examineDirectory, examineDisk, examinePort } from "../examine/machine.ts";
import { Fault } from "../fault.ts";
import type { Io, Verb } from "../io.ts";
import { describeNode, findRunningNode, type RunningNode } from "../running-node.ts";
import { readVersion } from "./version.ts";

const HEALTH_MS_MAX = 3_000;
const FLAGS = { ...NODE_FLAGS, url: { type: "boolean" }, json: { type: "boolean" } } as const;

export const doctor: Verb = async (args, io) => {
  const { url, json, ...flags } = parseFlags(args, FLAGS);
  if (url === true && json === true) {
    throw new Fault("usage", "--url prints an address and --json findings: give one of them");
  }
  const config = nodeConfigOf(flags, io);
  const directory = (await dataDirectoryExists(config.dataDirectory)) ? config.dataDirectory : null;
  if (url === true) {
    io.print(await embeddedUrl(config.databaseUrl, directory));
    return 0;
  }
  const findings = await examine(config, directory, io);
  const ok = findings.every(({ state }) => state !== "wrong");
  if (json === true) io.print(JSON.stringify({ ok, findings }));
  else for (const finding of findings) io.print(linesOf(finding));
  return ok ? 0 : 1;
};

async function examine(config: NodeConfig, directory: string | null, io: Io): Promise<Finding[]> {
  const { databaseUrl, dataDirectory, mapPath } = config;
  const node = directory === null ? null : findRunningNode(directory);
  const database = (): Promise<Finding[]> =>
    databaseUrl === null
      ? examineEmbedded(directory, node, io)
      : examineServer(databaseUrl, dataDirectory, io);
  return [
    fine("muster", await readVersion(io.root)),
    fine("node", `${process.version} on ${process.platform}-${process.arch}`),
    await examineDirectory(dataDirectory),
    fine("running", node === null ? "no node" : describeNode(node)),
    ...(await orFault(database)),
    await examinePort(config, node),
    await examineDisk(dataDirectory),
    await examineTls(config, Date.now()),
    await examineMap(mapPath),
  ];
}

/** The address with its password, which is printed to who asks for it and may read it. */
async function embeddedUrl(databaseUrl: string | null, directory: string | null): Promise<string> {
  if (databaseUrl !== null) {
    const message = "--url is the embedded PostgreSQL's: leave --database and DATABASE_URL out";
    throw new Fault("usage", message);
  }
  const server = directory === null ? null : await findServer(directory);
  if (server !== null) return server.url;
  const message = "the embedded PostgreSQL does not run: muster up and muster work start it";
  throw new Fault("not_found", message);
}

async function examineEmbedded(
  directory: string | null,
  node: RunningNode | null,
  io: Io,
): Promise<Finding[]> {
  // First: a node that is idle lets its connections go, and comes back with one to answer.
  const health = node === null ? null : await healthOf(node);
  const server = directory === null ? null : await findServer(directory);
  const answer = health ?? withoutNode(server);
  if (directory === null || server === null) return [answer];
  const used = `127.0.0.1:${server.port}, used by ${usersOf(server)}; ends with its last user`;
  const hint = "npx muster doctor --url prints its address with the password, for DATABASE_URL";
  const asked = await orFault(() => askServer(server.url, directory, io));
  return [answer, fine("postgres", `${used}\n${hint}`), ...asked];
}

function withoutNode(server: RunningServer | null): Finding {
  const text = server === null ? "it starts with muster up, or muster work" : "answers";
  return fine("database", `embedded; ${text}`);
}

async function healthOf({ plainAddress }: RunningNode): Promise<Finding> {
  if (plainAddress === null) return fine("database", "embedded; the node is still starting");
  const signal = AbortSignal.timeout(HEALTH_MS_MAX);
  const health = await fetch(`${plainAddress}/healthz`, { signal }).catch(() => null);
  if (health?.ok === true) return fine("database", "answers the node");
  return wrong("database", `does not answer the node (${plainAddress}/healthz)`);
}

function usersOf({ processes, others }: RunningServer): string {
  const named = processes.map((pid) => `process ${pid}`);
  const more =
    others === 0 ? [] : [`${others} other ${others === 1 ? "connection" : "connections"}`];
  return [...named, ...more].join(", ") || "nobody at this moment";
}

async function examineServer(databaseUrl: string, directory: string, io: Io): Promise<Finding[]> {
  const asked = await askServer(databaseUrl, directory, io);
  return [fine("database", "answers"), ...asked];
}

async function askServer(databaseUrl: string, directory: string, io: Io): Promise<Finding[]> {
  const database = await openDatabase({
    databaseUrl,
    dataDirectory: directory,
    signal: io.signal,
    onLost: () => {},
    report: () => {},
  });
  try {
    return await examineDatabase(database.pool, () => Date.now());
  } finally {
    await database.close();
  }
}

/** It starts what it waits for: a promise that fails before anyone waits ends the process. */
async function orFault(examine: () => Promise<Finding[]>): Promise<Finding[]> {
  try {
    return await examine();
  } catch (error) {
    if (error instanceof Fault) return [wrong("database", error.message)];
    throw error;
  }
}
