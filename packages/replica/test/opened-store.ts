/** A store on a fake device, with what it said of its troubles. */
import { openStore } from "../src/indexeddb/open.ts";
import type { IndexedDbStore } from "../src/indexeddb/store.ts";
import type { Trouble } from "../src/indexeddb/trouble.ts";
import { FakeClock } from "./fake-clock.ts";
import type { FakeDevice } from "./fake-device.ts";
import { SPACE_NAME } from "./kept.ts";
import { notes, places } from "./place.ts";

export interface OpenedStore {
  readonly store: IndexedDbStore;
  readonly troubles: readonly Trouble[];
}

/** Before every slot that tests use, unless `clock` says otherwise. */
export async function openedStore(
  device: FakeDevice,
  { clock = new FakeClock(0), name = SPACE_NAME } = {},
): Promise<OpenedStore> {
  const troubles: Trouble[] = [];
  const onTrouble = (trouble: Trouble) => void troubles.push(trouble);
  const models = [places, notes];
  return { store: await openStore({ name, models, clock, onTrouble }, device), troubles };
}

export function keysIn(store: IndexedDbStore): readonly string[] {
  return [...store.all()].map(({ record }) => record.key).toSorted();
}
