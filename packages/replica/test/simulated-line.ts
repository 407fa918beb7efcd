/**
 * A connection of two simulated replicas, as streams behave: bytes are late, in their order, cut
 * anywhere; a break loses what is on its way, and each end hears of it at a time of its own.
 */
import type { World } from "../../sim/src/index.ts";
import { decodeRecord, type SignedRecord } from "../src/record.ts";
import { SLOT_MS } from "../src/slot.ts";
import type { EndCode } from "../src/sync/event.ts";
import { Frames } from "../src/sync/frames.ts";
import type { Link } from "../src/sync/link.ts";
import { decodeMessage, SCHEMA } from "../src/sync/wire.ts";
import { nameOf } from "./fake-peers.ts";
import type { Liar } from "./liar.ts";
import { RIGHTS, type Running, type SimulatedReplica } from "./simulated-replica.ts";

const SAID_MAX = 20;
const TEXT_BYTES = 24;

export interface LineCounts {
  lines: number;
  breaks: number;
  records: number;
  bytes: number;
  synced: number;
  ahead: number;
  corrected: number;
  /** What liars said, by habit, and what was done about it, by code. */
  readonly lies: Record<string, number>;
  readonly dropped: Record<string, number>;
}

interface End {
  readonly replica: SimulatedReplica;
  readonly running: Running;
  /** The last that was closed when the line was opened. */
  readonly slot: number;
  readonly heard: Set<string>;
  /** It did not take something that was ahead: that may come by another way, and then goes on. */
  hasWaited: boolean;
  readonly frames: Frames;
  link: Link | null;
  /** When the last of what was sent to it arrives. */
  arrivesMs: number;
}

export interface LineOptions {
  readonly world: World;
  readonly counts: LineCounts;
  readonly complain: (what: string) => void;
  /** At the second end; what it says is not heeded when a line is judged. */
  readonly liar?: Liar;
  /** Hears each record that an honest end sends. */
  readonly onRecord?: (record: SignedRecord) => void;
}

export class SimulatedLine {
  readonly #options: LineOptions;
  readonly #ends: readonly [End, End];
  #isCut = false;
  bytes = 0;
  readonly #said: (readonly [number, Uint8Array])[] = [];
  /** Nothing passes for a while. */
  heldUntilMs = 0;

  /** Both must be running. */
  constructor(options: LineOptions, replicas: readonly [SimulatedReplica, SimulatedReplica]) {
    this.#options = options;
    options.counts.lines += 1;
    this.#ends = [newEnd(replicas[0]), newEnd(replicas[1])];
    for (const from of [0, 1] as const) this.#open(from);
  }

  /** Whether a slot has closed since it was opened, so that the two may have begun with different ones. */
  get hasAged(): boolean {
    return this.#ends.some(({ running, slot }) => slot !== slotNow(running));
  }

  get isHonest(): boolean {
    return this.#options.liar === undefined;
  }

  get isOpen(): boolean {
    return !this.#isCut;
  }

  /** The first messages, for whoever has to understand a failure. */
  said(): string {
    return this.#said.map(([from, bytes]) => `r${from} ${describe(bytes)}`).join("\n");
  }

