/**
 * The guardian: a process of its own that owns the server of one data directory.
 *
 *     users ──sockets──► guardian ──child──► postmaster
 *                            └──pipe──► stop-server.sh
 *
 *     waiting ──first user──► starting ──► ready ──last user gone──► stopping
 *                                 └── server or stopper ended: lost ──┘
 *
 * Every user holds a socket; when the last one closes, by a crash or not, the
 * server is stopped and the guardian ends. stop-server.sh does the stopping in
 * every case: also when the guardian is killed, for then its pipe ends. As root
 * the guardian becomes the database's user before it starts anything.
 *
 * Rules N9, N12, N13, N14: docs/spec/node.md.
 */
import { type ChildProcess, spawn } from "node:child_process";
import {
  chownSync,
  lchownSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
} from "node:fs";
import { createServer, type Server, type Socket } from "node:net";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { Fault } from "../fault.ts";
import { tryProcessLock } from "../process-lock.ts";
import { provideBinaries } from "./binaries.ts";
import { BoundedLog } from "./bounded-log.ts";
import {
  clearLeftovers,
  clusterExists,
  createCluster,
  ENVIRONMENT,
  readPassword,
  urlOf,
} from "./cluster.ts";
import { encodeNotice, type Notice } from "./notice.ts";
import { becomeOwner, chooseOwner, type Owner } from "./owner.ts";
import { type Postmaster, startPostmaster } from "./postmaster.ts";

const SOCKET = "guardian.sock";
const LOCK_TRIES_MAX = 20;
const LOCK_RETRY_MS = 50;
/** Whoever started a guardian connects at once, or has died. */
const FIRST_USER_MS_MAX = 5_000;
/** stop-server.sh is bounded by 8 s itself. */
const STOP_MS_MAX = 10_000;

class Guardian {
  readonly #binaries: string;
  readonly #stopScript: string;
  readonly #server: Server;
  readonly #users = new Set<Socket>();
  readonly #log = new BoundedLog("postgres.log");
  #latest: Notice | null = null;
  #stopper: ChildProcess | null = null;
  #begun = false;
  #stopping = false;

  constructor(binaries: string, stopScript: string) {
    this.#binaries = binaries;
    this.#stopScript = stopScript;
    // A user's socket stays half open until the server has stopped, so that the last user can wait.
    this.#server = createServer({ allowHalfOpen: true }, (socket) => this.#welcome(socket));
  }

