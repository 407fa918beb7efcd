/**
 * Watches over the polling API, some times a second. It asks for everything each time: what is
 * newer than a ping does not tell what is gone.
 */
import { placeOf } from "../model.ts";
import { until } from "./wait.ts";
import type { Watch, WatchOptions } from "./watch.ts";

const POLL_EVERY_MS = 100;

export const watchPoll: Watch = async (options) => {
  const { life, fail } = options;
  await pollOnce(options);
  void pollOn(options).catch((error: unknown) => life.signal.aborted || fail(error));
};

async function pollOn(options: WatchOptions): Promise<never> {
  const { life } = options;
  for (;;) {
    const dueAt = life.timers.now() + POLL_EVERY_MS;
    await pollOnce(options);
    await until(life, dueAt);
  }
}

async function pollOnce({ api, march, token, watcher }: WatchOptions): Promise<void> {
  const all = await api.update(march, token, { lastPing: -1, person: "", place: null });
  watcher.sawOnly(new Map(all.map(({ id, lat, lon }) => [id, placeOf(lat, lon)])));
}
