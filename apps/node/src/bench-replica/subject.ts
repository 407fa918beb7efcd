/**
 * What the bench asks of us and of each peer alike. An adapter does it as the documentation of its
 * package says; where that gives two ways, the kinder one is the figure, the other a variant.
 *
 * Rule N36: docs/spec/node.md.
 */
export interface Subject {
  /**
   * Two replicas hold a note of each of so many authors, and meet again with nothing new. Returns
   * the bytes that went, both ways together, until both knew; without those of a transport.
   */
  reconnect(authors: number): Promise<Variants<number>>;
  /** An update that adds one note to a replica which holds one. */
  trial(): Promise<Variants<Trial>>;
  /** Writes notes, deletes those in `gone`, and returns all that is kept or sent from then on. */
  forget(texts: Texts): Promise<Variants<readonly Uint8Array[]>>;
  /** An empty replica that takes one note after another, each an update of its own. */
  shelf(): Promise<Shelf>;
}

/** The figure itself, and others by what is different about them. */
export interface Variants<Figure> {
  readonly main: Figure;
  readonly others?: Readonly<Record<string, Figure>>;
}

export interface Trial {
  /** Of the update. */
  readonly bytes: number;
  /** What the replica shows before it comes. */
  readonly before: string;
  /** What a replica shows after it, with one byte changed; null: with none. It may be refused. */
  shows(flip: Flip | null): Promise<string>;
}

export interface Flip {
  readonly at: number;
  /** From 1 to 255: what is changed of the byte. */
  readonly xor: number;
}

export interface Texts {
  readonly gone: readonly string[];
  readonly stays: readonly string[];
}

export interface Shelf {
  add(key: string, text: string): Promise<unknown> | void;
}

export const NOTE = "the meeting point is the fountain behind the town hall, at noon";

/** A copy with one byte changed. */
export function flipped(bytes: Uint8Array, flip: Flip | null): Uint8Array {
  // Not `slice`, which in a Buffer copies nothing.
  const copy = new Uint8Array(bytes);
  if (flip !== null) copy[flip.at]! ^= flip.xor;
  return copy;
}

/** What is shown after an attempt that may be refused by throwing. */
export function shownAfter(attempt: () => void, show: () => unknown): string {
  try {
    attempt();
  } catch {
    // Refused: what it shows now is what counts.
  }
  try {
    return JSON.stringify(show(), plain);
  } catch (error) {
    return `cannot be read any more: ${String(error)}`;
  }
}

/** A changed byte may have made a number of a kind that JSON has not. */
function plain(_: string, value: unknown): unknown {
  return typeof value === "bigint" ? `${value}n` : value;
}
