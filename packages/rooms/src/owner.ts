/**
 * The owner of a room: the one place where its records are admitted, its commands run and its
 * erase is decided. It knows no sockets: an edge listens to it, and asks it, through `RoomLink`.
 *
 *   admit ─► space ─► telling ──► listeners
 *   call  ─► one command at a time ─► erase: journal first, then the space
 *
 * Rules M6, M17 to M19, M21: docs/spec/rooms.md.
 */
import {
  type AuthorId,
  type Entry,
  type Identity,
  MemoryStore,
  type Model,
  type Outcome,
  Space,
  type Verifier,
  type Watermark,
} from "@muster/replica";
import type { Known } from "./batch.ts";
import { Commands } from "./commands.ts";
import { Departures } from "./departures.ts";
import { Fault } from "./fault.ts";
import type { Fence } from "./fence.ts";
import type { Journal } from "./journal.ts";
import { ERASE_MS_MAX, EXPIRE_MS, GATHER_MS, RECORDS_MAX } from "./limits.ts";
import type { Flush, RoomLink, Standing, Welcome } from "./link.ts";
import type { Audience, Opening, Room, RoomDefinition, RoomRules } from "./room.ts";
import { Telling } from "./telling.ts";
import { guarded, repeat, type Timers } from "./timers.ts";
import { checkTokenKey, type Grant, type RoomName, roomKey } from "./token.ts";
import { answered, within } from "./within.ts";

export interface OwnerPorts {
  readonly timers: Timers;
  readonly journal: Journal;
  readonly verifier: Pick<Verifier, "verify">;
  /** This node's own, under which it writes for people who have no key. */
  readonly identity: Identity;
  /** 32 random bits. */
  readonly nonce: () => number;
  /** The owner has closed itself: a bug met in its own time, or a room that has another owner. */
  readonly onBroken: (error: unknown) => void;
}

interface Opened extends Opening {
  readonly name: RoomName;
  readonly counter: number;
  readonly erased: Watermark;
}

export class Owner implements RoomLink, Room {
  readonly id: string;
  readonly space: Space;
  readonly tokenKey: Uint8Array;
  readonly nodeAuthor: AuthorId;
  readonly fence: Fence;
  readonly listenBatches: RoomLink["listenBatches"] = (listener) =>
    this.#telling.listenBatches(listener);
  readonly #name: RoomName;
  readonly #ports: OwnerPorts;
  readonly #rules: RoomRules;
  readonly #telling: Telling;
  /** No request waits for what a timer runs, so nobody else would catch what it throws. */
  readonly #timers: Timers;
  readonly #departures = new Departures();
  readonly #stops: (() => void)[] = [];
  readonly #soons = new Set<() => void>();
  readonly #commands: Commands;
  #endsAt: number;
  #isClosed = false;

  /**
   * Opens the room. Its watermark is read before it admits or serves anything. Faults: `not_found`,
   * `unavailable`.
   */
  static async open(definition: RoomDefinition, id: string, ports: OwnerPorts): Promise<Owner> {
    const opening = await answered(definition.open(id));
    if (opening === null || opening.endsAt <= ports.timers.now()) {
      throw new Fault("not_found", `there is no ${definition.kind} of this id`);
    }
    checkTokenKey(opening.tokenKey);
    const name = { kind: definition.kind, id };
    const { counter, erased } = await answered(ports.journal.open(name));
    return new Owner(definition, ports, { ...opening, name, counter, erased });
  }

