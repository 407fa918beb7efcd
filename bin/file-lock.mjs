/**
 * A lock between processes that is a file, for Node 18, which has no better.
 *
 * The file names its holder by pid and start time, so that a holder that was
 * killed is known to be dead even when its pid is in use again. It appears with
 * its content in one step (`link`), and only its holder takes it away. A dead
 * holder's file therefore stays for ever, and the lock moves on to the next
 * name: everyone passes the same dead ones, and meets at the same first other.
 *
 *     install.lock (dead) ──► install.lock.1 (dead) ──► install.lock.2: held, or free
 *
 * Rule N2: docs/spec/node.md.
 */
import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

const TRY_EVERY_MS = 200;

/**
 * Waits for the lock as long as its holder lives.
 *
 * @param {string} path
 * @param {{ signal: AbortSignal, onWait: () => void }} options onWait is called at most once
 * @returns {Promise<(() => void) | null>} gives the lock back; null when aborted
 */
export async function holdFileLock(path, { signal, onWait }) {
  mkdirSync(dirname(path), { recursive: true });
  let waited = false;
  while (!signal.aborted) {
    const held = tryLock(path);
    if (held !== null) return () => rmSync(held, { force: true });
    if (!waited) onWait();
    waited = true;
    await sleep(TRY_EVERY_MS, undefined, { signal }).catch(() => {});
  }
  return null;
}

/** The name under which the lock is held now, or null while another process lives that holds it. */
function tryLock(path) {
  let name = path;
  for (let dead = 0; ; ) {
    if (linkOwn(path, name)) return name;
    const holder = readOrNull(name);
    if (holder !== null && isAlive(holder)) return null;
    // One that ended in order has taken its file away before: the name is free.
    if (holder === null || readOrNull(name) !== holder) continue;
    dead += 1;
    name = `${path}.${dead}`;
  }
}

function linkOwn(path, name) {
  const own = `${path}.of-${process.pid}`;
  writeFileSync(own, identityOf(process.pid));
  try {
    linkSync(own, name);
    return true;
  } catch (error) {
    if (error.code === "EEXIST") return false;
    throw error;
  } finally {
    rmSync(own, { force: true });
  }
}

function isAlive(holder) {
  const pid = Number(holder.split(" ")[0]);
  return Number.isInteger(pid) && pid > 0 && runs(pid) && identityOf(pid) === holder;
}

/** "pid start-time", or the pid alone where there is no /proc. */
function identityOf(pid) {
  try {
    const status = readFileSync(`/proc/${pid}/stat`, "utf8");
    return `${pid} ${status.slice(status.lastIndexOf(")") + 2).split(" ")[19]}`;
  } catch {
    return String(pid);
  }
}

function runs(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === "EPERM";
  }
}

function readOrNull(path) {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return null;
  }
}
