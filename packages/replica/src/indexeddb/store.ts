/**
 * A store whose records outlast the page: in memory for who asks, and behind that on the disk,
 * encrypted under a key for each slot.
 *
 *   opened ─► on the disk ──trouble──► in memory: nothing is written any more, keys still go
 *                  └───────destroy───────┴─► the keys are gone, then the rows
 *
 * Rules R20, R22 to R26: docs/spec/replica.md.
 */
import { MemoryStore } from "../memory.ts";
import type { Kept, Store } from "../store.ts";
import type { Claim } from "./device.ts";
import { type Trouble, trouble } from "./trouble.ts";
import type { Disk, WriteBehind } from "./write-behind.ts";

/** What was found, and where more of it is kept. */
interface Backing {
  readonly disk: Disk;
  readonly behind: WriteBehind;
  readonly claim: Claim;
  /** What its ring says. */
  readonly closedMs: number;
}

export class IndexedDbStore implements Store {
  readonly #memory = new MemoryStore();
  readonly #backing: Backing | null;
  readonly #unbacked: Trouble | null;

  /** A store on a disk, or why there is none. */
  constructor(backing: Backing | Trouble) {
    this.#backing = "disk" in backing ? backing : null;
    this.#unbacked = "disk" in backing ? null : backing;
  }

  /** Why it is in memory alone; null: what is `flushed` outlasts the page. */
  get trouble(): Trouble | null {
    return this.#unbacked ?? this.#backing?.behind.trouble ?? null;
  }

  get closedMs(): number {
    return Math.max(this.#memory.closedMs, this.#backing?.closedMs ?? 0);
  }

  add(kept: Kept): void {
    this.#memory.add(kept);
    this.#backing?.behind.add(kept);
  }

  /** What the disk holds already. */
  found(kept: Kept): void {
    this.#memory.add(kept);
  }

  remove(kept: Kept): void {
    this.#memory.remove(kept);
    this.#backing?.behind.remove(kept);
  }

  all(): Iterable<Kept> {
    return this.#memory.all();
  }

  close(nowMs: number): readonly Kept[] {
    const gone = this.#memory.close(nowMs);
    const expiries = new Set(gone.map(({ record }) => record.expiresAt));
    if (expiries.size > 0) this.#backing?.behind.close(expiries, this.closedMs);
    else this.#backing?.behind.tick();
    return gone;
  }

  /**
   * Resolves true when everything that was asked for before the call is on the disk: the keys of
   * closed slots are gone from it, too. False: the store is in memory, `trouble` says why.
   */
  async flushed(): Promise<boolean> {
    return (await this.#backing?.behind.flushed()) ?? false;
  }

  /** Writes what waits, and leaves the disk to the next who opens it. Use the store no more. */
  async shut(): Promise<void> {
    await this.flushed();
    this.#backing?.disk.rows.close();
    this.#backing?.claim.release();
  }

  /**
   * Panic: resolves when the keys are gone from the device, and then the rows, also while a write
   * is under way. The store goes on in memory. Rejects when the device refuses.
   */
  async destroy(): Promise<void> {
    if (this.#backing === null) return;
    const { behind, disk, claim } = this.#backing;
    behind.fail(trouble("destroyed"));
    await disk.remove();
    claim.release();
  }
}
