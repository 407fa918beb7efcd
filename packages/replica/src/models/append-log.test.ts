import assert from "node:assert/strict";
import { test } from "node:test";
import * as fc from "fast-check";
import { ANN, BOB, EVE, Told, tagsFrom, text } from "../../test/told-view.ts";
import { laws } from "../laws.ts";
import type { Entry } from "../model.ts";
import { appendLog, type LogValue, type LogView } from "./append-log.ts";

const chat = appendLog({ name: "chat", value: text });

test("[R34] [R10] the laws hold for a log", () =>
  laws(chat, (stamps) =>
    fc.oneof(
      { weight: 3, arbitrary: fc.constantFrom("x", "y").map(chat.append) },
      { weight: 1, arbitrary: tagsFrom(stamps, 1).map((remove) => ({ remove })) },
    ),
  ));

function said({ view }: { readonly view: LogView<string> }): string[] {
  return Array.from(view.items, ({ value }) => value);
}

test("[R34] the log stands in the order of stamps, equal times in that of authors", () => {
  const told = new Told(chat);
  for (const [word, ms, author] of [
    ["three", 20, EVE],
    ["two", 20, BOB],
    ["four", 30, ANN],
    ["one", 20, ANN],
  ] as const) {
    told.write(chat.append(word), ms, author);
  }
  assert.deepEqual(said(told), ["one", "two", "three", "four"]);
});

test("[R10] [R34] a removed record leaves what is kept, and does not come back", () => {
  const told = new Told(chat);
  const word = told.write(chat.append("secret"), 10);
  told.write(chat.append("hello"), 20);
  const removal = told.write(chat.remove(word), 30, BOB);
  assert.deepEqual(said(told), ["hello"]);
  assert.ok(!told.kept.has(word) && told.kept.has(removal));
  assert.equal(told.take(word), false);
  assert.equal(told.take(removal), false);
});

test("[R10] [R34] a removal that arrives first keeps away what it removes", () => {
  const told = new Told(chat);
  const word = told.entry(chat.append("secret"), 10);
  told.write(chat.remove(word), 30);
  assert.equal(told.take(word), false);
  assert.equal(told.kept.size, 1);
});

test("[R10] a removal expires no earlier than what it removes, and takes nothing that lasts longer", () => {
  const told = new Told(chat);
  const word = { ...told.entry(chat.append("late"), 10), expiresAt: 5_000 };
  const other = told.entry(chat.remove(word), 20);
  assert.equal(told.take(word), true);
  assert.equal(told.take(other), true, "written by one who had not seen how long it lasts");
  assert.deepEqual(said(told), ["late"]);
  const own = told.write(chat.remove(word), 30);
  assert.equal(own.expiresAt, 5_000);
  assert.deepEqual(said(told), []);
});

test("[R10] a removal takes nothing that is younger than itself", () => {
  const told = new Told(chat);
  const word = told.write(chat.append("young"), 30);
  told.take({ ...told.entry(chat.remove(word), 20), expiresAt: word.expiresAt });
  assert.deepEqual(said(told), ["young"]);
});

test("[R34] an array that does what the deltas say is the log", () => {
  const step = fc.record({
    ms: fc.nat(99),
    verb: fc.constantFrom("add", "add", "remove", "forget"),
  });
  const follows = fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
    const told = new Told(chat);
    const all: Entry<LogValue<string>>[] = [];
    for (const [i, { ms, verb }] of steps.entries()) {
      const some = all[ms % Math.max(1, all.length)];
      if (verb === "add" || some === undefined) all.push(told.write(chat.append(`${i}`), ms));
      else if (verb === "remove") told.write(chat.remove(some), 100 + i);
      else told.forget(some);
    }
    const shown: string[] = [];
    for (const { at, removed, added } of told.deltas.flat()) {
      shown.splice(at, removed, ...added.map(({ value }) => value));
    }
    assert.deepEqual(shown, said(told));
  });
  fc.assert(follows, { seed: 1 });
});

test("[R34] a removal names 1 to 32 different records", () => {
  const told = new Told(chat);
  const words = Array.from({ length: 33 }, (_, i) => told.write(chat.append("x"), i));
  assert.throws(() => chat.remove(...words), RangeError);
  const { validate } = chat.value["~standard"];
  const [tag] = (chat.remove(words[0]!) as { readonly remove: string[] }).remove;
  for (const remove of [[], [tag, tag], [tag, 3], ["x"], [`0${tag}`], tag]) {
    assert.equal("issues" in validate({ remove }), true, JSON.stringify(remove));
  }
  assert.equal("issues" in validate(chat.remove(...words.slice(1))), false);
});
