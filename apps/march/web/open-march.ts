/**
 * One march, as this page lives it: the only thing here that talks to the node's sockets. The
 * screens read its signals and call its verbs.
 *
 *   node ─records, notes─► room ─► pins, summaries ─► map, list
 *   phone ─fix─► sharing ─► room ─► node
 */
import { type Identity, openIdentity } from "@muster/replica";
import {
  type Client,
  connect,
  type Fault,
  type RoomClient,
  type RoomState,
} from "@muster/rooms/client";
import { batch, computed, type ReadonlySignal, signal } from "@preact/signals";
import { type Place, positions } from "../src/model.ts";
import { alerts } from "../src/models/alerts.ts";
import { contingentsView } from "../src/models/banners.ts";
import { posts } from "../src/models/posts.ts";
import { marchModels } from "../src/models.ts";
import { signStatement } from "../src/statement.ts";
import type { Summary } from "../src/summary.ts";
import { SummaryReader } from "../src/summary-notes.ts";
import type { DeviceClock } from "./clock.ts";
import type { Device } from "./device.ts";
import type { Joined, KeptMarch } from "./kept-march.ts";
import { keptModels } from "./kept-models.ts";
import { knownContingents } from "./known-contingents.ts";
import { type KnownPerson, knownPeople } from "./known-people.ts";
import { seenUntil } from "./leaving.ts";
import { followNetwork } from "./network.ts";
import { Outgoing, type OutgoingPorts } from "./outgoing.ts";
import { OwnThings } from "./own-things.ts";
import { otherSummaries, type Pin, pinsOf } from "./pins.ts";
import { Saying } from "./saying.ts";
import type { Settings } from "./settings.ts";
import { Sharing } from "./sharing.ts";
import { sightingsOf } from "./sightings.ts";
import { Stewardship } from "./stewardship.ts";
import { newBytes, newId } from "./vault/random.ts";
import { Records, type RecordsPorts } from "./vault/records.ts";

/** Changes of pins gather for so long: a large contingent must not redraw for each of them. */
const GATHER_MS = 200;
const TICK_MS = 1_000;
/** A summary is worth nothing when no newer one has come for so long. */
const SUMMARIES_MS_MAX = 60_000;

export interface Opening {
  readonly march: KeptMarch;
  readonly joined: Joined;
  readonly clock: DeviceClock;
  readonly device: OutgoingPorts["device"] &
    RecordsPorts["device"] &
    Pick<Device, "readOf" | "keepRead" | "keeps">;
  readonly settings: ReadonlySignal<Settings>;
}

export class OpenMarch {
  readonly march: KeptMarch;
  readonly joined: Joined;
  readonly sharing: Sharing;
  /** What others are to hear of this phone, but for its position. */
  readonly outgoing: Outgoing;
  readonly stewardship: Stewardship;
  readonly own: OwnThings;
  /** Alerts, messages, what contingents are called. */
  readonly saying: Saying;
  readonly openedAtMs: number;
  /** What outlasts the page of all that is here. */
  readonly keeps: Device["keeps"];
  readonly link = signal<RoomState>("connecting");
  readonly fault = signal<Fault | null>(null);
  readonly pins = signal<readonly Pin[]>([]);
  readonly others = computed(() =>
    otherSummaries(this.summaries.value, this.pins.value, this.joined.contingent),
  );
  readonly contingents = computed(() => {
    const seen = contingentsView(this.saying.banners.value, this.summaries.value);
    return knownContingents(seen, this.march.contingents, this.joined.contingent);
  });
  /** This device's clock, as of the last tick: for ages of what is one's own. */
  readonly nowMs = signal(0);
  /** The node's clock, as of the last tick: for ages of pins. */
  readonly nodeNowMs = signal(0);
  /** How far this device's clock is behind the node's; null before the first contact. */
  readonly clockOffsetMs = signal<number | null>(null);
  /** When the march was heard last, in the node's time: now while it is live. Null: never. */
  readonly heardAtMs = signal<number | null>(null);
  /** Whether the node was heard since this page opened the march. */
  readonly hasHeard = signal(false);
  readonly #identity: Identity;
  readonly #clock: DeviceClock;
  readonly #records: Records;
  readonly #client: Client;
  readonly #room: RoomClient;
  readonly summaries = signal<readonly Summary[]>([]);
  readonly #reader = new SummaryReader();
  #summariesAtMs = 0;
  readonly #ends: (() => void)[] = [];
  #gathering: (() => void) | null = null;

