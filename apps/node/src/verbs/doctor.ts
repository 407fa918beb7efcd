/**
 * `muster doctor`: what one asks first when something does not work. It starts
 * nothing and changes nothing.
 *
 * Rule N22: docs/spec/node.md.
 */
import { DATABASE_FLAGS, databaseUrlOf, dataDirectoryOf, parseFlags } from "../config.ts";
import { dataDirectoryExists } from "../data-directory.ts";
import { openDatabase } from "../database.ts";
import { Fault } from "../fault.ts";
import type { Io, Verb } from "../io.ts";
import { describeNode, findRunningNode, type RunningNode } from "../running-node.ts";
import { readVersion } from "./version.ts";

const HEALTH_MS_MAX = 3_000;

export const doctor: Verb = async (args, io) => {
  const flags = parseFlags(args, DATABASE_FLAGS);
  const directory = dataDirectoryOf(flags.data, io);
  const databaseUrl = databaseUrlOf(flags.database, io);
  const exists = await dataDirectoryExists(directory);
  const node = exists ? findRunningNode(directory) : null;
  io.print(`muster     ${await readVersion(io.root)}`);
  io.print(`node       ${process.version} on ${process.platform}-${process.arch}`);
  io.print(`data       ${directory}${exists ? "" : " (not there yet)"}`);
  io.print(`running    ${node === null ? "no" : describeNode(node)}`);
  const database = await examine({ databaseUrl, directory, node, io });
  io.print(`database   ${database.text}`);
  return database.ok ? 0 : 1;
};

interface Patient {
  readonly databaseUrl: string | null;
  readonly directory: string;
  readonly node: RunningNode | null;
  readonly io: Io;
}

async function examine(patient: Patient): Promise<{ ok: boolean; text: string }> {
  const { databaseUrl, node } = patient;
  if (databaseUrl !== null) return examineServer(databaseUrl, patient);
  if (node === null) return { ok: true, text: "embedded; it starts with muster up" };
  if (node.address === null) return { ok: true, text: "embedded; the node is still starting" };
  const health = await fetch(`${node.address}/healthz`, {
    signal: AbortSignal.timeout(HEALTH_MS_MAX),
  }).catch(() => null);
  const ok = health?.ok === true;
  return {
    ok,
    text: ok ? "answers the node" : `does not answer the node (${node.address}/healthz)`,
  };
}

async function examineServer(
  databaseUrl: string,
  { directory, io }: Patient,
): Promise<{ ok: boolean; text: string }> {
  try {
    const database = await openDatabase({
      databaseUrl,
      dataDirectory: directory,
      signal: io.signal,
      onLost: () => {},
      report: () => {},
    });
    await database.close();
    return { ok: true, text: "answers" };
  } catch (error) {
    if (error instanceof Fault) return { ok: false, text: error.message };
    throw error;
  }
}
