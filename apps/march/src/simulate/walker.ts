/**
 * A person as the simulation moves them: over a WebSocket as the phone page does (phone.ts), or
 * over the polling API (poller.ts).
 */
import type { Place } from "../model.ts";

/** What became of a post: taken, or refused by name. What is thrown is an error. */
export type Posted = { readonly status: "taken" } | Refusal;

export interface Refusal {
  readonly status: "refused";
  readonly code: string;
  readonly reason: string;
}

export interface Walker {
  /** The id that others see. */
  readonly id: string;
  post(place: Place): Promise<Posted>;
  close(): void;
}
