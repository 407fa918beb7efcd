/** Waiting for what a client of a room hears of its connection. */
import type { RoomClient, RoomState } from "@muster/rooms/client";

/** Resolves when the room is as wanted, at once when it is already. */
export async function becomes(room: RoomClient, wanted: RoomState): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const look = (): void => {
    if (room.state === wanted) resolve();
  };
  const stop = room.onState(look);
  look();
  await promise;
  stop();
}
