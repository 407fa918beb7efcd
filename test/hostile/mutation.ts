/** Damage to bytes, by a seed: every result differs from what it was made of. */

/** From 0 up to 1. */
export type Random = () => number;

/** Mulberry32, a small generator that is the same everywhere. */
export function seeded(seed: number): Random {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

export function below(random: Random, limit: number): number {
  return Math.floor(random() * limit);
}

type Damage = (bytes: Uint8Array, random: Random) => Uint8Array;

const flipBit: Damage = (bytes, random) => {
  const at = below(random, bytes.length);
  return bytes.with(at, (bytes[at] ?? 0) ^ (1 << below(random, 8)));
};
const setByte: Damage = (bytes, random) =>
  bytes.with(below(random, bytes.length), below(random, 256));
const cut: Damage = (bytes, random) => bytes.slice(0, below(random, bytes.length));
const cutFront: Damage = (bytes, random) => bytes.slice(1 + below(random, bytes.length));
const append: Damage = (bytes, random) => joined(bytes, noise(random));
const insert: Damage = (bytes, random) => {
  const at = below(random, bytes.length);
  return joined(bytes.slice(0, at), noise(random), bytes.slice(at));
};
const remove: Damage = (bytes, random) => {
  const at = below(random, bytes.length);
  return joined(bytes.slice(0, at), bytes.slice(at + 1 + below(random, 8)));
};
const repeat: Damage = (bytes, random) => {
  const at = below(random, bytes.length);
  return joined(bytes.slice(0, at), bytes.slice(below(random, at + 1)));
};
const blank: Damage = (bytes, random) => {
  const at = below(random, bytes.length);
  const end = Math.min(bytes.length, at + 1 + below(random, 8));
  return bytes.slice().fill(random() < 0.5 ? 0 : 255, at, end);
};
const DAMAGES = [flipBit, setByte, cut, cutFront, append, insert, remove, repeat, blank];

/** One damage to bytes, or up to three, of which there is one at least. */
export function mutated(bytes: Uint8Array, random: Random): Uint8Array {
  for (;;) {
    let made = bytes;
    for (let times = 1 + below(random, 3); times > 0 && made.length > 0; times -= 1) {
      made = DAMAGES[below(random, DAMAGES.length)]?.(made, random) ?? made;
    }
    if (Buffer.compare(made, bytes) !== 0) return made;
  }
}

function noise(random: Random): Uint8Array {
  return Uint8Array.from({ length: 1 + below(random, 24) }, () => below(random, 256));
}

function joined(...parts: readonly Uint8Array[]): Uint8Array {
  return new Uint8Array(Buffer.concat(parts));
}
