/** Ways to break the rules of the store of browsers, and the test that notices. */
import type { Mutant } from "../../../../test/mutants/mutant.ts";

const SRC = "packages/replica/src/indexeddb";

export const mutants: readonly Mutant[] = [
  {
    // What was removed is still shown.
    rule: "R20",
    file: `${SRC}/store.ts`,
    find: "    this.#memory.remove(kept);\n",
    replace: "",
    test: `${SRC}/store.test.ts`,
  },
  {
    // Nothing is written.
    rule: "R22",
    file: `${SRC}/store.ts`,
    find: "    this.#backing?.behind.add(kept);\n",
    replace: "",
    test: `${SRC}/store.test.ts`,
  },
  {
    // A record is gone before what takes its place is there.
    rule: "R22",
    file: `${SRC}/backlog.ts`,
    find: "const drops = this.#puts.size === 0 ? [...this.#drops.keys()] : [];",
    replace: "const drops = [...this.#drops.keys()];",
    test: `${SRC}/store.test.ts`,
  },
  {
    // What was removed before it was written is written.
    rule: "R22",
    file: `${SRC}/backlog.ts`,
    find: "    return this.#puts.delete(kept);\n",
    replace: "    return !this.#puts.has(kept);\n",
    test: `${SRC}/store.test.ts`,
  },
  {
    // Any number of records may wait.
    rule: "R22",
    file: `${SRC}/write-behind.ts`,
    find: 'if (this.#backlog.waiting >= WAITING_MAX) return this.fail(trouble("overrun"));',
    replace: "",
    test: `${SRC}/store.test.ts`,
  },
  {
    // A full device is called by another name.
    rule: "R22",
    file: `${SRC}/trouble.ts`,
    find: 'if (name === "QuotaExceededError")',
    replace: 'if (name === "")',
    test: `${SRC}/store.test.ts`,
  },
  {
    // Flushed answers before the disk has.
    rule: "R22",
    file: `${SRC}/write-behind.ts`,
    find: "        this.#waiters = [...this.#waiters, { asked, tell }];\n",
    replace: "        tell();\n",
    test: `${SRC}/killed.test.ts`,
  },
  {
    // A row opens in another space.
    rule: "R23",
    file: `${SRC}/seal.ts`,
    find: ".text(this.#name)",
    replace: "",
    test: `${SRC}/seal.test.ts`,
  },
  {
    // A row opens in the place of another.
    rule: "R23",
    file: `${SRC}/seal.ts`,
    find: ".raw(id).bytes();",
    replace: ".bytes();",
    test: `${SRC}/seal.test.ts`,
  },
  {
    // Any script of the page can read the keys.
    rule: "R23",
    file: `${SRC}/seal.ts`,
    find: '"raw", own, ALGORITHM, false,',
    replace: '"raw", own, ALGORITHM, true,',
    test: `${SRC}/seal.test.ts`,
  },
  {
    // The size of a record is told.
    rule: "R23",
    file: `${SRC}/seal.ts`,
    find: "Math.ceil(block.length / PADDED_BYTES) * PADDED_BYTES",
    replace: "block.length",
    test: `${SRC}/seal.test.ts`,
  },
  {
    // What cannot be read is not told.
    rule: "R23",
    file: `${SRC}/found.ts`,
    find: "if (kept === null) damaged.push({ slot, row: row.id });",
    replace: "if (kept === null) continue;",
    test: `${SRC}/store.test.ts`,
  },
  {
    // A damaged ring is believed.
    rule: "R24",
    file: `${SRC}/ring.ts`,
    find: '  if (written.some((byte, at) => byte !== checksum[at])) throw new Malformed("a damaged ring");\n',
    replace: "",
    test: `${SRC}/ring.test.ts`,
  },
  {
    // A closed slot keeps its key.
    rule: "R24",
    file: `${SRC}/write-behind.ts`,
    find: "      drop: names(closed),\n",
    replace: "",
    test: `${SRC}/forgotten.test.ts`,
  },
  {
    // What was removed from a slot stays readable.
    rule: "R24",
    file: `${SRC}/batch.ts`,
    find: "    for (const slot of open) this.#stale.add(slot);\n",
    replace: "",
    test: `${SRC}/forgotten.test.ts`,
  },
  {
    // A slot that is sealed anew opens with its former key as well.
    rule: "R24",
    file: `${SRC}/write-behind.ts`,
    find: "    if (plan.former.length > 0) await keys.change({ drop: names(plan.former) });\n",
    replace: "",
    test: `${SRC}/forgotten.test.ts`,
  },
  {
    // A slot is sealed anew with every removal.
    rule: "R24",
    file: `${SRC}/batch.ts`,
    find: "    slot.resealedMs = nowMs;\n",
    replace: "",
    test: `${SRC}/forgotten.test.ts`,
  },
  {
    // What was removed before the store was opened stays readable.
    rule: "R24",
    file: `${SRC}/open.ts`,
    find: "  for (const slot of found.stale) behind.markStale(slot);\n",
    replace: "",
    test: `${SRC}/forgotten.test.ts`,
  },
  {
    // Where a key cannot go, it stays.
    rule: "R24",
    file: `${SRC}/write-behind.ts`,
    find: "forgotten.catch(() => this.#disk.remove())",
    replace: "forgotten.catch(() => undefined)",
    test: `${SRC}/forgotten.test.ts`,
  },
  {
    // A closed slot opens when the clock went back.
    rule: "R24",
    file: `${SRC}/key-file.ts`,
    find: "closedMs: Math.max(ring.closedMs, closedMs)",
    replace: "closedMs: ring.closedMs",
    test: `${SRC}/store.test.ts`,
  },
  {
    // What nobody opens is never forgotten.
    rule: "R24",
    file: `${SRC}/free-stores.ts`,
    find: "  if (due === null || due.isAll) return removeStore(device, id);\n",
    replace: "  if (due === null || due !== null) return undefined;\n",
    test: `${SRC}/tabs.test.ts`,
  },
  {
    // The rows go first.
    rule: "R25",
    file: `${SRC}/device.ts`,
    find: "  await device.removeKeys(id);\n  await device.removeRows(id);\n",
    replace: "  await device.removeRows(id);\n  await device.removeKeys(id);\n",
    test: `${SRC}/tabs.test.ts`,
  },
  {
    // A store that is destroyed writes on.
    rule: "R25",
    file: `${SRC}/store.ts`,
    find: '    behind.fail(trouble("destroyed"));\n',
    replace: "",
    test: `${SRC}/tabs.test.ts`,
  },
  {
    // What is moved is removed before it is there.
    rule: "R26",
    file: `${SRC}/open.ts`,
    find: "  if (await opened.store.flushed()) await removeStore(device, other.id);\n",
    replace: "  await removeStore(device, other.id);\n  await opened.store.flushed();\n",
    test: `${SRC}/tabs.test.ts`,
  },
  {
    // Stores are made without end.
    rule: "R26",
    file: `${SRC}/free-stores.ts`,
    find: ".length >= STORES_MAX)",
    replace: ".length < 0)",
    test: `${SRC}/tabs.test.ts`,
  },
  {
    // One store that cannot be claimed keeps all others closed.
    rule: "R26",
    file: `${SRC}/free-stores.ts`,
    find: "device.claim(id).catch(() => null)",
    replace: "device.claim(id)",
    test: `${SRC}/tabs.test.ts`,
  },
  {
    // One store that cannot be opened keeps all others closed.
    rule: "R26",
    file: `${SRC}/open.ts`,
    find: "      refused = { cause };\n",
    replace: "      throw cause;\n",
    test: `${SRC}/tabs.test.ts`,
  },
  {
    // What another tab had closed is open again.
    rule: "R26",
    file: `${SRC}/open.ts`,
    find: "[own, ...others].map(({ ring }) => closedBy(ring, nowMs))",
    replace: "[own].map(({ ring }) => closedBy(ring, nowMs))",
    test: `${SRC}/tabs.test.ts`,
  },
  {
    // Stores of one name can be told by their rings.
    rule: "R27",
    file: `${SRC}/ring.ts`,
    find: ".raw(salt).text(name).bytes()",
    replace: ".text(name).bytes()",
    test: `${SRC}/ring.test.ts`,
  },
  {
    // What a killed browser was writing stays.
    rule: "R24",
    file: `${SRC}/private-files.ts`,
    find: "    for (const name of left) await store.removeEntry(name);\n",
    replace: "",
    test: `${SRC}/seized.e2e.ts`,
  },
  {
    // A tab keeps its rows open when another deletes them.
    rule: "R25",
    file: `${SRC}/database.ts`,
    find: "    database.close();\n    onClosed();\n",
    replace: "",
    test: `${SRC}/chromium.e2e.ts`,
  },
  {
    // A batch that fails takes the closings in it along.
    rule: "R24",
    file: `${SRC}/write-behind.ts`,
    find: "        this.#forget([...plan.closed, ...plan.former, ...plan.drops.map(({ slot }) => slot)]);\n",
    replace: "",
    test: `${SRC}/killed.test.ts`,
  },
  {
    // What waited to be forgotten when the disk failed is never forgotten.
    rule: "R24",
    file: `${SRC}/write-behind.ts`,
    find: "    this.#forget([...this.#backlog.abandon(), ...this.#planner.abandon()]);\n",
    replace: "",
    test: `${SRC}/forgotten.test.ts`,
  },
  {
    // What one store refuses saves the others.
    rule: "R25",
    file: `${SRC}/free-stores.ts`,
    find: "Promise.allSettled(ids.map((id) => device.removeKeys(id)));",
    replace: "Promise.all(ids.map((id) => device.removeKeys(id))).then(() => []);",
    test: `${SRC}/tabs.test.ts`,
  },
  {
    // The keys of a slot are new each time that it is opened, but its nonces are not random.
    rule: "R23",
    file: `${SRC}/seal.ts`,
    find: "const nonce = newNonce();",
    replace: "const nonce = newNonce().fill(0);",
    test: `${SRC}/seal.test.ts`,
  },
  {
    // Rows without keys that cannot be removed are claimed for good.
    rule: "R26",
    file: `${SRC}/free-stores.ts`,
    find: "  } finally {\n    claim.release();\n  }\n",
    replace: "    claim.release();\n  } finally {\n  }\n",
    test: `${SRC}/tabs.test.ts`,
  },
  {
    // One that cannot be removed keeps everything else in memory.
    rule: "R26",
    file: `${SRC}/free-stores.ts`,
    find: "await removeOrphan(device, id).catch(() => undefined);",
    replace: "await removeOrphan(device, id);",
    test: `${SRC}/tabs.test.ts`,
  },
  {
    // So does a list of them that cannot be read.
    rule: "R26",
    file: `${SRC}/free-stores.ts`,
    find: "await device.orphans().catch(() => []);",
    replace: "await device.orphans();",
    test: `${SRC}/tabs.test.ts`,
  },
  {
    // A store that stays where it is is not told of.
    rule: "R26",
    file: `${SRC}/open.ts`,
    find: '  if ("cause" in refused) onTrouble(trouble("left", refused));\n',
    replace: "",
    test: `${SRC}/tabs.test.ts`,
  },
  {
    // A page that opens no march leaves what is due readable.
    rule: "R24",
    file: `${SRC}/free-stores.ts`,
    find: "    await sweep(device, id, ring === null ? null : dueIn(ring, nowMs));\n",
    replace: "",
    test: `${SRC}/tabs.test.ts`,
  },
];