  cut(): void {
    if (this.#isCut) return;
    this.#isCut = true;
    this.#options.counts.breaks += 1;
    const { world } = this.#options;
    for (const { running, link } of this.#ends) {
      world.after(world.random.between(0, 500), () => running.process.happens(() => link?.close()));
    }
  }

  #open(from: 0 | 1): void {
    const [end, other] = [this.#ends[from], this.#ends[1 - from]!];
    const { counts } = this.#options;
    end.link = end.running.sync.connect(
      { send: (bytes) => this.#send(from, bytes), close: () => this.cut() },
      {
        ...RIGHTS,
        isNode: other.replica.isNode,
        onEvent: (event) => {
          counts.synced += Number(event.is === "synced");
          if (event.is === "rejected" && event.code === "ahead") {
            counts.ahead += 1;
            end.hasWaited = true;
          }
          counts.corrected += Number(event.is === "offset");
          if (event.is === "ended" && event.code !== "closed") this.#ended(from, event);
        },
      },
    );
  }

  #ended(from: 0 | 1, { code, reason }: { readonly code: EndCode; readonly reason: string }): void {
    const { liar, counts, complain } = this.#options;
    if (liar === undefined) {
      if (code !== "silent")
        complain(`r${this.#ends[from].replica.number} dropped: ${code} ${reason}`);
    } else if (from === 0) {
      counts.dropped[code] = (counts.dropped[code] ?? 0) + 1;
    }
  }

  #send(from: 0 | 1, said: Uint8Array): void {
    const { world, counts, liar } = this.#options;
    const [end, other] = [this.#ends[from], this.#ends[1 - from]!];
    const isLie = liar !== undefined && from === 1;
    const bytes = isLie ? liar.say(said) : said;
    if (isLie) counts.lies[liar.habit] = (counts.lies[liar.habit] ?? 0) + 1;
    this.bytes += bytes.length;
    counts.bytes += bytes.length;
    if (liar === undefined) this.#watch(end, bytes);
    let at = 0;
    while (at < bytes.length) {
      const size = world.random.chance(0.2) ? 1 + world.random.below(40) : bytes.length;
      const chunk = bytes.subarray(at, at + size);
      at += size;
      const atMs = Math.max(world.nowMs + world.random.between(5, 150), this.heldUntilMs);
      other.arrivesMs = Math.max(other.arrivesMs, atMs);
      world.after(other.arrivesMs - world.nowMs, () => this.#arrive(other, chunk));
    }
  }

  #arrive(end: End, chunk: Uint8Array): void {
    if (this.#isCut) return;
    end.running.process.happens(() => {
      for (const message of this.isHonest ? end.frames.take(chunk) : []) {
        if (isRecord(message) && isOpenAt(end, message)) end.heard.add(textOf(message));
      }
      end.link?.take(chunk);
    });
  }

  /** No echo: what came over this line does not go back over it. */
  #watch(end: End, frame: Uint8Array): void {
    for (const message of new Frames().take(frame)) {
      if (this.#said.length < SAID_MAX) this.#said.push([end.replica.number, message]);
      if (!isRecord(message)) continue;
      this.#options.counts.records += 1;
      this.#options.onRecord?.(decodeRecord(message.slice(1)));
      if (end.hasWaited || !end.heard.has(textOf(message))) continue;
      this.#options.complain(`r${end.replica.number} sent back what had come over the same line`);
    }
  }
}

/** What a fast clock took for expired may come by another way later, and then goes on. */
function isOpenAt({ running }: End, bytes: Uint8Array): boolean {
  return decodeRecord(bytes.slice(1)).expiresAt > running.space.dueMs;
}

function isRecord(bytes: Uint8Array): boolean {
  return bytes[0] === SCHEMA.record.code;
}

/** Equal for equal records: the end of the signature, which nobody makes twice. */
function textOf({ buffer, byteOffset, byteLength }: Uint8Array): string {
  const from = byteOffset + byteLength - TEXT_BYTES;
  return Buffer.from(buffer, from, TEXT_BYTES).toString("latin1");
}

function describe(bytes: Uint8Array): string {
  if (isRecord(bytes)) return `record ${nameOf(decodeRecord(bytes.subarray(1)))}`;
  return JSON.stringify(decodeMessage(bytes), (_, value: unknown) =>
    typeof value === "bigint" ? value.toString(16).slice(0, 6) : value,
  );
}

function newEnd(replica: SimulatedReplica): End {
  const { running } = replica;
  if (running === null) throw new Error(`r${replica.number} is not running`);
  return {
    replica,
    running,
    slot: slotNow(running),
    heard: new Set(),
    hasWaited: false,
    frames: new Frames(),
    link: null,
    arrivesMs: 0,
  };
}

function slotNow({ space }: Running): number {
  return Math.floor(space.dueMs / SLOT_MS);
}
