/** Ways to break the rules of the built-in models and of the three-way merge, and the test that notices. */
import type { Mutant } from "../../../../test/mutants/mutant.ts";

const SRC = "packages/replica/src/models";
const MERGE3 = "packages/replica/src/merge3";

export const mutants: readonly Mutant[] = [
  {
    // The last to arrive wins.
    rule: "R12",
    file: `${SRC}/latest.ts`,
    find: "compareStamps(entry.stamp, before.stamp) <= 0",
    replace: "compareStamps(entry.stamp, before.stamp) === 0",
    test: `${SRC}/latest.test.ts`,
  },
  {
    // Forgetting an old record takes the new one.
    rule: "R12",
    file: `${SRC}/latest.ts`,
    find: "held === undefined || compareStamps(held.stamp, entry.stamp) !== 0",
    replace: "held === undefined",
    test: `${SRC}/latest.test.ts`,
  },
  {
    // A removal takes what lasts longer, and it comes back.
    rule: "R10",
    file: `${SRC}/removals.ts`,
    find: "removal.expiresAt >= entry.expiresAt",
    replace: "true",
    test: `${SRC}/append-log.test.ts`,
  },
  {
    // A removal takes what is younger.
    rule: "R10",
    file: `${SRC}/removals.ts`,
    find: "compareStamps(removal.stamp, entry.stamp) > 0",
    replace: "true",
    test: `${SRC}/append-log.test.ts`,
  },
  {
    // What is removed stays in the store.
    rule: "R10",
    file: `${SRC}/append-log.ts`,
    find: "    drop(item.entry as Entry<LogValue<Value>>);\n",
    replace: "",
    test: `${SRC}/append-log.test.ts`,
  },
  {
    // What was removed before it arrived is shown.
    rule: "R10",
    file: `${SRC}/append-log.ts`,
    find: "if (view.removals.take(tagOf(entry.stamp), entry)) return null;",
    replace: "",
    test: `${SRC}/append-log.test.ts`,
  },
  {
    // A removal expires before what it removes.
    rule: "R10",
    file: `${SRC}/append-log.ts`,
    find: "=> entry.expiresAt))",
    replace: "=> Math.min(0, entry.expiresAt)))",
    test: `${SRC}/append-log.test.ts`,
  },
  {
    // A value put before its removal comes back.
    rule: "R10",
    file: `${SRC}/map.ts`,
    find: "    view.gone.set(key, entry);\n",
    replace: "",
    test: `${SRC}/map.test.ts`,
  },
  {
    // A register takes values of any key.
    rule: "R30",
    file: `${SRC}/register.ts`,
    find: "?.key === KEY",
    replace: "?.key !== undefined",
    test: `${SRC}/map.test.ts`,
  },
  {
    // The last to arrive wins.
    rule: "R31",
    file: `${SRC}/map.ts`,
    find: "byStamp(entry, held) <= 0",
    replace: "byStamp(entry, held) === 0",
    test: `${SRC}/map.test.ts`,
  },
  {
    // A sum is a number that rounds.
    rule: "R32",
    file: `${SRC}/counter.ts`,
    find: "view.exact + BigInt(by)",
    replace: "BigInt(view.total + by)",
    test: `${SRC}/counter.test.ts`,
  },
  {
    // A repeat counts twice.
    rule: "R32",
    file: `${SRC}/counter.ts`,
    find: "view.additions.add(entry) ?",
    replace: "view.additions.add(entry) || true ?",
    test: `${SRC}/counter.test.ts`,
  },
  {
    // A removal takes additions that nobody had seen.
    rule: "R33",
    file: `${SRC}/add-wins-set.ts`,
    find: "const taken = named(view, tags).filter(",
    replace: "const taken = [...view.additions].filter(",
    test: `${SRC}/add-wins-set.test.ts`,
  },
  {
    // What was removed counts when it comes late.
    rule: "R33",
    file: `${SRC}/add-wins-set.ts`,
    find: "  if (view.removals.take(tagOf(entry.stamp), entry)) return null;\n",
    replace: "",
    test: `${SRC}/add-wins-set.test.ts`,
  },
  {
    // The oldest addition says what a member looks like.
    rule: "R33",
    file: `${SRC}/add-wins-set.ts`,
    find: "additions.at(additions.size - 1)",
    replace: "additions.at(0)",
    test: `${SRC}/add-wins-set.test.ts`,
  },
  {
    // A late record goes to the end.
    rule: "R34",
    file: `${SRC}/item.ts`,
    find: "{ at: into.indexOf(item), removed: 0, added: [item] }",
    replace: "{ at: into.size - 1, removed: 0, added: [item] }",
    test: `${SRC}/append-log.test.ts`,
  },
  {
    // What a hidden value had seen is shown.
    rule: "R35",
    file: `${SRC}/multi-register.ts`,
    find: "view.seen.take(tagOf(entry.stamp), entry)",
    replace: "false",
    test: `${SRC}/multi-register.test.ts`,
  },
  {
    // A write hides what it has not seen.
    rule: "R35",
    file: `${SRC}/multi-register.ts`,
    find: "held !== null && takes(entry, held.entry) ? ",
    replace: "true && held !== null ? ",
    test: `${SRC}/multi-register.test.ts`,
  },
  {
    // A tree leans to one side.
    rule: "R12",
    file: `${SRC}/ordered.ts`,
    find: "return tree.size + 1 > HEAVIER_MAX * (sizeOf(other) + 1);",
    replace: "return sizeOf(other) > tree.size * HEAVIER_MAX * HEAVIER_MAX;",
    test: `${SRC}/ordered.test.ts`,
  },
  {
    // A space goes on keeping what was removed.
    rule: "R10",
    file: "packages/replica/src/views.ts",
    find: "      this.#store.remove(dropped);\n",
    replace: "",
    test: `${SRC}/removing.test.ts`,
  },
  {
    // A removal by a slow clock expires before what it removes.
    rule: "R10",
    file: "packages/replica/src/views.ts",
    find: "own.outlives?.(view, value) ?? 0",
    replace: "own.outlives === undefined ? 1 : 0",
    test: `${SRC}/removing.test.ts`,
  },
  {
    // Runs are begun anew at each item, and mix.
    rule: "R36",
    file: `${SRC}/position.ts`,
    find: "!last.run.startsWith(`${gap.by}:`)",
    replace: "last.run.length > 0",
    test: `${SRC}/ordered-list.test.ts`,
  },
  {
    // Everybody goes on with anybody's run.
    rule: "R36",
    file: `${SRC}/position.ts`,
    find: "!last.run.startsWith(`${gap.by}:`)",
    replace: "last.run === gap.by",
    test: `${SRC}/ordered-list.test.ts`,
  },
  {
    // What is typed backwards leaves the item that it stands before.
    rule: "R36",
    file: `${SRC}/position.ts`,
    find: "goesOn(left, right) ? LATE : 0",
    replace: "goesOn(left, right) ? 0 : 0",
    test: `${SRC}/ordered-list.test.ts`,
  },
  {
    // Every insertion is one step deeper.
    rule: "R36",
    file: `${SRC}/position.ts`,
    find: "return [...beside, [",
    replace: "return [[",
    test: `${SRC}/ordered-list.test.ts`,
  },
  {
    // What comes late moves an item back.
    rule: "R36",
    file: `${SRC}/ordered-list.ts`,
    find: "byStamp(entry, last) <= 0",
    replace: "byStamp(entry, last) === 0",
    test: `${SRC}/ordered-list.test.ts`,
  },
  {
    // An age may be below zero.
    rule: "R37",
    file: `${SRC}/positions.ts`,
    find: "Math.max(0, nowMs - stamp.wallMs)",
    replace: "nowMs - stamp.wallMs",
    test: `${SRC}/positions.test.ts`,
  },
  {
    // Anybody goes on with anybody's stroke.
    rule: "R38",
    file: `${SRC}/strokes.ts`,
    find: "return `${stamp.author}/${stroke}`;",
    replace: "return `${stamp.author.slice(80)}/${stroke}`;",
    test: `${SRC}/strokes.test.ts`,
  },
  {
    // Points stand in the order in which they arrive.
    rule: "R38",
    file: `${SRC}/strokes.ts`,
    find: "const at = parts.all.weightBefore(entry);",
    replace: "const at = parts.all.weight - value.points.length;",
    test: `${SRC}/strokes.test.ts`,
  },
  {
    // The last beginning says where a stroke stands.
    rule: "R38",
    file: `${SRC}/strokes.ts`,
    find: "const first = parts.begun.at(0);",
    replace: "const first = parts.begun.at(parts.begun.size - 1);",
    test: `${SRC}/strokes.test.ts`,
  },
  {
    // A removed stroke stays in the store.
    rule: "R38",
    file: `${SRC}/strokes.ts`,
    find: "    drop(part);\n",
    replace: "",
    test: `${SRC}/strokes.test.ts`,
  },
  {
    // In a conflict one side wins silently.
    rule: "R39",
    file: `${MERGE3}/merge3.ts`,
    find: 'this.conflicts.push({ kind: "value", path, base, ours, theirs });\n    return base;',
    replace: "return ours;",
    test: `${MERGE3}/merge3.test.ts`,
  },
  {
    // The merged value of a conflict is that of one side.
    rule: "R39",
    file: `${MERGE3}/merge3.ts`,
    find: "      for (const item of base) merged.push(item);",
    replace: "      for (const item of ours) merged.push(item);",
    test: `${MERGE3}/merge3.test.ts`,
  },
  {
    // What both changed alike is a conflict.
    rule: "R39",
    file: `${MERGE3}/merge3.ts`,
    find: "if (our === their || their === was) return ours;",
    replace: "if (their === was) return ours;",
    test: `${MERGE3}/merge3.test.ts`,
  },
  {
    // Rows are not merged field by field.
    rule: "R39",
    file: `${MERGE3}/merge3.ts`,
    find: "base.length === ours.length && base.length === theirs.length",
    replace: "base.length < 0",
    test: `${MERGE3}/merge3.test.ts`,
  },
  {
    // Keys are compared in the order in which they were written.
    rule: "R39",
    file: `${MERGE3}/sameness.ts`,
    find: "      .toSorted()\n",
    replace: "",
    test: `${MERGE3}/merge3.test.ts`,
  },
  {
    // Items that changed places are partners all the same.
    rule: "R39",
    file: `${MERGE3}/matching.ts`,
    find: "return rising(pairs.toSorted(([i], [k]) => i - k));",
    replace: "return pairs.toSorted(([i], [k]) => i - k).filter(() => rising(pairs) !== pairs);",
    test: `${MERGE3}/matching.test.ts`,
  },
  {
    // The laws no longer ask what is kept.
    rule: "R12",
    file: "packages/replica/src/laws.ts",
    find: "stampsOf(heldOf(model, once)), stampsOf(heldOf(model, shuffled))",
    replace: "model, model",
    test: "packages/replica/src/laws.test.ts",
  },
  {
    // A removal counts only while what it removes is there: the order of arrival decides.
    rule: "R10",
    file: `${SRC}/removals.ts`,
    find: "if (takes(removal, entry)) return true;",
    replace: "if (takes(removal, entry)) return false;",
    test: `${SRC}/routes.test.ts`,
  },
];
