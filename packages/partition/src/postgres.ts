/**
 * Groups in a PostgreSQL database. One connection of its own carries the protocol, however many
 * groups and members come this way; the application's transactions come from its pool.
 *
 *     requests ──► Line ──► functions of the schema partition ◄── transactions ◄── pool
 *                    └──◄── notifications
 *
 * Rules P3, P9, P14, P16: docs/spec/partition.md.
 */
import type { Pool } from "pg";
import { type Ports, systemPorts } from "./ports.ts";
import { Beats } from "./postgres/beats.ts";
import type { Connection } from "./postgres/connection.ts";
import { commitEffect, type PostgresTransaction } from "./postgres/effects.ts";
import { Line } from "./postgres/line.ts";
import { LockWatch } from "./postgres/lock-watch.ts";
import { Notices } from "./postgres/notices.ts";
import { openGroup } from "./postgres/opening.ts";
import { ask, type Single } from "./postgres/requests.ts";
import type { Answer, GroupStore, MemberId, Opening, Request, Store } from "./store.ts";

export interface PostgresOptions {
  readonly ports?: Ports;
  /** Told once what does not work here though everything else does. */
  readonly onNotice?: (text: string) => void;
}

const POOLED =
  "the database is reached through a pooler: changes are noticed by polling, up to 0.5 s later";

/** The connection is made when the first group is opened, and ends when the last is closed. */
export function postgres(pool: Pool, options: PostgresOptions = {}): Store<PostgresTransaction> {
  const { ports = systemPorts, onNotice = () => {} } = options;
  let shared: Shared | null = null;
  let isNoticed = false;
  // An idle connection that breaks is replaced by the pool; without a listener it ends the process.
  if (pool.listenerCount("error") === 0) pool.on("error", () => {});
  const noticeOnce = () => {
    if (!isNoticed) onNotice(POOLED);
    isNoticed = true;
  };
  return {
    open: async (opening) => {
      await openGroup({ pool, ports }, opening.name, opening.settings);
      shared ??= new Shared(pool, ports, noticeOnce);
      const { users } = shared.add(opening);
      const mine = shared;
      return new PostgresGroup(mine, opening, () => {
        users.delete(opening);
        if (users.size > 0) return;
        mine.close();
        if (shared === mine) shared = null;
      });
    },
  };
}

/** What all groups of a process share. */
class Shared {
  readonly pool: Pool;
  readonly ports: Ports;
  readonly line: Line;
  readonly beats: Beats;
  readonly users = new Set<Opening>();
  /** Members of this process in fenced groups: their locks are of this session. */
  readonly locked = new Set<MemberId>();
  readonly #notices: Notices;

  constructor(pool: Pool, ports: Ports, onPooled: () => void) {
    this.pool = pool;
    this.ports = ports;
    this.line = new Line({
      pool,
      ports,
      onNotified: (payload) => this.#hear(payload),
      onConnected: async (connection) => {
        if (connection.isDirect) await this.#settle(connection);
        else onPooled();
      },
    });
    this.beats = new Beats(this.line);
    this.#notices = new Notices(ports, (payload) => this.#notify(payload));
  }

  add(opening: Opening): this {
    this.users.add(opening);
    return this;
  }

  close(): void {
    this.#notices.close();
    this.line.close();
  }

  /** Whatever is said of groups of others is not remembered. */
  #hear(payload: string): void {
    const [group = "", what] = payload.split(" ");
    const isUsed = [...this.users].some(({ name }) => name === group);
    if (isUsed) this.#notices.hear(what === "freed" ? `${group} freed` : group);
  }

  /** "reports" says that the group changed, "reports freed" that keys were released. */
  #notify(payload: string): void {
    const [group, what] = payload.split(" ");
    for (const { name, listener } of this.users) {
      if (name !== group) continue;
      if (what === "freed") listener.freed();
      else listener.changed();
    }
  }

  async #settle(connection: Connection): Promise<void> {
    await connection.query("listen partition");
    if (this.locked.size === 0) return;
    await connection.query("select partition.lock_again($1)", [[...this.locked]]);
  }
}

class PostgresGroup implements GroupStore<PostgresTransaction> {
  readonly #shared: Shared;
  readonly #opening: Opening;
  readonly #onClose: () => void;
  readonly #watch: LockWatch;

  constructor(shared: Shared, opening: Opening, onClose: () => void) {
    this.#shared = shared;
    this.#opening = opening;
    this.#onClose = onClose;
    const { pool, ports, line } = shared;
    const onDropped = (id: MemberId) => opening.listener.dropped(id);
    this.#watch = new LockWatch({ pool, ports, line, onDropped });
  }

  async execute(request: Request): Promise<Answer> {
    const answer =
      request.kind === "beat" ? await this.#shared.beats.beat(request) : await this.#ask(request);
    this.#remember(request, answer);
    return answer;
  }

  transaction(
    effect: Parameters<GroupStore<PostgresTransaction>["transaction"]>[0],
  ): Promise<boolean> {
    return commitEffect(this.#shared, this.#opening.name, effect);
  }

  follow(id: MemberId | null): void {
    this.#watch.follow(id);
  }

  async close(): Promise<void> {
    this.#watch.close();
    this.#onClose();
  }

  #ask(request: Single): Promise<Answer> {
    const { locked, line } = this.#shared;
    const isOwn = (id: MemberId) => locked.has(id);
    return line.do((connection) => ask(connection, { ...this.#opening, isOwn }, request));
  }

  #remember(request: Request, answer: Answer): void {
    if (!this.#opening.settings.fenced) return;
    const { locked } = this.#shared;
    if (answer.kind === "join") locked.add(answer.value.id);
    if (request.kind === "leave") locked.delete(request.id);
    if (request.kind === "beat" && answer.value === null) locked.delete(request.id);
  }
}
