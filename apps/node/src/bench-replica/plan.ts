/** How much the bench does: enough for figures, or just enough to see that it works. */
export interface Plan {
  readonly authors: number;
  readonly flips: number;
  readonly sizes: readonly number[];
  /** Added before them, to another collection. */
  readonly warmUp: number;
  /** For the adds of each peer; what it has reached by then counts. */
  readonly peerAddsMsMax: number;
}

export const FULL: Plan = {
  authors: 10_000,
  flips: 10_000,
  sizes: [1_000, 10_000, 100_000, 1_000_000],
  warmUp: 5_000,
  peerAddsMsMax: 10_000,
};

export const QUICK: Plan = {
  authors: 50,
  flips: 300,
  sizes: [100, 1_000],
  warmUp: 300,
  peerAddsMsMax: 500,
};

export const PEERS = [
  "yjs",
  "@automerge/automerge",
  "loro-crdt",
  "tinybase",
  "scuttlebutt",
] as const;
export type PeerName = (typeof PEERS)[number];
/** Ours, the peers, and the plain Map beside which ours are added. */
export type Name = "ours" | "plain map" | PeerName;
