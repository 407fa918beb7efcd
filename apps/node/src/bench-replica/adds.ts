/**
 * How fast notes are added one after another, and what each takes of memory, at several sizes of
 * one collection that grows. The clock stands while memory is looked at.
 *
 * Rule N36: docs/spec/node.md.
 */
import type { Shelf } from "./subject.ts";

export interface Added {
  readonly records: number;
  readonly perSecond: number;
  /** Processor time of the whole process, its threads included, for one. */
  readonly cpuMicroseconds: number;
  readonly bytesPerRecord: number;
}

export interface Amount {
  readonly sizes: readonly number[];
  /** Added before to another collection, so that the first ones do not pay for the compiler. */
  readonly warmUp: number;
  /** What has been reached by then is the last. */
  readonly msMax: number;
}

/** What the adds are measured with, and who hears how far they are. */
export interface Meter {
  /** After every 100,000. */
  readonly reached: (records: number) => void;
  /** From some start. */
  readonly wallMs: () => number;
  readonly cpuMs: () => number;
  /** In use, after what is not has been collected. */
  readonly bytesInUse: () => Promise<number>;
}

/** Signatures are made beside the thread that asks for them: so many wait at once. */
const AT_ONCE = 50;
const REACHED_EVERY = 100_000;
/** Between looks at the clock, for those that answer at once. */
const BATCH = 50;

export async function measureAdds(
  open: () => Promise<Shelf>,
  amount: Amount,
  meter: Meter,
): Promise<readonly Added[]> {
  const { sizes, msMax } = amount;
  const other = await open();
  await warmUp(other, amount, meter);
  const empty = await meter.bytesInUse();
  const shelf = await open();
  const rows: Added[] = [];
  let [records, wallMs, cpuMs] = [0, 0, 0];
  for (const size of sizes) {
    const [wall, cpu] = [meter.wallMs(), meter.cpuMs()];
    while (records < size && wallMs + meter.wallMs() - wall < msMax) {
      records += await addSome(shelf, records, Math.min(BATCH, size - records));
      if (records % REACHED_EVERY === 0) meter.reached(records);
    }
    wallMs += meter.wallMs() - wall;
    cpuMs += meter.cpuMs() - cpu;
    rows.push({
      records,
      perSecond: Math.round((1_000 * records) / wallMs),
      cpuMicroseconds: Math.round((10_000 * cpuMs) / records) / 10,
      bytesPerRecord: Math.round(((await meter.bytesInUse()) - empty) / records),
    });
    if (records < size) break;
  }
  // Until here the other is held: what it gave back would hide what this one takes.
  await addSome(other, amount.warmUp, 1);
  return rows;
}

async function addSome(shelf: Shelf, from: number, count: number): Promise<number> {
  const waiting: Promise<unknown>[] = [];
  for (let index = from; index < from + count; index += 1) {
    const added = shelf.add(`note ${index}`, `the text of note ${index}`);
    if (added !== undefined) waiting.push(added);
    if (waiting.length === AT_ONCE) await Promise.all(waiting.splice(0));
  }
  await Promise.all(waiting);
  return count;
}

async function warmUp(shelf: Shelf, { warmUp, msMax }: Amount, meter: Meter): Promise<void> {
  const until = meter.wallMs() + msMax / 5;
  for (let index = 0; index < warmUp && meter.wallMs() < until; index += BATCH) {
    await addSome(shelf, index, BATCH);
  }
}
