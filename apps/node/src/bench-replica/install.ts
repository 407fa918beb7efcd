/**
 * Installs the peers into bench/peers, where they have a lock of their own: who uses Muster or
 * tests it does not wait for them. Once; afterwards nothing is done.
 */
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { Fault } from "../fault.ts";
import type { Io } from "../io.ts";

/** What the launcher installs the repository's own packages by; plain JavaScript, for any Node. */
interface Installer {
  readonly isInstalled: (root: string) => boolean;
  readonly installMissing: (root: string, signal: AbortSignal) => Promise<boolean>;
}

/** Throws `bench_failed` when npm cannot: it has said why. */
export async function installPeers(io: Io): Promise<void> {
  const { root, signal } = io;
  const path = pathToFileURL(join(root, "bin/install.mjs")).href;
  const { isInstalled, installMissing } = (await import(path)) as Installer;
  const folder = join(root, "bench/peers");
  if (isInstalled(folder)) return;
  io.report("the peers are installed into bench/peers, once");
  const done = await installMissing(folder, signal);
  signal.throwIfAborted();
  if (!done) throw new Fault("bench_failed", "the bench failed: its peers are not installed");
}
