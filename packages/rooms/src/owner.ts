/**
 * The owner of a room: the one place where its records are admitted, its commands run and its
 * erase is decided. It knows no sockets: an edge listens to it, and asks it, through `RoomLink`.
 *
 *   admit ─► space ─► hearing ─► outbound ──every FLUSH_MS──► listeners
 *   call  ─► one command at a time ─► erase: journal first, then the space
 *
 * Rules M6, M12, M17 to M19: docs/spec/rooms.md.
 */
import {
  type AuthorId,
  type Entry,
  type Identity,
  type Kept,
  MemoryStore,
  type Model,
  type Outcome,
  Space,
  type Verifier,
  type Watermark,
} from "@muster/replica";
import { Fault } from "./fault.ts";
import type { Fence } from "./fence.ts";
import { Hearing } from "./hearing.ts";
import type { Journal } from "./journal.ts";
import { EXPIRE_MS, FLUSH_MS } from "./limits.ts";
import { Outbound } from "./outbound.ts";
import type { Audience, Opening, Room, RoomDefinition, RoomRules } from "./room.ts";
import { repeat, type Timers } from "./timers.ts";
import type { Grant, RoomName } from "./token.ts";
import type { Note } from "./wire.ts";

export interface OwnerPorts {
  readonly timers: Timers;
  readonly journal: Journal;
  readonly verifier: Pick<Verifier, "verify">;
  /** This node's own, under which it writes for people who have no key. */
  readonly identity: Identity;
  /** 32 random bits. */
  readonly nonce: () => number;
}

/** Where a room stands: what someone who joins has to be told. */
export interface Standing {
  readonly fence: Fence;
  readonly erased: Watermark;
  readonly records: readonly Kept[];
  readonly notes: readonly Note[];
}

/** What changed since the last flush, to be asked for by audiences. */
export interface Flush {
  readonly fence: Fence;
  readonly erased: Watermark;
  /** Whether everyone has to hear of the watermark. */
  readonly isErase: boolean;
  readonly changes: Pick<Outbound, "recordsFor" | "notesFor">;
}

/** A room as an edge sees it. */
export interface RoomLink {
  readonly endsAt: number;
  readonly tokenKey: Uint8Array;
  audiencesOf(grant: Grant): readonly Audience[];
  standing(audiences: readonly Audience[]): Standing;
  listen(hears: (flush: Flush) => void): () => void;
  admit(grant: Grant, record: Uint8Array): Promise<Outcome>;
  call(grant: Grant, name: string, args: unknown): Promise<unknown>;
}

interface Opened extends Opening {
  readonly name: RoomName;
  readonly counter: number;
  readonly erased: Watermark;
}

export class Owner implements RoomLink, Room {
  readonly id: string;
  readonly space: Space;
  readonly endsAt: number;
  readonly tokenKey: Uint8Array;
  readonly nodeAuthor: AuthorId;
  readonly #name: RoomName;
  readonly #ports: OwnerPorts;
  readonly #fence: Fence;
  readonly #rules: RoomRules;
  readonly #hearing = new Hearing();
  readonly #notes = new Outbound();
  readonly #listeners = new Set<(flush: Flush) => void>();
  readonly #stops: (() => void)[] = [];
  #outbound = new Outbound();
  #isErase = false;
  #cancelFlush: (() => void) | null = null;
  #commands: Promise<unknown> = Promise.resolve();

  /**
   * Opens the room. Its watermark is read before it admits or serves anything. Faults: `not_found`,
   * `unavailable`.
   */
  static async open(definition: RoomDefinition, id: string, ports: OwnerPorts): Promise<Owner> {
    const opening = await answered(definition.open(id));
    if (opening === null || opening.endsAt <= ports.timers.now()) {
      throw new Fault("not_found", `there is no ${definition.kind} of this id`);
    }
    const name = { kind: definition.kind, id };
    const { counter, erased } = await answered(ports.journal.open(name));
    return new Owner(definition, ports, { ...opening, name, counter, erased });
  }

