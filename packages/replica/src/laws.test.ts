import assert from "node:assert/strict";
import { test } from "node:test";
import * as fc from "fast-check";
import { notes, type Place, places } from "../test/place.ts";
import { tagsFrom } from "../test/told-view.ts";
import { laws } from "./laws.ts";
import type { Entry, Model } from "./model.ts";
import { appendLog } from "./models/append-log.ts";
import type { Stamp } from "./stamp.ts";

type View = Map<string, Entry<Place>>;

const values = fc.record({ person: fc.constantFrom("a", "b"), x: fc.nat(3) });

/** Which law the model breaks, as the message of a counterexample says it. */
function broken<V>(model: Model<Place, V>): string {
  try {
    laws(model, values);
    return "none";
  } catch (error) {
    return String(error);
  }
}

test("[R12] the laws hold for the last writer of each key", () => laws(places, values));

test("[R12] the laws hold for a model where every record counts", () => laws(notes, values));

test("[R12] the laws find that the order of arrival wins", () => {
  const model: Model<Place, View> = {
    ...places,
    reduce: (view: View, entry) => {
      view.set(entry.key, entry);
      return entry;
    },
  };
  assert.match(broken(model), /another order or a repeat/);
});

test("[R12] the laws find that a repeat counts twice", () => {
  const { name, value } = notes;
  const model: Model<Place, { sum: number }> = {
    name,
    value,
    key: () => "",
    initial: () => ({ sum: 0 }),
    reduce: (view, { value }) => {
      view.sum += value.x;
      return value.x;
    },
    forget: (view, { value }) => {
      view.sum -= value.x;
      return value.x;
    },
  };
  assert.match(broken(model), /another order or a repeat/);
});

test("[R12] the laws find a change of which null was said", () => {
  const model: Model<Place, View> = {
    ...places,
    reduce: (view: View, entry) => {
      const isFirst = !view.has(entry.key);
      const delta = places.reduce(view, entry);
      return isFirst ? delta : null;
    },
  };
  assert.match(broken(model), /null was said of a change/);
});

test("[R12] the laws find a key whose last record alone does not give the view", () => {
  const model: Model<Place, Entry<Place>[]> = { ...notes, key: ({ person }) => person };
  assert.match(broken(model), /what is kept does not give the view/);
});

test("[R12] the laws find that another order keeps other records", () => {
  const { name, value } = notes;
  const model: Model<Place, { most: number }> = {
    name,
    value,
    key: () => "",
    initial: () => ({ most: 0 }),
    reduce: (view, { value: { x } }) => {
      if (x <= view.most) return null;
      view.most = x;
      return x;
    },
    forget: () => null,
  };
  assert.match(broken(model), /keeps other records/);
});

test("[R10] the laws find a removal that leaves what it removes in the store", () => {
  const chat = appendLog({ name: "chat", value: notes.value });
  const told = (stamps: readonly Stamp[]) =>
    fc.oneof(
      values.map((value) => chat.append(value)),
      tagsFrom(stamps, 1).map((remove) => ({ remove })),
    );
  const keeps = {
    ...chat,
    reduce: (...[view, entry]: Parameters<typeof chat.reduce>) =>
      chat.reduce(view, entry, () => undefined),
  };
  assert.throws(() => laws(keeps, told), /keeps other records/);
});

test("[R12] the laws find a forgetting that takes the wrong record", () => {
  const model: Model<Place, Entry<Place>[]> = {
    ...notes,
    forget: (view) => view.pop() ?? null,
  };
  assert.match(broken(model), /forgetting leaves something/);
});

test("[R12] the laws find a forgetting that leaves something", () => {
  const model: Model<Place, View> = { ...places, forget: () => null };
  assert.match(broken(model), /forgetting leaves something/);
});

test("[R12] a counterexample is small", () => {
  const model: Model<Place, View> = { ...places, forget: () => null };
  assert.throws(
    () => laws(model, values),
    (error: Error) => {
      assert.match(error.message, /Counterexample/);
      assert.ok(error.message.split('"person"').length <= 4, error.message);
      return true;
    },
  );
});
