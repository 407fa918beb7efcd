/** Muster's replica, as its README says, by its public face alone. */
import type { Space } from "@muster/replica";
import type { Flip, Shelf, Subject, Texts } from "../subject.ts";
import { NOTE } from "../subject.ts";
import { meet } from "./meeting.ts";
import { LIFETIME_MS, notes, openNotes, SetClock, shown } from "./notes.ts";

const STEP_MS = 20_000;

export class OurSubject implements Subject {
  /** Every author has a key of its own. */
  async reconnect(authors: number) {
    const clock = new SetClock();
    const [one, other] = [await openNotes(clock), await openNotes(clock)];
    for (let author = 0; author < authors; author += 1) {
      const from = await openNotes(clock);
      const { bytes } = await from.write(notes, notes.put(`note ${author}`, NOTE));
      await take(bytes, one, other);
    }
    const { bytes } = await meet(one, other);
    return { main: bytes[0] + bytes[1] };
  }

  /** The update is all that goes to a replica in a whole exchange over the wire. */
  async trial() {
    const clock = new SetClock();
    const [one, first] = [await openNotes(clock), await openNotes(clock)];
    const { bytes } = await first.write(notes, notes.put("first", NOTE));
    await one.write(notes, notes.put("second", NOTE));
    const fresh = async (): Promise<Space> => {
      const space = await openNotes(clock);
      await take(bytes, space);
      return space;
    };
    const shows = async (flip: Flip | null) => {
      const space = await fresh();
      await meet(one, space, flip);
      return shown(space);
    };
    const before = shown(await fresh());
    const bytesSent = (await meet(one, await fresh())).bytes[0];
    return { main: { bytes: bytesSent, before, shows } };
  }

  /** Removed, erased, expired: each alone, each with what stays. */
  async forget(texts: Texts) {
    const kept: Uint8Array[] = [];
    for (const forget of [remove, erase, expire]) kept.push(...(await forget(texts)));
    return { main: kept };
  }

  async shelf(): Promise<Shelf> {
    const space = await openNotes({ now: () => Date.now() });
    return { add: (key, text) => space.write(notes, notes.put(key, text)) };
  }
}

async function remove({ gone, stays }: Texts): Promise<readonly Uint8Array[]> {
  const clock = new SetClock();
  const space = await openNotes(clock);
  await writeAll(space, [...gone, ...stays]);
  for (const index of gone.keys()) await space.write(notes, notes.remove(`note ${index}`));
  return keptBy(space, clock);
}

async function erase({ gone, stays }: Texts): Promise<readonly Uint8Array[]> {
  const clock = new SetClock();
  const space = await openNotes(clock);
  await writeAll(space, gone);
  await space.eraseAll();
  await writeAll(space, stays);
  return keptBy(space, clock);
}

async function expire({ gone, stays }: Texts): Promise<readonly Uint8Array[]> {
  const clock = new SetClock();
  const space = await openNotes(clock);
  await writeAll(space, gone);
  clock.nowMs += LIFETIME_MS - STEP_MS;
  await writeAll(space, stays, gone.length);
  clock.nowMs += STEP_MS;
  space.expire();
  return keptBy(space, clock);
}

async function writeAll(space: Space, texts: readonly string[], from = 0): Promise<void> {
  for (const [index, text] of texts.entries()) {
    await space.write(notes, notes.put(`note ${from + index}`, text));
  }
}

/** What it holds, and all that goes between it and a fresh replica. */
async function keptBy(space: Space, clock: SetClock): Promise<readonly Uint8Array[]> {
  const { sent } = await meet(space, await openNotes(clock));
  return [...[...space.records()].map(({ record }) => record.bytes), ...sent];
}

async function take(bytes: Uint8Array, ...spaces: readonly Space[]): Promise<void> {
  for (const space of spaces) {
    const { status } = await space.receive(bytes, { verified: true });
    if (status !== "accepted") throw new Error(`a note of the bench was ${status}`);
  }
}
