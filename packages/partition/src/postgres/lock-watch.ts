/**
 * Waits for the session lock of another member, on a connection of its own: that it is granted
 * means that the other's session is gone. Only a lock that this very session saw held counts, so
 * that a restart of the database, which drops all locks, says nothing.
 *
 *     follow ──► is it held? ──yes──► wait ──granted──► dropped
 *                     └─no: it never had one, or is gone already: others will notice
 *
 * Rule P16: docs/spec/partition.md.
 */
import type { Pool } from "pg";
import type { Ports } from "../ports.ts";
import type { MemberId } from "../store.ts";
import { Connection } from "./connection.ts";
import type { Line } from "./line.ts";

export interface LockWatchOptions {
  readonly pool: Pool;
  readonly ports: Ports;
  /** To end a wait that is not wanted any more. */
  readonly line: Line;
  readonly onDropped: (id: MemberId) => void;
}

/** From a failure, or from a lock that nobody holds, to the next look. */
const RETRY_MS = 1_000;
const TRY = "select pg_try_advisory_lock_shared(partition.lock_key($1)) as free";
const WAIT = "select pg_advisory_lock_shared(partition.lock_key($1))";
const FREE = "select pg_advisory_unlock_shared(partition.lock_key($1))";
/** Whatever limits the pool and the role have. */
const PATIENTLY = `
  set statement_timeout = 0; set lock_timeout = 0; set transaction_timeout = 0;
  set client_connection_check_interval = 2000`;

const nothing = () => {};

export class LockWatch {
  readonly #options: LockWatchOptions;
  #wanted: MemberId | null = null;
  #connection: Connection | null = null;
  #isRunning = false;
  #isWaiting = false;
  #isClosed = false;
  #wake: () => void = () => {};

  constructor(options: LockWatchOptions) {
    this.#options = options;
  }

  follow(id: MemberId | null): void {
    if (this.#isClosed || id === this.#wanted) return;
    this.#wanted = id;
    this.#interrupt();
    void this.#run();
  }

  close(): void {
    this.#isClosed = true;
    this.#wanted = null;
    this.#interrupt();
    this.#connection?.end();
  }

  async #run(): Promise<void> {
    if (this.#isRunning) return;
    this.#isRunning = true;
    while (this.#wanted !== null) {
      const id = this.#wanted;
      try {
        if (await this.#hasDropped(id)) this.#dropped(id);
        else await this.#pause();
      } catch {
        // Lost, or interrupted: whoever is wanted now is looked at anew.
        if (this.#wanted === id) await this.#pause();
      }
    }
    this.#isRunning = false;
  }

  #dropped(id: MemberId): void {
    if (this.#wanted !== id) return;
    this.#wanted = null;
    this.#options.onDropped(id);
  }

  async #hasDropped(id: MemberId): Promise<boolean> {
    const connection = await this.#connected();
    if (!connection.isDirect) return false;
    const [row] = await connection.query(TRY, [id]);
    if (row?.["free"] === true) {
      await connection.query(FREE, [id]);
      return false;
    }
    if (this.#wanted !== id) return false;
    this.#isWaiting = true;
    try {
      await connection.queryPatiently(WAIT, [id]);
    } finally {
      this.#isWaiting = false;
    }
    await connection.query(FREE, [id]);
    return true;
  }

  async #connected(): Promise<Connection> {
    if (this.#connection?.hasEnded === false) return this.#connection;
    const { pool, ports } = this.#options;
    const connection = await Connection.open({
      pool,
      ports,
      number: 0,
      onNotified: nothing,
      onEnd: nothing,
    });
    this.#connection = connection;
    if (this.#isClosed) connection.end();
    // Waits for long, and notices when this process has gone.
    else if (connection.isDirect) {
      await connection.query(PATIENTLY);
    }
    return connection;
  }

  /** Cutting the connection would not end the wait at the server. */
  #interrupt(): void {
    this.#wake();
    const backend = this.#connection?.backend ?? null;
    if (!this.#isWaiting || backend === null) return;
    this.#options.line
      .do((connection) => connection.query("select pg_cancel_backend($1)", [backend]))
      .catch(() => undefined);
  }

  #pause(): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    const cancel = this.#options.ports.after(RETRY_MS, resolve);
    this.#wake = () => {
      cancel();
      resolve();
    };
    return promise;
  }
}
