/**
 * Writes to the disk behind a store that answers at once, one batch after the other.
 *
 *   add, remove, close ─► backlog ─► keys first ─► rows, in one transaction ─► … until it is empty
 *                                        └──────────────┴─► trouble: from then on in memory
 *
 * In memory, keys still go when their slots close, and a removal takes the key of its whole slot;
 * where even that fails, all keys go.
 *
 * Rules R22 to R24: docs/spec/replica.md.
 */
import type { Clock } from "../stamp.ts";
import type { Kept } from "../store.ts";
import { Backlog } from "./backlog.ts";
import { type Plan, Planner } from "./batch.ts";
import type { Rows } from "./device.ts";
import type { KeyFile } from "./key-file.ts";
import type { Sealer } from "./seal.ts";
import { type SealedSlot, SealedSlots, type SlotName } from "./sealed-slots.ts";
import { type Trouble, trouble, troubleOf } from "./trouble.ts";

/** Records that may wait to be written or dropped. */
export const WAITING_MAX = 20_000;

/** The disk of one store, and who hears of it. */
export interface Disk {
  readonly keys: KeyFile;
  readonly rows: Rows;
  readonly sealer: Sealer;
  readonly clock: Clock;
  readonly onTrouble: (trouble: Trouble) => void;
  /** Removes the store: its keys, then its rows. */
  remove(): Promise<void>;
}

interface Waiter {
  readonly asked: number;
  readonly tell: () => void;
}

export class WriteBehind {
  /** What is on the disk. */
  readonly slots = new SealedSlots();
  readonly #disk: Disk;
  readonly #backlog = new Backlog();
  readonly #planner = new Planner(this.slots);
  #waiters: readonly Waiter[] = [];
  #running = false;
  #closedMs = 0;
  #trouble: Trouble | null = null;
  /** The last change of keys after a trouble. */
  #forgetting: Promise<void> = Promise.resolve();

  constructor(disk: Disk) {
    this.#disk = disk;
  }

  /** Why it no longer writes; null while it does. */
  get trouble(): Trouble | null {
    return this.#trouble;
  }

  add(kept: Kept): void {
    if (this.#trouble !== null) return;
    if (this.#backlog.waiting >= WAITING_MAX) return this.fail(trouble("overrun"));
    this.#backlog.put(kept);
    this.#start();
  }

  remove(kept: Kept): void {
    if (this.#backlog.unput(kept)) return;
    const slot = this.slots.of(kept);
    const row = slot?.rows.get(kept);
    if (slot === undefined || row === undefined) return;
    slot.rows.delete(kept);
    if (this.#trouble !== null) this.closeSlot(slot);
    else this.dropRow(slot, row);
  }

  dropRow(slot: SealedSlot, row: Uint8Array): void {
    this.#backlog.drop({ row, slot });
    this.#start();
  }

  /** The slots of these expiries, and all that was to be written until the last of them. */
  close(expiries: Iterable<number>, closedMs: number): void {
    this.#closedMs = Math.max(this.#closedMs, closedMs);
    this.#backlog.closeUntil(closedMs);
    for (const expiresAt of expiries) {
      const slot = this.slots.at(expiresAt);
      if (slot !== undefined) this.closeSlot(slot);
    }
    this.#start();
  }

  closeSlot(slot: SlotName): void {
    this.slots.shut(slot);
    this.#planner.forget(slot);
    this.#backlog.close(slot);
    this.#start();
  }

  /** Its key opens something that was removed. */
  markStale(slot: SealedSlot): void {
    this.#planner.markStale(slot);
    this.#start();
  }

  /** Looks whether a stale slot is due. */
  tick(): void {
    if (this.#trouble === null) this.#start();
  }

  /** Resolves true when all that was asked for before is on the disk; false: it is in memory. */
  async flushed(): Promise<boolean> {
    if (this.#trouble === null && this.#running) {
      const { asked } = this.#backlog;
      await new Promise<void>((tell) => {
        this.#waiters = [...this.#waiters, { asked, tell }];
      });
    }
    await this.#forgetting;
    return this.#trouble === null;
  }

  /** From now on in memory. The first trouble is told, and no other. */
  fail(found: Trouble): void {
    if (this.#trouble !== null) return;
    this.#trouble = found;
    this.#disk.rows.close();
    this.#forget([...this.#backlog.abandon(), ...this.#planner.abandon()]);
    this.#tell(Number.POSITIVE_INFINITY);
    this.#disk.onTrouble(found);
  }

  #start(): void {
    if (this.#trouble !== null) this.#forget(this.#backlog.abandon());
    else if (!this.#running) void this.#run();
  }

  async #run(): Promise<void> {
    this.#running = true;
    // What is asked for in one turn of the event loop goes together.
    await Promise.resolve();
    while (this.#trouble === null && this.#hasWork()) {
      const plan = this.#planner.plan(this.#backlog.take(), this.#disk.clock.now());
      const done = this.#backlog.taken;
      try {
        await this.#write(plan);
        this.#tell(done);
      } catch (cause) {
        this.#forget([...plan.closed, ...plan.former, ...plan.drops.map(({ slot }) => slot)]);
        this.fail(troubleOf(cause));
      }
    }
    this.#running = false;
    this.#tell(this.#backlog.asked);
  }

  #hasWork(): boolean {
    return !this.#backlog.isEmpty || this.#planner.isDue(this.#disk.clock.now());
  }

  async #write(plan: Plan): Promise<void> {
    const { keys, rows, sealer } = this.#disk;
    await this.#changeKeys(plan);
    const put = await Promise.all(
      plan.puts.map(async ({ kept, slot, row }) =>
        sealer.seal(await slot.key, row, kept.record.bytes),
      ),
    );
    const drop = plan.drops.map(({ row }) => row);
    const dropSlots = [...plan.closed, ...plan.former].map(({ id }) => id);
    if (put.length + drop.length + dropSlots.length > 0) {
      await rows.commit({ put, drop, dropSlots });
    }
    if (plan.former.length > 0) await keys.change({ drop: names(plan.former) });
  }

  async #changeKeys({ fresh, closed, stale, closedMs }: Plan): Promise<void> {
    if (fresh.length + closed.length + stale.length === 0 && closedMs === null) return;
    await this.#disk.keys.change({
      add: fresh,
      drop: names(closed),
      stale: names(stale),
      closedMs: this.#closedMs,
    });
    for (const { key } of fresh) key.fill(0);
  }

  /** Of a disk in trouble: at least what must not be read any more. */
  #forget(slots: readonly SlotName[]): void {
    if (slots.length === 0) return;
    for (const slot of slots) this.slots.shut(slot);
    const change = { drop: names(slots), closedMs: this.#closedMs };
    const forgotten = this.#disk.keys.change(change);
    // What cannot be changed can still be removed: that needs no place.
    const done = forgotten.catch(() => this.#disk.remove()).catch(() => undefined);
    this.#forgetting = Promise.all([this.#forgetting, done]).then(() => undefined);
  }

  #tell(done: number): void {
    const told = this.#waiters.filter(({ asked }) => asked <= done);
    this.#waiters = this.#waiters.filter(({ asked }) => asked > done);
    for (const { tell } of told) tell();
  }
}

function names(slots: readonly SlotName[]): ReadonlySet<string> {
  return new Set(slots.map(({ name }) => name));
}
