/** Ways to break what the phone keeps of a march, and the test that notices. */
import type { Mutant } from "../../../../test/mutants/mutant.ts";

const VAULT = "apps/march/web/vault";

export const mutants: readonly Mutant[] = [
  {
    // What contingents are called is forgotten with the page.
    rule: "W70",
    file: "apps/march/web/kept-models.ts",
    find: "= [banners, alerts,",
    replace: "= [alerts,",
    test: "apps/march/web/kept-models.test.ts",
  },
  {
    // The key of an entry outlives it.
    rule: "W35",
    file: `${VAULT}/vault.ts`,
    find: "    await this.#keyFiles?.remove(id).catch(refuse);\n",
    replace: "",
    test: `${VAULT}/vault.test.ts`,
  },
  {
    // A march that was left in one tab is shown by another.
    rule: "W71",
    file: `${VAULT}/vault.ts`,
    find: "      this.#others.tellRemoved(id);\n",
    replace: "",
    test: `${VAULT}/vault.test.ts`,
  },
  {
    // A key that was being written is left after a panic.
    rule: "W71",
    file: `${VAULT}/vault.ts`,
    find: "!isFirst || this.#isDestroyed;",
    replace: "!isFirst;",
    test: `${VAULT}/vault.test.ts`,
  },
  {
    // What another tab wrote meanwhile is not looked at.
    rule: "W71",
    file: `${VAULT}/vault.ts`,
    find: "const canKeep = await this.#look();",
    replace: "const canKeep = this.#rows !== null;",
    test: `${VAULT}/tabs.test.ts`,
  },
  {
    // A change is made to what another tab has changed since.
    rule: "W71",
    file: `${VAULT}/vault.ts`,
    find: "if (made === undefined || now !== made) base = now;",
    replace: "base ??= now;",
    test: `${VAULT}/tabs.test.ts`,
  },
  {
    // A march that was refused takes the place of one that is kept.
    rule: "W71",
    file: `${VAULT}/vault.ts`,
    find: "const isLess = isOther && other.lock.id < entry.lock.id;",
    replace: "const isLess = other !== undefined;",
    test: `${VAULT}/tabs.test.ts`,
  },
  {
    // Of two rows of one name each tab drops the other's.
    rule: "W71",
    file: `${VAULT}/vault.ts`,
    find: "isOther && other.lock.id < entry.lock.id;",
    replace: "isOther;",
    test: `${VAULT}/tabs.test.ts`,
  },
  {
    // After one refusal nothing is said to be kept.
    rule: "W35",
    file: `${VAULT}/vault.ts`,
    find: 'isAny || (this.#isBlind && this.#rows !== null) ? "some" : "nothing"',
    replace: '"nothing"',
    test: `${VAULT}/refusals.test.ts`,
  },
  {
    // A change that was refused is said to be kept.
    rule: "W35",
    file: `${VAULT}/vault.ts`,
    find: "held.every(({ isKept }) => isKept)",
    replace: "held.every(({ row }) => row !== null)",
    test: `${VAULT}/refusals.test.ts`,
  },
  {
    // What was refused once stays so until the page is closed.
    rule: "W35",
    file: `${VAULT}/vault.ts`,
    find: "if (this.#entries.get(name)?.isKept === true) await this.#catchUp();",
    replace: "",
    test: `${VAULT}/refusals.test.ts`,
  },
  {
    // One key that cannot be read hides all entries.
    rule: "W35",
    file: `${VAULT}/vault.ts`,
    find: "      unlessRefused(error);\n      this.#unread.add(row.id);",
    replace: "      throw error;",
    test: `${VAULT}/refusals.test.ts`,
  },
  {
    // What cannot be deleted now is a bug of ours.
    rule: "W35",
    file: `${VAULT}/vault.ts`,
    find: "      unlessRefused(error);\n      refused.push(error);",
    replace: "      throw error;",
    test: `${VAULT}/refusals.test.ts`,
  },
  {
    // What could not be deleted comes back.
    rule: "W35",
    file: `${VAULT}/vault.ts`,
    find: "if (!this.#undeleted.has(row.id)) await",
    replace: "await",
    test: `${VAULT}/refusals.test.ts`,
  },
  {
    // The key of a row that was refused stays.
    rule: "W35",
    file: `${VAULT}/vault.ts`,
    find: "      // Nothing is left of what was not kept.\n      if (former === null) await this.#drop(lock.id);\n",
    replace: "",
    test: `${VAULT}/refusals.test.ts`,
  },
  {
    // Where some is kept the page says that nothing is.
    rule: "W35",
    file: "apps/march/web/device-keeps-line.ts",
    find: "text.device.keeps[keeps]",
    replace: "text.device.keeps.nothing",
    test: "apps/march/web/device-keeps-line.test.ts",
  },
  {
    // A folder of keys that is refused keeps the rows.
    rule: "W36",
    file: `${VAULT}/vault.ts`,
    find: "await allOf([this.#keyFiles?.removeAll() ?? none, this.#rows?.destroy() ?? none]);",
    replace: "await this.#keyFiles?.removeAll();\n    await this.#rows?.destroy();",
    test: `${VAULT}/vault.test.ts`,
  },
  {
    // A full phone is a bug of ours.
    rule: "W35",
    file: `${VAULT}/vault.ts`,
    find: "if (!(error instanceof DOMException)) throw error;",
    replace: "throw error;",
    test: `${VAULT}/vault.test.ts`,
  },
  {
    // Another tab goes on keeping what it is told.
    rule: "W71",
    file: `${VAULT}/vault.ts`,
    find: "vault.#destroyedElsewhere()",
    replace: "vault.#entries.size",
    test: `${VAULT}/vault.test.ts`,
  },
  {
    // What another tab noted of a march stays when it is left.
    rule: "W71",
    file: "apps/march/web/device.ts",
    find: "      void this.#forgetNotes(march);\n",
    replace: "",
    test: "apps/march/web/device.test.ts",
  },
  {
    // Who joins in two tabs is another person in each.
    rule: "W71",
    file: "apps/march/web/device.ts",
    find: "?.joined ? kept : march",
    replace: " ? march : march",
    test: "apps/march/web/device.test.ts",
  },
  {
    // What one tab took back waits in another, and goes out.
    rule: "W69",
    file: "apps/march/web/device.ts",
    find: "      for (const hears of this.#dropListeners) hears(name.slice(UNSENT.length));\n",
    replace: "",
    test: "apps/march/web/device.test.ts",
  },
  {
    // What took its place is not known yet.
    rule: "W69",
    file: `${VAULT}/vault.ts`,
    find: "      await this.#look();\n      if (!this.#isDestroyed && !this",
    replace: "      if (!this.#isDestroyed && !this",
    test: "apps/march/web/device.test.ts",
  },
  {
    // What took its place is not sent.
    rule: "W69",
    file: "apps/march/web/outgoing.ts",
    find: "for (const unsent of successors) void",
    replace: "for (const unsent of successors.slice(1)) void",
    test: "apps/march/web/outgoing.test.ts",
  },
  {
    // What was replaced here is sent again.
    rule: "W69",
    file: "apps/march/web/outgoing.ts",
    find: "    for (const { id } of former) this.#settled.add(id);\n",
    replace: "",
    test: "apps/march/web/outgoing.test.ts",
  },
  {
    // The last contact is noted again after the march was left.
    rule: "W71",
    file: "apps/march/web/device.ts",
    find: "if (this.#left.has(march) || this.find(march) === null) return;\n    await this.#vault.put(CONTACT",
    replace: "await this.#vault.put(CONTACT",
    test: "apps/march/web/device.test.ts",
  },
  {
    // When a march was heard is not forgotten with it.
    rule: "W70",
    file: "apps/march/web/device.ts",
    find: "[CONTACT + id, READ",
    replace: "[READ",
    test: "apps/march/web/device.test.ts",
  },
];
