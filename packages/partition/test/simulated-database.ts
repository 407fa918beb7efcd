/**
 * The database of a simulated group: the tables of the protocol, what may be lost of them, and the
 * locks of the members' connections.
 *
 *     commits ──► tables ──every 100 ms──► copy     a failover goes to a copy, up to 1 s old
 *        renewals reach the disk within 600 ms      a restart takes the later ones back
 *
 * Rules P3, P9, P15, P16: docs/spec/partition.md.
 */
import type { World } from "../../sim/src/index.ts";
import { compareFences, type Fence } from "../src/fence.ts";
import type { MemberId, Owned, Settings } from "../src/store.ts";
import { Tables, type TablesState } from "../src/tables.ts";

/** How far behind the copy may be that a failover goes to. */
const LAG_MS_MAX = 1_000;
const COPY_MS = 100;
/** PostgreSQL forces to disk what nobody waits for after three times wal_writer_delay. */
const UNFORCED_MS_MAX = 600;

interface Durable {
  readonly tables: TablesState;
  /** The fence of the last write to each key that committed. */
  readonly written: ReadonlyMap<string, Fence>;
}

interface Copy extends Durable {
  readonly atMs: number;
}

export interface DatabasePorts {
  readonly notify: (what: "changed" | "freed") => void;
  /** The lock of that member's connection is gone, which was held until now. */
  readonly dropped: (id: MemberId) => void;
}

export class SimulatedDatabase {
  readonly tables: Tables;
  readonly counts = { writes: 0, fenced: 0 };
  /** What it did against its own promises. */
  readonly complaints: string[] = [];
  readonly #world: World;
  readonly #ports: DatabasePorts;
  readonly #copies: Copy[] = [];
  readonly #locks = new Set<MemberId>();
  #written: ReadonlyMap<string, Fence> = new Map();
  #sessions = 1;

  constructor(world: World, settings: Settings, ports: DatabasePorts) {
    this.#world = world;
    this.#ports = ports;
    const server = { timeline: 1, session: "s1" };
    this.tables = new Tables(settings, server, {
      random: () => world.random.next(),
      notify: ports.notify,
      isDropped: (id) => !this.#locks.has(id),
    });
    this.#copy();
  }

  /** The copy takes over, without the last commits. */
  failOver(): void {
    const copy = this.#copyUpTo(LAG_MS_MAX);
    if (copy === undefined) return;
    const lostMs = this.#world.nowMs - copy.atMs;
    this.#world.note(() => `failover, ${lostMs.toFixed(0)} ms lost`);
    this.#begin(this.tables.server.timeline + 1);
    this.tables.state = copy.tables;
    this.#written = copy.written;
  }

  /** Renewals are not forced to disk, so that a restart may take the last ones back. */
  restart(): void {
    this.#world.note(() => "the database restarts");
    this.#begin(this.tables.server.timeline);
    const { state } = this.tables;
    const onDisk = this.#copyUpTo(UNFORCED_MS_MAX)?.tables.members;
    const rows = [...state.members].map(
      ([id, row]) => [id, { ...row, counter: onDisk?.get(id)?.counter ?? 1 }] as const,
    );
    this.tables.state = { ...state, members: new Map(rows) };
  }

  /** A connection of that member is there, and holds its lock. */
  lock(id: MemberId): void {
    this.#locks.add(id);
  }

  /** Nobody is told of a lock that goes with the whole database. */
  drop(id: MemberId): void {
    if (this.#locks.delete(id)) this.#ports.dropped(id);
  }

  /** A fenced write: one transaction. */
  write(id: MemberId, owned: Owned): void {
    this.counts.writes += 1;
    if (!this.tables.holds(id, owned)) {
      this.counts.fenced += 1;
      return;
    }
    const { key, fence } = owned;
    const last = this.#written.get(key);
    if (last !== undefined && compareFences(last, fence) > 0) {
      this.complaints.push(`key ${key}: ${id} wrote at ${this.#world.nowMs} under an older fence`);
    }
    this.#written = new Map(this.#written).set(key, fence);
  }

  #copyUpTo(oldMs: number): Copy | undefined {
    const sinceMs = this.#world.nowMs - this.#world.random.between(0, oldMs);
    return this.#copies.findLast(({ atMs }) => atMs <= sinceMs) ?? this.#copies[0];
  }

  #begin(timeline: number): void {
    this.#sessions += 1;
    this.tables.server = { timeline, session: `s${this.#sessions}` };
    this.#locks.clear();
  }

  #copy(): void {
    const { state } = this.tables;
    this.#copies.push({ atMs: this.#world.nowMs, tables: state, written: this.#written });
    if (this.#copies.length > (2 * LAG_MS_MAX) / COPY_MS) this.#copies.shift();
    this.#world.after(COPY_MS, () => this.#copy());
  }
}
