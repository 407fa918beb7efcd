/**
 * What is done to one frame of a live session. Whoever stands between two replicas can do all of
 * it; none of it may change what they hold.
 */
import type { Random } from "../../../sim/src/index.ts";
import { decodeRecord } from "../../src/record.ts";
import { Frames, frame } from "../../src/sync/frames.ts";
import { decodeMessage, encodeMessage, type Message, SCHEMA } from "../../src/sync/wire.ts";
import type { AuthorSeen, SlotSeen } from "../../src/sync/wire-seen.ts";
import { FORGERIES, type Forger } from "./forgeries.ts";
import type { Changed, Said } from "./tampered-line.ts";

export interface Changing extends Forger {
  /** A frame that was said in a session before this one. */
  readonly earlier: () => Uint8Array | null;
}

interface Change {
  /** Whether what goes on may hold a true record, which is then taken as it should be. */
  readonly isTrue: boolean;
  readonly change: (said: Said, by: Changing) => Promise<Changed | null> | Changed | null;
}

const HUGE = [2 ** 53 - 1, 2 ** 53 - 10_000, 2 ** 40, 2 ** 32, 65_537, 0];
const TOO_LONG = [
  [255, 255, 255, 255, 255, 255, 255, 255, 255, 1],
  [128, 128, 128, 128, 0],
  [255, 255, 255, 255, 255, 255, 255, 31],
];
const OLDER_REPEATS = 5;
const CODES = Object.values(SCHEMA).map(({ code }) => code);

export const CHANGES: Readonly<Record<string, Change>> = {
  flip: lie(({ frame: bytes }, { random }) => {
    const changed = bytes.slice();
    for (let left = 1 + random.below(3); left > 0; left -= 1) {
      changed[random.below(changed.length)]! ^= 1 << random.below(8);
    }
    return changed;
  }),
  shorten: lie((said, { random }) => {
    const message = messageOf(said);
    return message.length < 2
      ? null
      : frame(message.slice(0, 1 + random.below(message.length - 1)));
  }),
  breakOff: lie(({ frame: bytes }, { random }) => bytes.slice(0, random.below(bytes.length))),
  lengthen: lie((said, { random }) => frame(joined(messageOf(said), noise(random, 40)))),
  garbage: lie((_, { random }) => frame(noise(random, 200))),
  rename: lie((said, { random }) => {
    const message = messageOf(said).slice();
    message[0] = random.chance(0.8) ? random.pick(CODES) : random.below(256);
    return frame(message);
  }),
  swap: lie((said, { random }) => {
    const message = messageOf(said).slice();
    const [a, b] = [1 + random.below(message.length), 1 + random.below(message.length)];
    const size = 1 + random.below(16);
    const [one, two] = [message.slice(a, a + size), message.slice(b, b + size)];
    if (one.length !== two.length || Math.abs(a - b) < size) return null;
    message.set(two, a);
    message.set(one, b);
    return frame(message);
  }),
  tooLong: lie((said, { random }) => {
    const message = messageOf(said);
    const at = 1 + random.below(message.length);
    const cut = at + random.below(3);
    const number = Uint8Array.from(random.pick(TOO_LONG));
    return frame(joined(message.slice(0, at), joined(number, message.slice(cut))));
  }),
  field: lie((said, { random }) => {
    const message = decodeMessage(messageOf(said));
    const changed = message.is === "record" ? null : withOther(message, random);
    return changed === null ? null : frame(encodeMessage(changed));
  }),
  forge: {
    isTrue: false,
    change: async (said, by) => {
      const message = decodeMessage(messageOf(said));
      if (message.is !== "record") return null;
      const forge = by.random.pick(Object.values(FORGERIES));
      const bytes = await forge(decodeRecord(message.bytes.slice()), by);
      return { now: [frame(encodeMessage({ is: "record", bytes }))], later: [] };
    },
  },
  overlap: {
    isTrue: false,
    change: (said) => {
      const message = decodeMessage(messageOf(said));
      if (message.is !== "slots") return null;
      const all = { ...message, last: 0, from: 0, to: HUGE[0]! };
      return { now: [frame(encodeMessage(all)), said.frame.slice()], later: [] };
    },
  },
  repeat: {
    isTrue: true,
    change: ({ frame: bytes }, { random }) => {
      const times = 2 + random.below(OLDER_REPEATS);
      return { now: Array.from({ length: times }, () => bytes.slice()), later: [] };
    },
  },
  delay: {
    isTrue: true,
    change: ({ frame: bytes }) => ({ now: [], later: [bytes.slice()] }),
  },
  earlier: {
    isTrue: true,
    change: ({ frame: bytes }, { earlier, random }) => {
      const other = earlier();
      if (other === null) return null;
      return { now: random.chance(0.5) ? [other] : [other, bytes.slice()], later: [] };
    },
  },
};

function lie(make: (said: Said, by: Changing) => Uint8Array | null): Change {
  return {
    isTrue: false,
    change: (said, by) => {
      const bytes = make(said, by);
      return bytes === null ? null : { now: [bytes], later: [] };
    },
  };
}

function messageOf({ frame: bytes }: Said): Uint8Array {
  for (const message of new Frames().take(bytes)) return message;
  throw new TypeError("a frame that is not whole");
}

function joined(a: Uint8Array, b: Uint8Array): Uint8Array {
  const all = new Uint8Array(a.length + b.length);
  all.set(a);
  all.set(b, a.length);
  return all;
}

function noise(random: Random, bytesMax: number): Uint8Array {
  return Uint8Array.from({ length: 1 + random.below(bytesMax) }, () => random.below(256));
}

/** The message with one field other than it was, as a liar would say it. Null: it has none. */
function withOther(message: Message, random: Random): Message | null {
  const fields = Object.entries(message).filter(([name]) => name !== "is");
  if (fields.length === 0) return null;
  const [name, value] = random.pick<[string, unknown]>(fields);
  return { ...message, [name]: other(value, random) };
}

function other(value: unknown, random: Random): unknown {
  if (typeof value === "bigint") return random.chance(0.3) ? 0n : BigInt(random.below(2 ** 48));
  if (typeof value === "number") {
    const near = value + random.below(200) - 100;
    return random.chance(0.5) ? random.pick(HUGE) : Math.min(Math.max(0, near), HUGE[0]!);
  }
  const list = value as readonly (SlotSeen | { readonly slot: number; readonly digest: bigint })[];
  if (list.length === 0 || random.chance(0.2)) return [];
  const at = random.below(list.length);
  if (random.chance(0.3)) return list.toSpliced(at, 1);
  return list.map((each, index) => (index === at ? otherSlot(each, random) : each));
}

type Slot = SlotSeen | { readonly slot: number; readonly digest: bigint };

function otherSlot(slot: Slot, random: Random): Slot {
  if ("digest" in slot) return { ...slot, digest: BigInt(random.below(2 ** 48)) };
  return { ...slot, authors: slot.authors.map((author) => otherRanges(author, random)) };
}

/** All was seen, nothing was, or something that is not there yet. */
function otherRanges(seen: AuthorSeen, random: Random): AuthorSeen {
  if (random.chance(0.4)) return { ...seen, ranges: [{ from: 1, to: 2 ** 53 - 1 }] };
  if (random.chance(0.4)) return { ...seen, ranges: [] };
  const last = seen.ranges.at(-1)?.to ?? 0;
  return { ...seen, ranges: [...seen.ranges, { from: last + 2, to: last + 2 }] };
}
