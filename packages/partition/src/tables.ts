/**
 * The tables of the protocol in memory: what each request does to them, as one transaction. The
 * memory adapter is made of it, and it is the database of the simulator.
 *
 * Rules P1, P2, P3, P5, P8, P13, P15: docs/spec/partition.md.
 */
import type { Fence } from "./fence.ts";
import type {
  Answer,
  MemberId,
  NameAnswer,
  Owned,
  Reading,
  Request,
  Server,
  Settings,
  Suspect,
} from "./store.ts";

export interface MemberRow {
  readonly id: MemberId;
  readonly index: number;
  readonly counter: number;
  readonly load: number;
  readonly label: string;
  readonly draining: boolean;
  /** The permit: the epoch that the member has acknowledged. */
  readonly acknowledged: number;
}

interface OwnershipRow {
  readonly owner: MemberId | null;
  readonly fence: Fence;
}

/** All rows of one group; a value, so that a failover can put an older one back. */
export interface TablesState {
  readonly epoch: number;
  readonly timeline: number;
  readonly isSteady: boolean;
  readonly members: ReadonlyMap<MemberId, MemberRow>;
  readonly partitions: ReadonlyMap<string, OwnershipRow>;
  readonly names: ReadonlyMap<string, OwnershipRow>;
  readonly fences: number;
}

export interface TablesPorts {
  /** From 0 up to 1, not including it. */
  readonly random: () => number;
  /** Something has changed that members should look at. */
  readonly notify: (what: "changed" | "freed") => void;
  /** Whether the lock of that member's connection is gone (P16). */
  readonly isDropped: (id: MemberId) => boolean;
}

type Untimed = Answer extends infer Each
  ? Each extends Answer
    ? Omit<Each, "timeline">
    : never
  : never;

const NONCES = 2 ** 48;
const UNOWNED: OwnershipRow = { owner: null, fence: { timeline: 0, counter: 0, nonce: 0 } };

export class Tables {
  readonly #settings: Settings;
  readonly #ports: TablesPorts;
  server: Server;
  state: TablesState;

  constructor(settings: Settings, server: Server, ports: TablesPorts) {
    this.#settings = settings;
    this.#ports = ports;
    this.server = server;
    const keys = Array.from({ length: settings.partitions }, (_, partition) => String(partition));
    this.state = {
      epoch: 0,
      timeline: server.timeline,
      // On a database that has failed over before, the group may have been there, and forgotten.
      isSteady: server.timeline === 1,
      members: new Map(),
      partitions: new Map(keys.map((key) => [key, UNOWNED])),
      names: new Map(),
      fences: 0,
    };
  }