  private constructor(definition: RoomDefinition, ports: OwnerPorts, opened: Opened) {
    const { name, counter, erased, endsAt, tokenKey, lifetimeMs } = opened;
    this.id = name.id;
    this.#endsAt = endsAt;
    this.tokenKey = tokenKey;
    this.nodeAuthor = ports.identity.author;
    this.#name = name;
    this.#ports = ports;
    this.#commands = new Commands(ports.timers, (who) => this.#rules.comesFirst?.(who) ?? false);
    this.#timers = guarded(ports.timers, (error) => this.#break(error));
    this.space = new Space({
      name: roomKey(name),
      models: definition.models,
      store: new MemoryStore(),
      clock: ports.timers,
      identity: ports.identity,
      verifier: ports.verifier,
      lifetimeMs,
    });
    this.space.erase(erased);
    this.fence = { counter, nonce: ports.nonce() };
    this.#telling = new Telling({
      fence: this.fence,
      space: this.space,
      models: definition.models,
      timers: this.#timers,
      identity: ports.identity,
      gatherMs: (audience) => this.#rules.gatherMs?.(audience) ?? GATHER_MS,
      onError: (error) => this.#break(error),
    });
    this.#rules = opened.start(this);
    for (const model of definition.models) this.#follow(model);
    this.#every(EXPIRE_MS, () => this.space.expire());
    this.#startTimes();
  }

  get endsAt(): number {
    return this.#endsAt;
  }

  now(): number {
    return this.#ports.timers.now();
  }

  /** Whether nothing is held that would be lost. */
  get isIdle(): boolean {
    return this.#telling.size === 0;
  }

  audiencesOf(grant: Grant): readonly Audience[] {
    this.checkEntry(grant);
    return this.#rules.audiences(grant);
  }

  standing(audiences: readonly Audience[]): Standing {
    return this.#telling.standing(audiences);
  }

  welcome(audiences: readonly Audience[], known: readonly Known[]): Welcome {
    return this.#telling.welcome(audiences, known);
  }

  listen(hears: (flush: Flush) => void): () => void {
    return this.#telling.listen(hears);
  }

  onGone(person: string, hears: (fault: Fault) => void): () => void {
    return this.#departures.listen(person, hears);
  }

  /** Throws the fault `forbidden` where the room does not let this person in. */
  checkEntry(grant: Grant): void {
    const why = this.#rules.mayEnter?.(grant) ?? null;
    if (why !== null) throw new Fault("forbidden", why);
  }

  expel(person: string, fault: Fault): void {
    this.#soon(this.#departures.telling(person, fault));
  }

  end(why: string): void {
    this.#endsAt = Math.min(this.#endsAt, this.now());
    this.#soon(() => this.#finish(new Fault("ended", why)));
  }

  admit(grant: Grant, record: Uint8Array): Promise<Outcome> {
    return this.space.receive(record, {
      whyFull: ({ key }, model) => this.#fullFor(model, key),
      mayWrite: ({ key, stamp, value }, model) =>
        this.#rules.mayWrite(grant, { model, author: stamp.author, stamp, key, value }),
    });
  }

  /**
   * Writes for a person who has no key: stamped and signed by this node. Faults: `forbidden`,
   * `too_many` when the room is full.
   */
  async write<Value>(grant: Grant, model: Model<Value>, value: Value): Promise<void> {
    const { nodeAuthor: author } = this;
    const written = { model: model.name, author, stamp: null, key: model.key(value), value };
    const forbidden = this.#rules.mayWrite(grant, written);
    if (forbidden !== null) throw new Fault("forbidden", forbidden);
    const full = this.#fullFor(written.model, written.key);
    if (full !== null) throw new Fault("too_many", full);
    await this.space.write(model, value);
  }

  /**
   * Runs a command after those before it. Its faults reach the caller, and `not_found`, `too_many`
   * when too many wait, `unknown_outcome` when it does not end in time.
   */
  call(grant: Grant, name: string, args: unknown): Promise<unknown> {
    const command = Object.hasOwn(this.#rules.commands, name)
      ? this.#rules.commands[name]
      : undefined;
    if (command === undefined) {
      const names = Object.keys(this.#rules.commands).join(", ");
      throw new Fault("not_found", `no command ${name}: there is ${names}`);
    }
    return this.#commands.run(grant, () => command(grant, args));
  }

  /** Faults: `conflict`, when another has opened the room; `unavailable`. Then nothing changed. */
  async erase(count: (entry: Entry<unknown>) => boolean): Promise<number> {
    const erased = this.space.nextWatermark();
    await this.#journaled(erased);
    const gone = this.space.erase(erased);
    this.#telling.erase(erased);
    return gone.filter(({ entry }) => count(entry)).length;
  }

  close(): void {
    this.#isClosed = true;
    for (const stop of [...this.#stops, ...this.#soons]) stop();
    this.#telling.close();
  }

  /** Faults as `erase`. An owner that has been followed is none: it closes, to be opened anew. */
  async #journaled(erased: Watermark): Promise<void> {
    const { journal, timers } = this.#ports;
    const limit = { timers, ms: ERASE_MS_MAX, fault: silent };
    try {
      await answered(within(limit, journal.erase(this.#name, this.fence.counter, erased)));
    } catch (error) {
      const isFollowed = error instanceof Fault && error.code === "conflict";
      if (isFollowed) this.#stops.push(timers.after(0, () => this.#break(error)));
      throw error;
    }
  }

  /** Null, or why this room takes no record of another key. */
  #fullFor(model: string, key: string): string | null {
    if (this.#telling.size < RECORDS_MAX || this.#telling.has(model, key)) return null;
    return `the room holds ${RECORDS_MAX} records`;
  }

  /** After the answer of the command that is running. */
  #soon(run: () => void): void {
    const cancel = this.#timers.after(0, () => {
      this.#soons.delete(cancel);
      run();
    });
    this.#soons.add(cancel);
  }

  #every(ms: number, run: () => void): void {
    this.#stops.push(repeat(this.#timers, ms, run));
  }

  #break(cause: unknown): void {
    if (this.#isClosed) return;
    this.#ports.onBroken(cause);
    this.#finish(new Fault("unavailable", "the room broke and is opened anew", { cause }));
  }

  #finish(fault: Fault): void {
    this.close();
    this.#departures.tellAll(fault);
  }

  async #ran(chore: void | Promise<void>): Promise<void> {
    try {
      await chore;
    } catch (error) {
      this.#break(error);
    }
  }

  #startTimes(): void {
    for (const { everyMs, make, audience } of this.#rules.notes) {
      this.#every(everyMs, () => {
        const note = make();
        if (note !== null) this.#telling.note(note, audience);
      });
    }
    for (const { everyMs, run } of this.#rules.chores ?? []) {
      this.#every(everyMs, () => void this.#ran(run()));
    }
  }

  #follow(model: Model): void {
    this.space.subscribe(model, (_delta, kept, change) => {
      if (change === "went") this.#telling.drop(kept);
      else this.#telling.put(kept, this.#rules.route(kept.entry, kept.record.model));
    });
  }
}

function silent(): Fault {
  return new Fault("unavailable", "the journal does not answer");
}
