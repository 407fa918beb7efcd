/**
 * The one connection of a process for the protocol: what is asked goes over it one after the
 * other, and it hears notifications. It is made when it is needed, and again when it has ended.
 *
 * Rules P3, P14: docs/spec/partition.md.
 */
import type { Pool } from "pg";
import type { Ports } from "../ports.ts";
import { Connection } from "./connection.ts";
import { faultOf, unavailable } from "./refusals.ts";

const RETRY_MS_MIN = 100;
const RETRY_MS_MAX = 1_000;
const WAITING_MAX = 20_000;

export interface LineOptions {
  readonly pool: Pool;
  readonly ports: Ports;
  /** The name of a group in which something has changed. */
  readonly onNotified: (group: string) => void;
  /** What the last session held is gone. */
  readonly onConnected: (connection: Connection) => Promise<void>;
}

interface Job {
  readonly run: (connection: Connection) => Promise<void>;
  readonly fail: (error: unknown) => void;
}

export class Line {
  readonly #options: LineOptions;
  /** Heartbeats, which do not wait for the rest; they take turns with it. */
  readonly #first: Job[] = [];
  readonly #jobs: Job[] = [];
  #isBusy = false;
  #isFirstsTurn = false;
  #isClosed = false;
  #connection: Connection | null = null;
  #connectionsMade = 0;
  #retryMs = RETRY_MS_MIN;
  #notBeforeMs = 0;

  constructor(options: LineOptions) {
    this.#options = options;
  }

  /** Rejects with `database_unavailable` where nobody knows whether it happened. */
  do<Result>(run: (connection: Connection) => Promise<Result>): Promise<Result> {
    return this.#add(this.#jobs, run);
  }

  /** The same, before what waits. */
  first<Result>(run: (connection: Connection) => Promise<Result>): Promise<Result> {
    return this.#add(this.#first, run);
  }

  async #add<Result>(
    jobs: Job[],
    run: (connection: Connection) => Promise<Result>,
  ): Promise<Result> {
    if (this.#isClosed) throw unavailable("this member has left");
    if (jobs.length >= WAITING_MAX) throw unavailable("too many wait for it already");
    const { promise, resolve, reject } = Promise.withResolvers<Result>();
    jobs.push({ run: async (connection) => resolve(await run(connection)), fail: reject });
    void this.#work();
    return promise;
  }

  close(): void {
    this.#isClosed = true;
    this.#connection?.end();
    this.#connection = null;
  }

  async #work(): Promise<void> {
    if (this.#isBusy) return;
    this.#isBusy = true;
    for (let job = this.#next(); job !== undefined; job = this.#next()) {
      try {
        await job.run(await this.#connected());
      } catch (error) {
        job.fail(faultOf(error));
        if (this.#connection === null) this.#failAll(error);
      }
    }
    this.#isBusy = false;
  }

  #next(): Job | undefined {
    this.#isFirstsTurn = !this.#isFirstsTurn;
    const [now, otherwise] = this.#isFirstsTurn
      ? [this.#first, this.#jobs]
      : [this.#jobs, this.#first];
    return now.shift() ?? otherwise.shift();
  }

  /** They would wait only to be refused. */
  #failAll(error: unknown): void {
    for (const { fail } of [...this.#first.splice(0), ...this.#jobs.splice(0)])
      fail(faultOf(error));
  }

  async #connected(): Promise<Connection> {
    if (this.#connection !== null) return this.#connection;
    const { ports } = this.#options;
    if (this.#isClosed) throw unavailable("this member has left");
    if (ports.now().monotonicMs < this.#notBeforeMs) throw unavailable("it was not reached");
    try {
      this.#connection = await this.#connect();
      this.#retryMs = RETRY_MS_MIN;
      return this.#connection;
    } catch (error) {
      this.#notBeforeMs = ports.now().monotonicMs + this.#retryMs;
      this.#retryMs = Math.min(2 * this.#retryMs, RETRY_MS_MAX);
      throw error;
    }
  }

  async #connect(): Promise<Connection> {
    const { pool, ports, onNotified, onConnected } = this.#options;
    this.#connectionsMade += 1;
    const number = this.#connectionsMade;
    const onEnd = () => this.#lose(number);
    const connection = await Connection.open({ pool, ports, number, onNotified, onEnd });
    try {
      await onConnected(connection);
      if (connection.hasEnded || this.#isClosed) throw unavailable("the connection has ended");
      return connection;
    } catch (error) {
      connection.end();
      throw error;
    }
  }

  #lose(number: number): void {
    if (this.#connection?.number === number) this.#connection = null;
  }
}
