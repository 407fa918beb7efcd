/**
 * Three ways to say who has a key by computing it, which the bench compares with owning:
 *
 * - modulo: a hash of the key, modulo the number of members;
 * - jump: J. Lamping, E. Veach, "A Fast, Minimal Memory, Consistent Hash Algorithm", 2014
 *   (arXiv:1406.2294). Members are numbered; only the last can leave without a swap;
 * - rendezvous: D. Thaler, C. Ravishankar, "Using Name-Based Mappings to Increase Hit Rates",
 *   IEEE/ACM Transactions on Networking 6(1), 1998: the member with the highest hash of both.
 */
const MASK = 2n ** 64n - 1n;
/** Of FNV-1a (Fowler, Noll, Vo), 64 bits. */
const FNV_OFFSET = 0xcbf29ce484222325n;
const FNV_PRIME = 0x100000001b3n;
/** Of the last step of MurmurHash3 (Appleby), which spreads what FNV leaves close together. */
const MIX = [0xff51afd7ed558ccdn, 0xc4ceb9fe1a85ec53n] as const;
/** Of the generator in the paper on jump hashing. */
const JUMP_FACTOR = 2862933555777941757n;

/** 64 bits of a short text. */
export function hashOf(text: string): bigint {
  let hash = FNV_OFFSET;
  for (const letter of text) {
    hash = ((hash ^ BigInt(letter.codePointAt(0) ?? 0)) * FNV_PRIME) & MASK;
  }
  return mixed(hash);
}

function mixed(hash: bigint): bigint {
  let bits = hash;
  for (const factor of MIX) bits = ((bits ^ (bits >> 33n)) * factor) & MASK;
  return bits ^ (bits >> 33n);
}

/** The index of the key's member. */
export function modulo(key: bigint, members: number): number {
  return Number(key % BigInt(members));
}

/** The index of the key's member. */
export function jump(key: bigint, members: number): number {
  let state = key;
  let index = -1;
  let next = 0;
  while (next < members) {
    index = next;
    state = (state * JUMP_FACTOR + 1n) & MASK;
    next = Math.floor((index + 1) * (2 ** 31 / Number((state >> 33n) + 1n)));
  }
  return index;
}

/** The key's member, of hashes of both; there must be one. */
export function rendezvous(key: bigint, members: readonly bigint[]): bigint {
  let [best = 0n] = members;
  let bestScore = -1n;
  for (const member of members) {
    const score = mixed(key ^ mixed(member));
    // No two members score the same for one key: each step of the score can be undone.
    if (score > bestScore) [best, bestScore] = [member, score];
  }
  return best;
}
