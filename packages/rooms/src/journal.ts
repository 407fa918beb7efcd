/**
 * What a room keeps durably: the counter of its fence, and its erase watermark. A port; adapters
 * are `journal-postgres.ts` and, for tests and rooms that may forget, `journal-memory.ts`.
 *
 * Rules M17, M18: docs/spec/rooms.md.
 */
import type { Watermark } from "@muster/replica";
import type { RoomName } from "./token.ts";

export interface Journal {
  /** Opens the room under the next fence counter, and reads its watermark in the same step. */
  open(room: RoomName): Promise<{ readonly counter: number; readonly erased: Watermark }>;
  /**
   * Raises the watermark for good. Throws the fault `conflict` when the room has been opened
   * again since `counter`: then nothing was written and the caller no longer owns the room.
   */
  erase(room: RoomName, counter: number, erased: Watermark): Promise<void>;
}
