/**
 * What the doctor asks of the files that an operator gives a node: its certificate, its map.
 *
 * Rules N22, N34: docs/spec/node.md.
 */

import { APPLICATIONS } from "../applications.ts";
import type { NodeConfig } from "../config.ts";
import { Fault } from "../fault.ts";
import { readTlsPair } from "../tls-pair.ts";
import { warningOf } from "../tls-watch.ts";
import { type Finding, fine, warning, wrong } from "./finding.ts";

export async function examineTls(config: NodeConfig, nowMs: number): Promise<Finding> {
  const { tlsPaths, host, proxies } = config;
  if (tlsPaths === null) return withoutTls(host, proxies.named);
  return orWrong("tls", async () => {
    const pair = await readTlsPair(tlsPaths, nowMs);
    const found = `for ${pair.names.join(", ")}, until ${new Date(pair.endsMs).toISOString().slice(0, 10)}`;
    const warned = warningOf(pair, nowMs)?.replace(/^warning: /, "");
    return warned === undefined ? fine("tls", found) : warning("tls", `${found}: ${warned}`);
  });
}

function withoutTls(host: string, proxies: number): Finding {
  if (proxies > 0) return fine("tls", "none here; a server in front speaks it");
  if (/^(127\.|::1$|localhost$)/i.test(host)) {
    return fine("tls", "none; phones need it: --tls-cert and --tls-key, or a server in front");
  }
  const found = `none, and ${host} is for others too: phones need --tls-cert and --tls-key`;
  return warning("tls", `${found}, or a server in front and --trusted-proxy`);
}

export async function examineMap(mapPath: string | null): Promise<Finding> {
  if (mapPath === null) return fine("map", "none, a plain grid: --map FILE shows streets");
  return orWrong("map", async () => {
    for (const application of APPLICATIONS) await application.check({ mapPath });
    return fine("map", mapPath);
  });
}

async function orWrong(name: string, examine: () => Promise<Finding>): Promise<Finding> {
  try {
    return await examine();
  } catch (error) {
    if (error instanceof Fault) return wrong(name, error.message);
    throw error;
  }
}
