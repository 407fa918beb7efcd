/** Waiting for what a client of a room hears of its connection. */
import { systemTimers } from "@muster/rooms";
import type { RoomClient, RoomState } from "@muster/rooms/client";

const WAIT_MS_MAX = 10_000;

/** Resolves when the room is as wanted, at once when it is already. Rejects after 10 s. */
export async function becomes(room: RoomClient, wanted: RoomState): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const look = (): void => {
    if (room.state === wanted) resolve();
  };
  const late = (): void => reject(new Error(`the room is ${room.state} still, not ${wanted}`));
  const cancel = systemTimers.after(WAIT_MS_MAX, late);
  const stop = room.onState(look);
  look();
  try {
    await promise;
  } finally {
    stop();
    cancel();
  }
}
