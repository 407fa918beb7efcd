/** The connection, as one of its rooms sees it. Rule M13: docs/spec/rooms.md. */
import type { Verifier } from "@muster/replica";
import type { Backoff } from "./backoff.ts";
import type { Pace } from "./pace.ts";
import type { Timers } from "./timers.ts";
import type { Message } from "./wire.ts";

export interface Wire {
  readonly channel: number;
  readonly timers: Timers;
  /** Shared by the rooms of the connection. */
  readonly verifier: Pick<Verifier, "verify">;
  /** Shared by the rooms of the connection. */
  readonly pace: Pick<Pace, "take" | "queue">;
  /** Of this room, for when the node closes it for now. */
  readonly backoff: Backoff;
  /** How far this device's clock is behind the node's, as the node last told, in milliseconds. */
  offsetMs(): number;
  /** Whether that may be wrong: the device slept since, or its clock was set ahead. */
  isInDoubt(): boolean;
  /** Sends if the connection is open; what is not sent is sent again after the next join. */
  send(message: Message): void;
  /** The room is closed: it hears nothing more. */
  forget(): void;
}
