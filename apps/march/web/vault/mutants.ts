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
    find: "    await this.#keyFiles?.remove(id);\n",
    replace: "",
    test: `${VAULT}/vault.test.ts`,
  },
  {
    // A march that was left in one tab is written again by another.
    rule: "W71",
    file: `${VAULT}/vault.ts`,
    find: "      this.#others.tellRemoved(entry.row.id);\n",
    replace: "",
    test: `${VAULT}/vault.test.ts`,
  },
  {
    // A key that was being written is left after a panic.
    rule: "W71",
    file: `${VAULT}/vault.ts`,
    find: "    if (this.#isDestroyed) await this.#keyFiles?.remove(row.id);\n",
    replace: "",
    test: `${VAULT}/vault.test.ts`,
  },
  {
    // Two tabs begin one march each: one of them outlives its removal.
    rule: "W71",
    file: `${VAULT}/vault.ts`,
    find: "        await this.#look();\n",
    replace: "",
    test: `${VAULT}/vault.test.ts`,
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
    find: "if (!(error instanceof DOMException)) throw error;\n    if (!this.#isDestroyed) this.",
    replace: "throw error;\n    if (!this.#isDestroyed) this.",
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
    find: "if (march !== null) void this.forget(march)",
    replace: "if (march === name) void this.forget(String(march))",
    test: "apps/march/web/device.test.ts",
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
    find: "      CONTACT + id,\n",
    replace: "",
    test: "apps/march/web/device.test.ts",
  },
];
