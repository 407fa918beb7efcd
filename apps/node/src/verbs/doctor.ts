/**
 * `muster doctor`: what one asks first when something does not work. It starts
 * nothing and changes nothing.
 *
 *     DATABASE_URL="$(npx muster doctor --url)" node my-program.ts
 *
 * Rules N17, N22: docs/spec/node.md.
 */
import { DATABASE_FLAGS, databaseUrlOf, dataDirectoryOf, parseFlags } from "../config.ts";
import { dataDirectoryExists } from "../data-directory.ts";
import { openDatabase } from "../database.ts";
import { findServer, type RunningServer } from "../embedded/running-server.ts";
import { Fault } from "../fault.ts";
import type { Io, Verb } from "../io.ts";
import { describeNode, findRunningNode, type RunningNode } from "../running-node.ts";
import { readVersion } from "./version.ts";

const HEALTH_MS_MAX = 3_000;

export const doctor: Verb = async (args, io) => {
  const flags = parseFlags(args, { ...DATABASE_FLAGS, url: { type: "boolean" } });
  const directory = dataDirectoryOf(flags.data, io);
  const databaseUrl = databaseUrlOf(flags.database, io);
  const exists = await dataDirectoryExists(directory);
  if (flags.url === true) {
    io.print(await embeddedUrl(databaseUrl, exists ? directory : null));
    return 0;
  }
  const node = exists ? findRunningNode(directory) : null;
  io.print(`muster     ${await readVersion(io.root)}`);
  io.print(`node       ${process.version} on ${process.platform}-${process.arch}`);
  io.print(`data       ${directory}${exists ? "" : " (not there yet)"}`);
  io.print(`running    ${node === null ? "no node" : describeNode(node)}`);
  const found = await orFault(
    databaseUrl === null
      ? examineEmbedded(exists ? directory : null, node)
      : examineServer(databaseUrl, directory, io),
  );
  for (const line of found.lines) io.print(line);
  return found.ok ? 0 : 1;
};

interface Found {
  readonly ok: boolean;
  readonly lines: readonly string[];
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

async function examineEmbedded(directory: string | null, node: RunningNode | null): Promise<Found> {
  const server = directory === null ? null : await findServer(directory);
  const { ok, text } = await answerOf(node, server);
  if (server === null) return { ok, lines: [`database   ${text}`] };
  return {
    ok,
    lines: [
      `database   ${text}`,
      `postgres   127.0.0.1:${server.port}, used by ${usersOf(server)}; ends with its last user`,
      "           npx muster doctor --url prints its address with the password, for DATABASE_URL",
    ],
  };
}

async function answerOf(
  node: RunningNode | null,
  server: RunningServer | null,
): Promise<{ ok: boolean; text: string }> {
  if (node === null) {
    const text = server === null ? "it starts with muster up, or muster work" : "answers";
    return { ok: true, text: `embedded; ${text}` };
  }
  if (node.plainAddress === null) return { ok: true, text: "embedded; the node is still starting" };
  const health = await fetch(`${node.plainAddress}/healthz`, {
    signal: AbortSignal.timeout(HEALTH_MS_MAX),
  }).catch(() => null);
  if (health?.ok === true) return { ok: true, text: "answers the node" };
  return { ok: false, text: `does not answer the node (${node.plainAddress}/healthz)` };
}

function usersOf({ processes, others }: RunningServer): string {
  const named = processes.map((pid) => `process ${pid}`);
  const more =
    others === 0 ? [] : [`${others} other ${others === 1 ? "connection" : "connections"}`];
  return [...named, ...more].join(", ") || "nobody at this moment";
}

async function examineServer(databaseUrl: string, directory: string, io: Io): Promise<Found> {
  const database = await openDatabase({
    databaseUrl,
    dataDirectory: directory,
    signal: io.signal,
    onLost: () => {},
    report: () => {},
  });
  await database.close();
  return { ok: true, lines: ["database   answers"] };
}

async function orFault(examined: Promise<Found>): Promise<Found> {
  try {
    return await examined;
  } catch (error) {
    if (error instanceof Fault) return { ok: false, lines: [`database   ${error.message}`] };
    throw error;
  }
}
