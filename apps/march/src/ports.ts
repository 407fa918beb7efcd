/** What March takes from outside, so that tests say what time it is. */
import { systemTimers, type Timers } from "@muster/rooms";

export interface Ports {
  readonly timers: Timers;
  /** So many bytes that nobody can guess. */
  readonly random: (bytes: number) => Uint8Array<ArrayBuffer>;
}

export const systemPorts: Ports = {
  timers: systemTimers,
  random: (bytes) => crypto.getRandomValues(new Uint8Array(bytes)),
};
