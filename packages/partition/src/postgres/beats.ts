/**
 * Heartbeats that are asked for while others are on their way go together in the next statement:
 * so one connection is enough for thousands of members.
 *
 * Rule P3: docs/spec/partition.md.
 */
import type { Answer, Request } from "../store.ts";
import type { Connection } from "./connection.ts";
import type { Line } from "./line.ts";
import { faultOf, unavailable } from "./refusals.ts";
import { type BareReading, type Here, readingOf } from "./requests.ts";

type Beat = Extract<Request, { kind: "beat" }>;

interface Waiting {
  readonly beat: Beat;
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: unknown) => void;
}

interface BeatRow extends Here {
  readonly member: string;
  readonly reading: BareReading | null;
}

/** Longer ones take the server too long to be answered in time. */
const BATCH_MAX = 1_000;
const BEAT = `
  select b.member, b.reading, partition.timeline() as timeline, partition.started() as started
  from (values (1)) as one left join partition.beat($1, $2, $3) as b on true`;

export class Beats {
  readonly #line: Line;
  readonly #waiting: Waiting[] = [];
  #isAsked = false;

  constructor(line: Line) {
    this.#line = line;
  }

  beat(beat: Beat): Promise<Answer> {
    const { promise, resolve, reject } = Promise.withResolvers<Answer>();
    this.#waiting.push({ beat, resolve, reject });
    this.#askOnce();
    return promise;
  }

  #askOnce(): void {
    if (this.#isAsked || this.#waiting.length === 0) return;
    this.#isAsked = true;
    this.#line
      .first((connection) => this.#send(connection))
      .catch((error: unknown) => {
        this.#isAsked = false;
        for (const { reject } of this.#waiting.splice(0)) reject(error);
      });
  }

  async #send(connection: Connection): Promise<void> {
    const batch = this.#waiting.splice(0, BATCH_MAX);
    this.#isAsked = false;
    this.#askOnce();
    if (batch.length === 0) return;
    try {
      await this.#sendBatch(connection, batch);
    } catch (error) {
      for (const { reject } of batch) reject(faultOf(error));
      throw error;
    }
  }

  async #sendBatch(connection: Connection, batch: readonly Waiting[]): Promise<void> {
    const rows = await ask(connection, batch);
    const byMember = new Map(rows.map((row) => [row.member, row]));
    const [here] = rows;
    if (here === undefined) throw unavailable("it answered nothing");
    for (const waiting of batch) {
      const row = byMember.get(waiting.beat.id);
      if (row === undefined) waiting.resolve(answerOf(null, here, connection));
      else if (row.reading !== null) waiting.resolve(answerOf(row.reading, row, connection));
      // Somebody is changing its row: asked for alone, it may wait for that.
      else if (batch.length > 1) void this.#askAlone(waiting);
      else waiting.reject(unavailable("it answered nothing"));
    }
  }

  async #askAlone(waiting: Waiting): Promise<void> {
    try {
      await this.#line.first((connection) => this.#sendBatch(connection, [waiting]));
    } catch (error) {
      waiting.reject(error);
    }
  }
}

async function ask(connection: Connection, batch: readonly Waiting[]): Promise<readonly BeatRow[]> {
  const beats = batch.map(({ beat }) => beat);
  const rows = await connection.query(BEAT, [
    beats.map(({ id }) => id),
    beats.map(({ width }) => width),
    beats.map(({ load }) => load),
  ]);
  return rows as unknown as readonly BeatRow[];
}

function answerOf(reading: BareReading | null, here: Here, connection: Connection): Answer {
  const value = reading === null ? null : readingOf(reading, here, connection);
  return { kind: "beat", value, timeline: here.timeline };
}
