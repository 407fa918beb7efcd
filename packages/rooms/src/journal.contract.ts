/** What every journal promises, whatever it is kept in. */
import assert from "node:assert/strict";
import test from "node:test";
import { NOTHING_ERASED } from "@muster/replica";
import type { Journal } from "./journal.ts";

let rooms = 0;

/** A room that no other test knows. */
function newRoom() {
  rooms += 1;
  return { kind: "walk", id: `w${rooms} é/'` };
}

const at = (wallMs: number, count = 0) => ({ wallMs: 1_800_000_000_000 + wallMs, count });

export function journalContract(name: string, open: () => Promise<Journal>): void {
  test(`[M17] ${name}: every opening of a room has a higher counter`, async () => {
    const [journal, room] = [await open(), newRoom()];
    const counters: number[] = [];
    for (let i = 0; i < 3; i += 1) counters.push((await journal.open(room)).counter);
    assert.ok(counters[0]! >= 1);
    assert.ok(counters[0]! < counters[1]! && counters[1]! < counters[2]!, String(counters));
  });

  test(`[M17] ${name}: openings at the same moment have different counters`, async () => {
    const [journal, room] = [await open(), newRoom()];
    const opened = await Promise.all(Array.from({ length: 20 }, () => journal.open(room)));
    assert.equal(new Set(opened.map(({ counter }) => counter)).size, 20);
  });

  test(`[M18] ${name}: an erase is read by the next opening, of this room only`, async () => {
    const [journal, room, other] = [await open(), newRoom(), newRoom()];
    const { counter, erased } = await journal.open(room);
    assert.deepEqual(erased, NOTHING_ERASED);
    await journal.erase(room, counter, at(1, 7));
    assert.deepEqual((await journal.open(room)).erased, at(1, 7));
    assert.deepEqual((await journal.open(other)).erased, NOTHING_ERASED);
  });

  test(`[M17] ${name}: who is no longer the owner erases nothing`, async () => {
    const [journal, room] = [await open(), newRoom()];
    const old = await journal.open(room);
    const now = await journal.open(room);
    const conflict = { name: "Fault", code: "conflict" };
    await assert.rejects(journal.erase(room, old.counter, at(9)), conflict);
    await assert.rejects(journal.erase(newRoom(), old.counter, at(9)), conflict);
    await journal.erase(room, now.counter, at(1));
    assert.deepEqual((await journal.open(room)).erased, at(1));
  });

  test(`[M18] ${name}: a watermark only grows, in whatever order erases arrive`, async () => {
    const [journal, room] = [await open(), newRoom()];
    const { counter } = await journal.open(room);
    for (const erased of [at(5, 1), at(5, 3), at(4, 9), at(5, 2)]) {
      await journal.erase(room, counter, erased);
    }
    assert.deepEqual((await journal.open(room)).erased, at(5, 3));
  });
}