  listen(): void {
    rmSync(SOCKET, { force: true });
    this.#server.listen(SOCKET);
    setTimeout(() => this.#leaveIfAlone(), FIRST_USER_MS_MAX);
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
      process.on(signal, () => this.#lose(`the guardian of PostgreSQL got ${signal}`));
    }
  }

  #welcome(socket: Socket): void {
    this.#users.add(socket);
    socket.on("error", () => {});
    socket.on("end", () => this.#farewell(socket)).on("close", () => this.#farewell(socket));
    socket.resume();
    if (this.#latest !== null) socket.write(encodeNotice(this.#latest));
    if (this.#begun) return;
    this.#begun = true;
    this.#start().catch((error: unknown) => this.#lose(lineOf(error)));
  }

  #farewell(socket: Socket): void {
    if (!this.#users.delete(socket)) return;
    if (this.#users.size > 0) socket.end();
    this.#leaveIfAlone();
  }

  #leaveIfAlone(): void {
    if (this.#users.size === 0) void this.#stop();
  }

  async #start(): Promise<void> {
    await this.#clearStale();
    this.#stopper = this.#spawnStopper();
    this.#stopper.once("exit", () => this.#lose("the process that stops PostgreSQL ended"));
    if (!clusterExists()) {
      this.#tell({ kind: "progress", text: "creating the database" });
      await createCluster(this.#binaries);
    }
    const password = await readPassword();
    this.#tell({ kind: "progress", text: "starting PostgreSQL" });
    const postmaster = await startPostmaster(this.#binaries, this.#log);
    void this.#follow(postmaster);
    this.#tell({ kind: "ready", url: urlOf(password, postmaster.port) });
  }

  /** A server whose guardian and stopper were both killed would run still. */
  async #clearStale(): Promise<void> {
    const stopper = this.#spawnStopper();
    stopper.stdin?.end();
    await endOf(stopper);
    await clearLeftovers();
  }

  async #follow(postmaster: Postmaster): Promise<void> {
    await postmaster.ended;
    this.#lose("PostgreSQL ended unexpectedly");
  }

  #lose(text: string): void {
    if (this.#stopping) return;
    this.#tell({ kind: "lost", text });
    void this.#stop();
  }

  #tell(notice: Notice): void {
    if (this.#stopping) return;
    this.#latest = notice;
    for (const user of this.#users) user.write(encodeNotice(notice));
  }

  /** Ends the stopper's pipe and with it the server, then this process and with it every socket. */
  async #stop(): Promise<void> {
    if (this.#stopping) return;
    this.#stopping = true;
    this.#server.close();
    setTimeout(() => process.exit(1), STOP_MS_MAX);
    // The stopper may be what ended; what it left undone is done by another.
    if (this.#stopper === null || hasEnded(this.#stopper)) this.#stopper = this.#spawnStopper();
    this.#stopper.stdin?.end();
    await endOf(this.#stopper);
    process.exit(0);
  }

  #spawnStopper(): ChildProcess {
    const stopper = spawn("/bin/sh", ["-c", this.#stopScript], {
      env: ENVIRONMENT,
      stdio: ["pipe", "ignore", "ignore"],
    });
    stopper.once("error", () => {});
    stopper.stdin.on("error", () => {});
    return stopper;
  }
}

const hasEnded = (child: ChildProcess): boolean =>
  child.pid === undefined || child.exitCode !== null || child.signalCode !== null;

function endOf(child: ChildProcess): Promise<void> {
  return new Promise((settle) => {
    if (hasEnded(child)) settle();
    else child.once("exit", () => settle());
  });
}

function lineOf(error: unknown): string {
  return error instanceof Fault
    ? error.message
    : `the guardian of PostgreSQL failed: ${String(error)}`;
}

/** The home of the database: its owner's alone, also when root made the folder above. */
function prepareHome(home: string, owner: Owner | null): void {
  mkdirSync(home, { recursive: true, mode: 0o700 });
  if (owner === null || statSync(home).uid === owner.uid) return;
  chownSync(home, owner.uid, owner.gid);
  for (const entry of readdirSync(home, { recursive: true })) {
    lchownSync(join(home, String(entry)), owner.uid, owner.gid);
  }
}

async function waitForLock(path: string): Promise<void> {
  for (let tries = 0; tries < LOCK_TRIES_MAX; tries += 1) {
    if (tryProcessLock(path) !== null) return;
    await sleep(LOCK_RETRY_MS);
  }
  // Another guardian is here; whoever started this one will find it.
  process.exit(0);
}

async function guard(dataDirectory: string): Promise<void> {
  await waitForLock(join(dataDirectory, "guardian.lock"));
  const home = join(dataDirectory, "postgres");
  const owner = chooseOwner(home);
  const binaries = await provideBinaries({ asRoot: owner !== null });
  // Read now: the owner may be unable to.
  const stopScript = readFileSync(new URL("stop-server.sh", import.meta.url), "utf8");
  process.umask(0o077);
  prepareHome(home, owner);
  process.chdir(home);
  if (owner !== null) becomeOwner(owner);
  new Guardian(binaries, stopScript).listen();
}

try {
  await guard(process.argv[2] ?? "");
} catch (error) {
  // Standard error is read by whoever started this guardian.
  process.stderr.write(`${lineOf(error)}\n`);
  process.exit(1);
}
