/**
 * What every store passes, memory and IndexedDB alike. It also runs inside a browser's page, so
 * it is a list of cases that throw, and registers no tests itself.
 *
 * Rules R9, R20: docs/spec/replica.md.
 */
import type { Kept, Store } from "./store.ts";

export interface Subject {
  /** A store that keeps nothing yet. */
  readonly store: Store;
  /** A record of `key`, which expires at `expiresAt`. */
  readonly kept: (key: string, expiresAt: number) => Promise<Kept>;
}

interface StoreCase {
  readonly name: string;
  readonly run: (subject: Subject) => Promise<void>;
}

const [FIRST, SECOND, THIRD] = [10_000, 20_000, 30_000];

export const STORE_CASES: readonly StoreCase[] = [
  {
    name: "[R20] a store gives everything, oldest slot first",
    run: async (subject) => {
      const { store } = subject;
      await fill(subject, { c: THIRD, a: FIRST, b: SECOND, d: THIRD });
      same(keys(store.all()), "a b c d");
    },
  },
  {
    name: "[R20] a store closes every slot that is due at once, and no other",
    run: async (subject) => {
      const { store } = subject;
      await fill(subject, { b: SECOND, a: FIRST, c: THIRD });
      same(keys(store.close(FIRST - 1)), "");
      same(sorted(store.close(SECOND)), "a b");
      same(keys(store.close(SECOND)), "");
      same(keys(store.all()), "c");
    },
  },
  {
    name: "[R20] a store says how far it has closed, by what it held, not by the clock",
    run: async (subject) => {
      const { store } = subject;
      same(store.closedMs, 0);
      await fill(subject, { a: FIRST, b: SECOND });
      store.close(THIRD);
      same(store.closedMs, SECOND);
      await fill(subject, { c: FIRST });
      store.close(THIRD);
      same(store.closedMs, SECOND);
    },
  },
  {
    name: "[R20] what was removed is gone, and removing it again changes nothing",
    run: async (subject) => {
      const { store } = subject;
      const [a, b] = await fill(subject, { a: FIRST, b: FIRST });
      for (const _ of [1, 2]) store.remove(a!);
      same(keys(store.all()), "b");
      store.remove(b!);
      same(keys(store.all()), "");
      same(keys(store.close(FIRST)), "");
    },
  },
  {
    name: "[R20] what took the place of a removed record is kept",
    run: async (subject) => {
      const { store } = subject;
      const [before] = await fill(subject, { a: FIRST });
      store.remove(before!);
      await fill(subject, { a: SECOND });
      same(keys(store.all()), "a");
      same(keys(store.close(FIRST)), "");
    },
  },
  {
    name: "[R20] a store may change while it is read",
    run: async (subject) => {
      const { store } = subject;
      await fill(subject, { a: FIRST, b: FIRST, c: SECOND });
      for (const kept of store.all()) store.remove(kept);
      same(keys(store.all()), "");
    },
  },
];

async function fill(
  { store, kept }: Subject,
  expiries: Readonly<Record<string, number>>,
): Promise<readonly Kept[]> {
  const all: Kept[] = [];
  for (const [key, expiresAt] of Object.entries(expiries)) all.push(await kept(key, expiresAt));
  for (const each of all) store.add(each);
  return all;
}

function keys(all: Iterable<Kept>): string {
  return [...all].map(({ entry }) => entry.key).join(" ");
}

function sorted(all: Iterable<Kept>): string {
  return keys(all).split(" ").toSorted().join(" ");
}

function same(actual: string | number, expected: string | number): void {
  if (actual !== expected) throw new Error(`expected "${expected}", got "${actual}"`);
}