  /** `label` is of the member that asks, and used where it joins. */
  execute(request: Request, label = ""): Answer {
    return { ...this.#answer(request, label), timeline: this.server.timeline };
  }

  #answer(request: Request, label: string): Untimed {
    switch (request.kind) {
      case "join":
        return { kind: "join", value: this.#join(label) };
      case "beat":
        return { kind: "beat", value: this.#beat(request) };
      case "acknowledge":
        return { kind: "acknowledge", value: this.#acknowledge(request.id, request.epoch) };
      case "bury":
        return { kind: "bury", value: this.#bury(request.suspect) };
      case "claim":
        return { kind: "claim", value: this.#claim(request.id, request.quota) };
      case "claimNames":
        return { kind: "claimNames", value: this.#claimNames(request.id, request.keys) };
      case "release":
        return { kind: "release", value: this.#release(request.id, request.keys) };
      case "steady":
        return { kind: "steady", value: this.#steady(request.id) };
      case "leave":
      default:
        this.#remove(request.id);
        return { kind: "leave", value: null };
    }
  }

  /** Whether an effect with that fence may commit now (P9). */
  holds(id: MemberId, { key, fence }: Owned): boolean {
    const row = this.state.partitions.get(key) ?? this.state.names.get(key);
    return row?.owner === id && row.fence.nonce === fence.nonce;
  }

  /** Whether an effect under that epoch may commit now (P13). */
  permits(id: MemberId, epoch: number): boolean {
    return this.state.members.get(id)?.acknowledged === epoch;
  }

  drain(id: MemberId): void {
    this.#changeMember(id, { draining: true });
    this.#ports.notify("changed");
  }

  #join(label: string): { id: MemberId; reading: Reading } {
    if (this.state.timeline !== this.server.timeline) this.#startAnew();
    const id = this.#newId();
    const { members, epoch } = this.state;
    const row: MemberRow = {
      id,
      label,
      index: members.size,
      counter: 1,
      load: 0,
      draining: false,
      acknowledged: epoch + 1,
    };
    this.#change({ epoch: epoch + 1, members: new Map(members).set(id, row) });
    this.#ports.notify("changed");
    return { id, reading: this.#reading(row, 0) };
  }

  /** A failover may have lost members and what they hold: nobody is in, until they join again. */
  #startAnew(): void {
    const { timeline } = this.server;
    this.#change({ members: new Map(), timeline, isSteady: false, epoch: this.state.epoch + 1 });
  }

  #beat(request: Extract<Request, { kind: "beat" }>): Reading | null {
    const { id, load, width } = request;
    const row = this.state.members.get(id);
    if (row === undefined) return null;
    this.#changeMember(id, { counter: row.counter + 1, load });
    return this.#reading(row, width);
  }

  #acknowledge(id: MemberId, epoch: number): Reading | null {
    const row = this.state.members.get(id);
    if (row === undefined) return null;
    this.#changeMember(id, { acknowledged: Math.max(row.acknowledged, epoch) });
    const reading = this.#reading(row, 0);
    if (reading.everyone === reading.epoch) this.#ports.notify("changed");
    return reading;
  }

  /** Only who joined after the failover knows how long ago it was. */
  #steady(id: MemberId): null {
    const { members, timeline } = this.state;
    if (members.has(id) && timeline === this.server.timeline) this.#change({ isSteady: true });
    return null;
  }

  #bury(suspect: Suspect): boolean {
    const row = this.state.members.get(suspect.id);
    if (row === undefined || !this.#mayBury(suspect, row)) return false;
    this.#remove(suspect.id);
    return true;
  }

  #mayBury(suspect: Suspect, row: MemberRow): boolean {
    if ("dropped" in suspect) return this.#settings.fenced && this.#ports.isDropped(suspect.id);
    const { timeline, session } = suspect.server;
    const isSame = timeline === this.server.timeline && session === this.server.session;
    return isSame && row.counter === suspect.counter;
  }

  /** The last index fills the hole, so that one survivor at most is renumbered (P2). */
  #remove(id: MemberId): void {
    const hole = this.state.members.get(id);
    if (hole === undefined) return;
    const members = new Map(this.state.members);
    members.delete(id);
    for (const row of members.values()) {
      if (row.index === members.size) members.set(row.id, { ...row, index: hole.index });
    }
    this.#change({ epoch: this.state.epoch + 1, members });
    this.#ports.notify("changed");
  }

  #claim(id: MemberId, quota: number): readonly Owned[] | null {
    if (!this.state.members.has(id)) return null;
    const partitions = new Map(this.state.partitions);
    const owned: Owned[] = [];
    for (const [key, { owner, fence }] of partitions) if (owner === id) owned.push({ key, fence });
    for (const [key, row] of partitions) {
      if (owned.length >= quota) break;
      if (!this.#isFree(row)) continue;
      const fence = this.#nextFence();
      partitions.set(key, { owner: id, fence });
      owned.push({ key, fence });
    }
    this.#change({ partitions });
    return owned;
  }

  #claimNames(id: MemberId, keys: readonly string[]): readonly NameAnswer[] | null {
    if (!this.state.members.has(id)) return null;
    return keys.map((key) => this.#claimName(id, key));
  }

  #claimName(id: MemberId, key: string): NameAnswer {
    const row = this.state.names.get(key) ?? UNOWNED;
    const owner = row.owner === null ? undefined : this.state.members.get(row.owner);
    if (owner?.id === id) return { key, fence: row.fence };
    if (owner !== undefined) return { key, owner: owner.id, label: owner.label };
    const fence = this.#nextFence();
    this.#change({ names: new Map(this.state.names).set(key, { owner: id, fence }) });
    return { key, fence };
  }

  #release(id: MemberId, keys: readonly Owned[]): null {
    const partitions = new Map(this.state.partitions);
    const names = new Map(this.state.names);
    for (const owned of keys.filter((each) => this.holds(id, each))) {
      const row = partitions.get(owned.key);
      if (row === undefined) names.delete(owned.key);
      else partitions.set(owned.key, { ...row, owner: null });
    }
    this.#change({ partitions, names });
    this.#ports.notify("freed");
    return null;
  }

  #isFree({ owner }: OwnershipRow): boolean {
    return owner === null || !this.state.members.has(owner);
  }

  #reading({ id }: MemberRow, width: number): Reading {
    const { members, epoch, timeline, isSteady } = this.state;
    const rows = [...members.values()].sort((a, b) => a.index - b.index);
    const index = rows.findIndex((row) => row.id === id);
    const others = [...rows.slice(index + 1), ...rows.slice(0, index)];
    return {
      index,
      size: rows.length,
      epoch,
      everyone: Math.min(...rows.map(({ acknowledged }) => acknowledged)),
      steady: isSteady && timeline === this.server.timeline,
      draining: rows[index]?.draining ?? false,
      server: this.server,
      watched: others.slice(0, width).map((row) => ({
        id: row.id,
        counter: row.counter,
        load: row.load,
      })),
    };
  }

  #nextFence(): Fence {
    const counter = this.state.fences + 1;
    this.#change({ fences: counter });
    const nonce = Math.floor(this.#ports.random() * NONCES);
    return { timeline: this.server.timeline, counter, nonce };
  }

  #newId(): MemberId {
    const number = Math.floor(this.#ports.random() * NONCES);
    const digits = number.toString(16).padStart(12, "0");
    return `m-${digits}` as MemberId;
  }

  #changeMember(id: MemberId, change: Partial<MemberRow>): void {
    const row = this.state.members.get(id);
    if (row === undefined) return;
    this.#change({ members: new Map(this.state.members).set(id, { ...row, ...change }) });
  }

  #change(change: Partial<TablesState>): void {
    this.state = { ...this.state, ...change };
  }
}
