/**
 * A PostgreSQL server of the torture's own, in a folder of its own, to be restarted and to have its
 * clock set. A guard outlives us: however this process ends, the server is stopped, and the folder
 * goes.
 */
import { type ChildProcess, execFile, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { chown, mkdtemp, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve as resolvePath } from "node:path";
import { Client } from "pg";
import { provideBinaries } from "../../apps/node/src/embedded/binaries.ts";
import { chooseOwner, type Owner } from "../../apps/node/src/embedded/owner.ts";
import { fakeEnvironment, setFakeClock } from "./faketime.ts";

const START_SECONDS_MAX = 30;
const CONNECTIONS_MAX = 200;
const STOPPER = new URL("../../apps/node/src/embedded/stop-server.sh", import.meta.url);
const SHARED_MEMORY = "/dev/shm";

export class TortureServer {
  readonly url: string;
  readonly port: number;
  readonly #folder: string;
  readonly #run: Run;
  readonly #guard: ChildProcess;
  readonly #clock: string | null;

  private constructor(options: {
    folder: string;
    port: number;
    password: string;
    run: Run;
    guard: ChildProcess;
    clock: string | null;
  }) {
    const { folder, port, password, run, guard, clock } = options;
    this.url = `postgres://muster:${password}@127.0.0.1:${port}/postgres`;
    this.port = port;
    this.#folder = folder;
    this.#run = run;
    this.#guard = guard;
    this.#clock = clock;
  }

  /** `library` is null where the clock cannot be set. */
  static async start(library: string | null): Promise<TortureServer> {
    const folder = await mkdtemp(join(tmpdir(), "muster-torture-"));
    const owner = chooseOwner(folder);
    const programs = join(await provideBinaries({ asRoot: owner !== null }), "bin");
    if (owner !== null) await chown(folder, owner.uid, owner.gid);
    const clock = library === null ? null : join(folder, "clock");
    const fake = library === null || clock === null ? {} : fakeEnvironment(library, clock);
    const run = new Run({ programs, folder, owner, env: fake });
    const guard = await startGuard(folder, owner);
    try {
      if (clock !== null) await setFakeClock(clock, 0);
      const password = randomBytes(18).toString("base64url");
      await writeFile(join(folder, "password"), password, { mode: 0o644 });
      await run.do("initdb", INITDB);
      const port = await freePort();
      await run.do("pg_ctl", [...START, "-o", settings(port), "start"]);
      return new TortureServer({ folder, port, password, run, guard, clock });
    } catch (error) {
      await endGuard(guard);
      throw error;
    }
  }

  get canJump(): boolean {
    return this.#clock !== null;
  }

  /** As a crash does: nothing is said to anybody, nothing is written. */
  async restart(): Promise<void> {
    await this.#run.do("pg_ctl", [...START, "-m", "immediate", "restart"]);
  }

  /** An asynchronous copy, as it is at this moment. */
  async copy(): Promise<void> {
    const client = new Client({ connectionString: this.url });
    await client.connect();
    try {
      await client.query("select pg_backup_start('copy', true)");
      await this.#run.do("/bin/cp", ["-a", "data", "copy"]);
      const text = "select labelfile from pg_backup_stop(false)";
      const { rows } = await client.query<{ labelfile: string }>(text);
      await this.#run.do("/bin/cp", ["-a", "data/pg_wal/.", "copy/pg_wal/"]);
      await this.#run.do("/bin/rm", ["copy/postmaster.pid"]);
      await writeFile(join(this.#folder, "label"), rows[0]?.labelfile ?? "", { mode: 0o644 });
      // Copied by its owner, who writes to it.
      await this.#run.do("/bin/cp", ["label", "copy/backup_label"]);
      await this.#run.do("/bin/cp", ["/dev/null", "copy/standby.signal"]);
    } finally {
      await client.end();
    }
  }

  /**
   * It crashes for ever, and its copy takes its place: what was written after `copy` is lost. The
   * copy takes no writes while `asCopy` runs.
   */
  async failOver(asCopy: () => Promise<void> = async () => {}): Promise<void> {
    await this.#run.do("pg_ctl", [...START, "-m", "immediate", "stop"]);
    await rename(join(this.#folder, "data"), join(this.#folder, "old"));
    await rename(join(this.#folder, "copy"), join(this.#folder, "data"));
    await this.#run.do("pg_ctl", [...START, "-o", settings(this.port), "start"]);
    await asCopy();
    await this.#run.do("pg_ctl", [...START, "promote"]);
  }

  /** The wall clock of the server is that far from the true one. */
  async setClock(apartMs: number): Promise<void> {
    if (this.#clock !== null) await setFakeClock(this.#clock, apartMs);
  }

  async log(): Promise<string> {
    return readFile(join(this.#folder, "log"), "utf8");
  }

  async close(): Promise<void> {
    this.#run.end();
    await endGuard(this.#guard);
    await rm(this.#folder, { recursive: true, force: true });
    await clearSharedMemory(this.#run.pids);
  }
}

const INITDB = `-D data -U muster --pwfile=password --auth=scram-sha-256
  --encoding=UTF8 --locale=C --no-sync --no-instructions`.split(/\s+/);
const START = ["-D", "data", "-l", "log", "-w", "-t", String(START_SECONDS_MAX)];

/** The machine does not fail here, the server does: what it wrote is there without a sync. */
function settings(port: number): string {
  const all = {
    listen_addresses: "127.0.0.1",
    port,
    unix_socket_directories: "",
    max_connections: CONNECTIONS_MAX,
    shared_buffers: "32MB",
    fsync: "off",
  };
  return Object.entries(all)
    .map(([name, value]) => `-c ${name}='${value}'`)
    .join(" ");
}

interface RunOptions {
  readonly programs: string;
  readonly folder: string;
  readonly owner: Owner | null;
  readonly env: Readonly<Record<string, string>>;
}

/** Runs PostgreSQL's programs, in the folder and as its owner. */
class Run {
  readonly #options: RunOptions;
  readonly #running = new Set<ChildProcess>();
  /** Of all that ran. */
  readonly pids: number[] = [];

  constructor(options: RunOptions) {
    this.#options = options;
  }

  do(program: string, args: readonly string[]): Promise<void> {
    const { programs, folder, owner, env } = this.#options;
    return new Promise((resolve, reject) => {
      const options = {
        cwd: folder,
        env: { PATH: process.env["PATH"] ?? "/usr/bin:/bin", LANG: "C", TZ: "UTC", ...env },
        ...(owner === null ? {} : { uid: owner.uid, gid: owner.gid }),
      };
      const child = execFile(resolvePath(programs, program), args, options, (error, out, said) => {
        this.#running.delete(child);
        if (error === null) resolve();
        else reject(new Error(`${program} failed: ${said}${out}`, { cause: error }));
      });
      this.#running.add(child);
      if (child.pid !== undefined) this.pids.push(child.pid);
    });
  }

  end(): void {
    for (const child of this.#running) child.kill("SIGKILL");
  }
}

/** Waits for the end of its input; a session of its own, so that Ctrl-C does not reach it. */
async function startGuard(folder: string, owner: Owner | null): Promise<ChildProcess> {
  const stop = await readFile(STOPPER, "utf8");
  const script = `trap '' HUP INT TERM\n(\n${stop}\n)\ncd / && rm -rf "$1"`;
  return spawn("sh", ["-c", script, "sh", folder], {
    cwd: folder,
    detached: true,
    stdio: ["pipe", "ignore", "ignore"],
    ...(owner === null ? {} : { uid: owner.uid, gid: owner.gid }),
  });
}

function endGuard(guard: ChildProcess): Promise<void> {
  if (guard.exitCode !== null) return Promise.resolve();
  const ended = new Promise<void>((resolve) => guard.once("exit", () => resolve()));
  guard.stdin?.end();
  return ended;
}

/** libfaketime leaves some behind for each program that was killed. */
async function clearSharedMemory(pids: readonly number[]): Promise<void> {
  const names = await readdir(SHARED_MEMORY).catch(() => []);
  const ours = pids.flatMap((pid) => [`faketime_shm_${pid}`, `sem.faketime_sem_${pid}`]);
  const left = names.filter((name) => ours.includes(name));
  await Promise.all(left.map((name) => rm(join(SHARED_MEMORY, name), { force: true })));
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer().once("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const { port } = probe.address() as { port: number };
      probe.close(() => resolve(port));
    });
  });
}