  private constructor(opening: Opening, identity: Identity, records: Records) {
    const { march, joined, clock, device, settings } = opening;
    this.march = march;
    this.joined = joined;
    this.#identity = identity;
    this.#clock = clock;
    this.openedAtMs = clock.now();
    this.keeps = device.keeps;
    this.#records = records;
    const { offsetMs, keeping } = records;
    this.#client = connect(`${location.origin.replace(/^http/, "ws")}/rooms`, { offsetMs });
    const { id, lifetimeMs } = march;
    const { token } = joined;
    const room = { kind: "march", id, token, models: marchModels, identity, lifetimeMs };
    this.#room = this.#client.room(keeping === undefined ? room : { ...room, kept: keeping });
    records.follow(this.#room);
    this.sharing = new Sharing({ room: this.#room, joined, settings, clock });
    const now = (): number => clock.now();
    const models: OutgoingPorts["models"] = marchModels;
    this.outgoing = new Outgoing({ march: id, room: this.#room, models, device, now, newId });
    this.saying = new Saying({
      room: this.#room,
      outgoing: this.outgoing,
      me: joined.person,
      contingent: joined.contingent,
      newBytes,
      kept: { read: () => device.readOf(id), keepRead: (ids) => device.keepRead(id, ids) },
      changed: () => this.#gather(),
    });
    this.stewardship = new Stewardship({ room: this.#room, identity, march: id, joined });
    const { outgoing, sharing } = this;
    this.own = new OwnThings({ me: joined.person, room: this.#room, outgoing, sharing, clock });
    this.#listen();
    this.#tick();
  }

  static async open(opening: Opening): Promise<OpenMarch> {
    const { march, clock, device } = opening;
    const identity = await openIdentity(march.keys);
    const records = await Records.open({ march: march.id, models: keptModels, clock, device });
    return new OpenMarch(opening, identity, records);
  }

  get isSteward(): boolean {
    return this.stewardship.isMine;
  }

  /** Erases all that the march holds; returns how many positions that were. Throws `Fault`. */
  async eraseAll(): Promise<number> {
    const statement = {
      does: "erase",
      march: this.march.id,
      at: Math.round(this.#room.now()),
    } as const;
    const { at, signature } = await signStatement(this.#identity, statement);
    const erased = (await this.#room.call("erase", { at, signature })) as number;
    // The next note would say so, a second later: nobody should doubt the erase meanwhile.
    this.summaries.value = [];
    return erased;
  }

  /** Whom this phone knows here, for a steward to choose from. */
  get known(): readonly KnownPerson[] {
    const { space } = this.#room;
    const sights = {
      pins: this.pins.value,
      stewards: this.stewardship.people.value ?? [],
      alerts: space.view(alerts),
      posts: space.view(posts),
    };
    return knownPeople(sightingsOf(sights, this.nodeNowMs.value), this.joined.person);
  }

  /** Until when others may see this phone's pin, in the node's time; null when they see none. */
  get seenUntil(): number | null {
    return seenUntil({
      pinExpiresAt: this.pins.value.find(({ isMe }) => isMe)?.expiresAt ?? null,
      isWithdrawing: this.sharing.isWithdrawing.value,
      hasHeard: this.hasHeard.value,
      heardAtMs: this.heardAtMs.value,
      nowMs: this.nodeNowMs.value,
      lifetimeMs: this.march.lifetimeMs,
    });
  }

  close(): void {
    for (const end of this.#ends) end();
    this.#gathering?.();
    this.sharing.close();
    this.outgoing.close();
    this.#client.close();
    this.#records.close();
  }

  #listen(): void {
    const room = this.#room;
    const seen = (): void => this.#tick();
    document.addEventListener("visibilitychange", seen);
    this.#ends.push(
      followNetwork(window, this.#client),
      () => document.removeEventListener("visibilitychange", seen),
      this.#clock.every(TICK_MS, () => this.#tick()),
      room.onState(() => this.#stated()),
      room.onNote((note) => {
        const summaries = this.#reader.take(note);
        if (summaries !== null) this.#summarised(summaries);
        this.stewardship.hear(note);
      }),
      room.space.subscribe(positions, () => this.#gather()),
      this.saying.listen(),
    );
  }

  #stated(): void {
    if (this.#room.state === "live") this.hasHeard.value = true;
    batch(() => {
      this.link.value = this.#room.state;
      this.fault.value = this.#room.fault;
      this.#tick();
    });
  }

  #summarised(summaries: readonly Summary[]): void {
    this.#summariesAtMs = this.#clock.now();
    this.summaries.value = summaries;
  }

  #gather(): void {
    this.#gathering ??= this.#clock.after(GATHER_MS, () => {
      this.#gathering = null;
      this.#refresh();
    });
  }

  #tick(): void {
    batch(() => {
      this.nowMs.value = this.#clock.now();
      this.#refresh();
      const isOld = this.nowMs.value - this.#summariesAtMs > SUMMARIES_MS_MAX;
      if (isOld && this.summaries.value.length > 0) this.summaries.value = [];
    });
    this.sharing.step();
  }

  #refresh(): void {
    const { space } = this.#room;
    const nowMs = this.#room.now();
    batch(() => {
      this.nodeNowMs.value = nowMs;
      this.heardAtMs.value = this.#room.contact?.heardAtMs ?? null;
      this.clockOffsetMs.value = this.hasHeard.value ? this.#room.clockOffsetMs : null;
      this.pins.value = pinsOf(space.view(positions), this.joined.person, nowMs);
      this.saying.refresh(nowMs);
      if (this.hasHeard.value) this.saying.look(this.#people(), nowMs);
    });
  }

  /** Where one's own people are, oneself included. */
  #people(): readonly Place[] {
    const me = this.sharing.fix.value;
    const places = this.pins.value.map(({ place }) => place);
    return me === null ? places : [...places, me.place];
  }
}
