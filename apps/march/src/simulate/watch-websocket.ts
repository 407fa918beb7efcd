/** Watches over the room protocol, as a display with the page open does. */
import { generateKeys, isRestated, openIdentity } from "@muster/replica";
import { connect } from "@muster/rooms/client";
import { positions } from "../model.ts";
import { roomsUrl } from "./phone.ts";
import type { Watch } from "./watch.ts";

export const watchWebSocket: Watch = async (options) => {
  const { api, march, token, lifetimeMs, life, watcher, sample, fail } = options;
  // It writes nothing; a replica has an author all the same.
  const identity = await openIdentity(await generateKeys());
  const client = connect(roomsUrl(api.url), { timers: life.timers, onError: fail });
  life.signal.addEventListener("abort", () => client.close(), { once: true });
  const models = [positions];
  const room = client.room({ kind: "march", id: march, token, models, identity, lifetimeMs });
  room.space.subscribe(positions, ({ key, now }, kept, change) => {
    const place = now?.value.place ?? null;
    if (place === null) watcher.gone(key);
    else watcher.saw(key, place);
    if (change === "came" && !isRestated(kept.record)) sample.hear(kept.record.bytes);
  });
  const { promise, resolve } = Promise.withResolvers<void>();
  room.onState(() => {
    if (room.state === "live") resolve();
    else fail(new Error(`the room became ${room.state}: ${room.fault?.message ?? "no word why"}`));
  });
  return promise;
};
