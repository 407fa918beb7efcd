/**
 * A lock between processes that is a file, for Node 18, which has no better.
 *
 * The file names its holder by pid and start time, so that a lock whose holder
 * was killed is known to be stale even when the pid is in use again. It appears
 * with its content in one step (`link`), and a stale one is taken away under a
 * name of our own, looked at again, and put back if it was not the stale one.
 *
 * Rule N2: docs/spec/node.md.
 */
import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
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
    if (tryLock(path)) return () => rmSync(path, { force: true });
    if (removeStale(path)) continue;
    if (!waited) onWait();
    waited = true;
    await sleep(TRY_EVERY_MS, undefined, { signal }).catch(() => {});
  }
  return null;
}

function tryLock(path) {
  const own = `${path}.${process.pid}`;
  writeFileSync(own, identityOf(process.pid));
  try {
    linkSync(own, path);
    return true;
  } catch (error) {
    if (error.code === "EEXIST") return false;
    throw error;
  } finally {
    rmSync(own, { force: true });
  }
}

function removeStale(path) {
  const holder = readOrNull(path);
  if (holder === null || isAlive(holder)) return false;
  const aside = `${path}.stale.${process.pid}`;
  try {
    renameSync(path, aside);
    if (readOrNull(aside) !== holder) linkSync(aside, path);
  } catch {
    // Someone else was quicker: the next attempt sees what they did.
  }
  rmSync(aside, { force: true });
  return true;
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
