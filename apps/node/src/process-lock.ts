/**
 * A lock between processes that the kernel drops when its holder dies, however
 * it dies: SQLite's exclusive lock on an empty file (Node has no flock of its
 * own). What is left after a crash is a file that blocks nobody.
 *
 * Nobody else may open the file while it is held: POSIX drops a process's locks
 * when any of its descriptors for that file is closed.
 *
 * Rules N9, N10: docs/spec/node.md.
 */
import { DatabaseSync } from "node:sqlite";
import { Fault } from "./fault.ts";

const SQLITE_BUSY = 5;
/** Also where nobody has kept what releases it: a file that is collected is closed. */
const HELD = new Set<DatabaseSync>();

export interface ProcessLock {
  release(): void;
}

/** Takes the lock, or gives null when a living process holds it. Throws `data_unusable`. */
export function tryProcessLock(path: string): ProcessLock | null {
  let file: DatabaseSync | null = null;
  try {
    file = new DatabaseSync(path);
    // Nothing is ever written, so there is nothing to roll back, and no journal file is wanted.
    file.exec("PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE");
    const held = file;
    HELD.add(held);
    const release = (): void => {
      HELD.delete(held);
      held.close();
    };
    return { release };
  } catch (cause) {
    file?.close();
    if (isBusy(cause)) return null;
    const reason = cause instanceof Error ? cause.message : String(cause);
    const message = `cannot lock ${path} (${reason}): it must be a local file that is empty and can be written`;
    throw new Fault("data_unusable", message, { cause });
  }
}

function isBusy(error: unknown): boolean {
  return error instanceof Error && "errcode" in error && error.errcode === SQLITE_BUSY;
}