  private constructor(definition: RoomDefinition, ports: OwnerPorts, opened: Opened) {
    const { name, counter, erased, endsAt, tokenKey, lifetimeMs } = opened;
    this.id = name.id;
    this.endsAt = endsAt;
    this.tokenKey = tokenKey;
    this.nodeAuthor = ports.identity.author;
    this.#name = name;
    this.#ports = ports;
    this.#fence = { counter, nonce: ports.nonce() };
    this.space = new Space({
      name: `${name.kind}/${name.id}`,
      models: definition.models,
      store: new MemoryStore(),
      clock: ports.timers,
      identity: ports.identity,
      verifier: ports.verifier,
      lifetimeMs,
    });
    this.space.erase(erased);
    this.#rules = opened.start(this);
    for (const model of definition.models) this.#follow(model);
    this.#stops.push(repeat(ports.timers, EXPIRE_MS, () => this.space.expire()));
    for (const source of this.#rules.notes) {
      this.#stops.push(
        repeat(ports.timers, source.everyMs, () => this.#note(source.make(), source.audience)),
      );
    }
  }

  now(): number {
    return this.#ports.timers.now();
  }

  /** Whether nothing is held that would be lost. */
  get isIdle(): boolean {
    return this.#hearing.size === 0;
  }

  audiencesOf(grant: Grant): readonly Audience[] {
    return this.#rules.audiences(grant);
  }

  standing(audiences: readonly Audience[]): Standing {
    return {
      fence: this.#fence,
      erased: this.space.watermark,
      records: this.#hearing.recordsFor(audiences),
      notes: this.#notes.notesFor(audiences),
    };
  }

  listen(hears: (flush: Flush) => void): () => void {
    this.#listeners.add(hears);
    return () => this.#listeners.delete(hears);
  }

  admit(grant: Grant, record: Uint8Array): Promise<Outcome> {
    return this.space.receive(record, {
      mayWrite: ({ key, stamp, value }, model) =>
        this.#rules.mayWrite(grant, { model, author: stamp.author, key, value }),
    });
  }

  /** Writes for a person who has no key: stamped and signed by this node. */
  async write<Value>(grant: Grant, model: Model<Value>, value: Value): Promise<void> {
    const written = { model: model.name, author: this.nodeAuthor, key: model.key(value), value };
    const forbidden = this.#rules.mayWrite(grant, written);
    if (forbidden !== null) throw new Fault("forbidden", forbidden);
    await this.space.write(model, value);
  }

  /** Runs a command after those before it. Its faults, and `not_found`, reach the caller. */
  call(grant: Grant, name: string, args: unknown): Promise<unknown> {
    const command = Object.hasOwn(this.#rules.commands, name)
      ? this.#rules.commands[name]
      : undefined;
    if (command === undefined) throw new Fault("not_found", `no command ${name}`);
    const answer = this.#commands.then(() => command(grant, args));
    this.#commands = answer.catch(() => undefined);
    return answer;
  }

  /** Faults: `conflict`, when another has opened the room; `unavailable`. Then nothing changed. */
  async erase(count: (entry: Entry<unknown>) => boolean): Promise<number> {
    const erased = this.space.nextWatermark();
    await answered(this.#ports.journal.erase(this.#name, this.#fence.counter, erased));
    const gone = this.space.erase(erased);
    this.#outbound.erase(gone);
    this.#notes.erase(gone);
    this.#isErase = true;
    this.#scheduleFlush();
    return gone.filter(({ entry }) => count(entry)).length;
  }

  close(): void {
    for (const stop of this.#stops) stop();
    this.#cancelFlush?.();
    this.#listeners.clear();
  }

  #follow(model: Model): void {
    this.space.subscribe(model, (_delta, kept, change) => {
      if (change === "went") this.#hearing.drop(kept);
      else this.#changed(kept);
    });
  }

  #changed(kept: Kept): void {
    const audiences = this.#rules.route(kept.entry, kept.record.model);
    for (const audience of this.#hearing.put(kept, audiences))
      this.#outbound.record(audience, kept);
    this.#scheduleFlush();
  }

  #note(note: Note | null, audience: Audience): void {
    if (note === null) return;
    this.#notes.note(audience, note);
    this.#outbound.note(audience, note);
    this.#scheduleFlush();
  }

  #scheduleFlush(): void {
    this.#cancelFlush ??= this.#ports.timers.after(FLUSH_MS, () => this.#flush());
  }

  #flush(): void {
    const flush = {
      fence: this.#fence,
      erased: this.space.watermark,
      isErase: this.#isErase,
      changes: this.#outbound,
    };
    this.#cancelFlush = null;
    this.#outbound = new Outbound();
    this.#isErase = false;
    for (const hears of this.#listeners) hears(flush);
  }
}

/** A failure of what the room depends on is a fault like any other, with its cause. */
async function answered<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (cause) {
    if (cause instanceof Fault) throw cause;
    throw new Fault("unavailable", "what is kept of the room cannot be reached", { cause });
  }
}
