/**
 * What a peer says who wants honest ones to go wrong: it runs the real protocol, and between it and
 * the line something else is said. Each line has one habit.
 */
import type { Random } from "../../sim/src/index.ts";
import { decodeRecord, draftRecord, type SignedRecord } from "../src/record.ts";
import { Frames, frame } from "../src/sync/frames.ts";
import { CREDIT } from "../src/sync/traffic.ts";
import { decodeMessage, encodeMessage, type Message } from "../src/sync/wire.ts";
import type { AuthorSeen, SlotSeen } from "../src/sync/wire-seen.ts";

type Habit = (message: Message, liar: Liar) => readonly Message[];

const HABITS: Readonly<Record<string, Habit>> = {
  /** Nothing is the same, ever. */
  digests: (message, { random }) => {
    if (message.is === "hello") return [{ ...message, digest: BigInt(random.below(2 ** 48)) }];
    if (message.is !== "slots") return [message];
    const slots = message.slots.map((each) => ({ ...each, digest: BigInt(random.below(2 ** 48)) }));
    return [{ ...message, slots: slots.filter(() => random.chance(0.7)) }];
  },
  /** It has everything, also what nobody has written yet. */
  claims: (message) => withSeen(message, (seen) => ({ ...seen, ranges: ALL })),
  /** It has nothing, and wants all of it each time. */
  begs: (message) => withSeen(message, (seen) => ({ ...seen, ranges: [] })),
  /** Each comparison tells of every slot twice. */
  overlaps: (message) =>
    message.is === "slots"
      ? [{ ...message, last: 0, to: Number.MAX_SAFE_INTEGER }, message]
      : [message],
  withholds: (message) => (message.is === "record" ? [] : [message]),
  replays: (message, { random, said }) => {
    const again = said.length === 0 || random.chance(0.5) ? [] : [random.pick(said)];
    return [message, ...again];
  },
  /** Records without end, whatever credit there is. */
  floods: (message, { random }) => {
    if (message.is !== "record" || random.chance(0.8)) return [message];
    const record = decodeRecord(message.bytes);
    return Array.from({ length: FLOOD }, (_, more) => numbered(record, record.sequence + more));
  },
  chatters: (message) => (message.is === "hello" ? [message, ...CHATTER] : [message]),
  mute: (message) => (message.is === "hello" ? [message] : []),
  forges: (message, { random }) => {
    if (message.is !== "record") return [message];
    const bytes = message.bytes.slice();
    bytes[random.below(bytes.length)]! ^= 1 << random.below(8);
    return [{ is: "record", bytes }];
  },
  /** Known by its frames alone: see `say`. */
  garbage: (message) => [message],
};

const ALL = [{ from: 1, to: Number.MAX_SAFE_INTEGER }];
/** More than the credit. */
const FLOOD = CREDIT + 1;
const CHATTER: readonly Message[] = Array.from({ length: 1_100 }, () => ({ is: "when" }));
const SIGNATURE_BYTES = 64;
const SAID_MAX = 200;
const GARBAGE_RATE = 0.1;
const GARBAGE_BYTES_MAX = 100;

export class Liar {
  readonly random: Random;
  readonly habit: string;
  /** What was said over any line of its. */
  readonly said: Message[];

  constructor(random: Random, said: Message[]) {
    this.random = random;
    this.habit = random.pick(Object.keys(HABITS));
    this.said = said;
  }

  /** What goes over the line instead of this frame. */
  say(bytes: Uint8Array): Uint8Array {
    if (this.habit === "garbage" && this.random.chance(GARBAGE_RATE)) {
      return Uint8Array.from({ length: 1 + this.random.below(GARBAGE_BYTES_MAX) }, () =>
        this.random.below(256),
      );
    }
    const all: Uint8Array[] = [];
    for (const each of new Frames().take(bytes)) {
      const message = decodeMessage(each.slice());
      for (const lie of HABITS[this.habit]!(message, this)) all.push(frame(encodeMessage(lie)));
      this.said.push(message);
      if (this.said.length > SAID_MAX) this.said.shift();
    }
    return new Uint8Array(Buffer.concat(all));
  }
}

/** The record with another number and no signature. */
function numbered(record: SignedRecord, sequence: number): Message {
  const { unsigned } = draftRecord({ ...record, sequence }, record.body);
  return { is: "record", bytes: Buffer.concat([unsigned, new Uint8Array(SIGNATURE_BYTES)]) };
}

function withSeen(message: Message, change: (seen: AuthorSeen) => AuthorSeen): readonly Message[] {
  if (message.is !== "ask" && message.is !== "seen") return [message];
  const seen = message.seen.map(
    ({ slot, authors }): SlotSeen => ({ slot, authors: authors.map(change) }),
  );
  return [{ ...message, seen }];
}
