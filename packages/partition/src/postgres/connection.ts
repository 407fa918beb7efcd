/**
 * One connection of the protocol's own, for as long as it answers. Whoever asks waits for a limited
 * time; after that the connection is cut, because what it says later is not to be believed.
 *
 * Behind a transaction pooler the session belongs to others as well: then nothing is set in it,
 * no lock is taken and nothing listened for.
 *
 * Rules P14, P16: docs/spec/partition.md.
 */
import { Client, type Pool } from "pg";
import type { Ports } from "../ports.ts";
import { TYPES } from "./parsers.ts";
import { unavailable } from "./refusals.ts";

export type Row = Readonly<Record<string, unknown>>;

/** How long an answer is waited for, ms. */
export const ANSWER_MS_MAX = 1_000;
/** The server gives up a little earlier, so that the connection lives on. */
const STATEMENT_MS_MAX = 900;
/** Of the client, which may have another of the pool's: whoever asks has a limit of his own. */
const PATIENCE_MS = 2 ** 31 - 1;
const CONNECT_MS_MAX = 2_000;
const KEEP_ALIVE_AFTER_MS = 5_000;

export interface ConnectionOptions {
  readonly pool: Pool;
  readonly ports: Ports;
  /** Tells it from those before it. */
  readonly number: number;
  readonly onNotified: (payload: string) => void;
  /** It has ended, whoever ended it. */
  readonly onEnd: () => void;
}

export class Connection {
  readonly number: number;
  readonly #ports: Ports;
  readonly #client: Client;
  #isDirect = false;
  #hasEnded = false;

  private constructor({ pool, ports, number, onNotified, onEnd }: ConnectionOptions) {
    this.number = number;
    this.#ports = ports;
    const { options } = pool;
    // A spread leaves the password behind.
    this.#client = new Client({
      ...options,
      password: options.password,
      types: TYPES,
      connectionTimeoutMillis: CONNECT_MS_MAX,
      keepAlive: true,
      keepAliveInitialDelayMillis: KEEP_ALIVE_AFTER_MS,
    });
    // Whatever breaks it ends it; those who wait for an answer are told by their queries.
    this.#client.on("error", () => this.end());
    this.#client.on("end", () => {
      this.#hasEnded = true;
      onEnd();
    });
    this.#client.on("notification", ({ payload = "" }) => onNotified(payload));
  }

  /** Straight to the server: the session is one's own. */
  get isDirect(): boolean {
    return this.#isDirect;
  }

  get hasEnded(): boolean {
    return this.#hasEnded;
  }

  /** The server's process of this session. */
  get backend(): number | null {
    return (this.#client as unknown as { processID: number | null }).processID;
  }

  static async open(options: ConnectionOptions): Promise<Connection> {
    const connection = new Connection(options);
    try {
      await connection.#client.connect();
      await connection.#settle();
      return connection;
    } catch (error) {
      connection.end();
      throw error;
    }
  }

  /** Rejects when no answer comes in time, and ends the connection then. */
  async query(text: string, values: readonly unknown[] = []): Promise<readonly Row[]> {
    const cancel = this.#ports.after(ANSWER_MS_MAX, () => this.end());
    try {
      return await this.queryPatiently(text, values);
    } finally {
      cancel();
    }
  }

  /** However long it takes. */
  async queryPatiently(text: string, values: readonly unknown[] = []): Promise<readonly Row[]> {
    if (this.#hasEnded) throw unavailable("the connection has ended");
    const query = { text, values: [...values], query_timeout: PATIENCE_MS };
    const { rows } = await this.#client.query(query);
    return rows as readonly Row[];
  }

  end(): void {
    this.#hasEnded = true;
    // Cuts it where a query is waited for; otherwise says good-bye.
    this.#client.end().catch(() => undefined);
  }

  async #settle(): Promise<void> {
    const [row] = await this.query("select pg_backend_pid() as pid");
    this.#isDirect = row?.["pid"] === this.backend;
    if (!this.#isDirect) return;
    await this.query(
      `set statement_timeout = ${STATEMENT_MS_MAX};
       set default_transaction_isolation = 'read committed';
       set default_transaction_read_only = off`,
    );
  }
}
