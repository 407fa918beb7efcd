/**
 * A person with the phone page: a key of their own, a signed join, a WebSocket, records that are
 * stamped and signed on the phone.
 *
 *   keys ─► POST join, signed ─► token ─► connect ─► room live ─► write … taken
 */
import { generateKeys, type Identity, isRestated, openIdentity } from "@muster/replica";
import type { Timers } from "@muster/rooms";
import { type Client, connect, type RoomClient } from "@muster/rooms/client";
import { type Place, positions } from "../model.ts";
import type { MarchApi } from "./api.ts";
import { SimulationFault } from "./fault.ts";
import { inTime, type Life } from "./wait.ts";
import type { Posted, Walker } from "./walker.ts";
import { WireTap } from "./wire-tap.ts";

const LIVE_MS_MAX = 20_000;

export interface PhoneOptions {
  readonly api: MarchApi;
  readonly march: string;
  readonly invite: string;
  readonly contingent: string;
  readonly life: Life;
  /** Hears every record of another person that came whole, as it was signed. */
  readonly heard: (record: Uint8Array) => void;
  readonly onError: (error: unknown) => void;
}

export class Phone implements Walker {
  readonly id: string;
  readonly tap: WireTap;
  readonly #client: Client;
  readonly #room: RoomClient;
  readonly #contingent: string;
  /** How far the clock of this phone has been set back. */
  readonly #clock: { backMs: number };

  static async open(options: PhoneOptions): Promise<Phone> {
    const { api, march, invite, contingent, life } = options;
    const identity = await openIdentity(await generateKeys());
    const joined = await api.joinWithKey(march, invite, { identity, contingent });
    const phone = new Phone(options, identity, joined);
    await inTime(life, phone.#live(), {
      ms: LIVE_MS_MAX,
      sentence: `a phone was not connected in ${LIVE_MS_MAX / 1000} s`,
    });
    return phone;
  }

  private constructor(
    options: PhoneOptions,
    identity: Identity,
    joined: { readonly person: string; readonly token: string; readonly lifetimeMs: number },
  ) {
    const { api, march, contingent, life, heard, onError } = options;
    const clock = { backMs: 0 };
    const timers: Timers = {
      now: () => life.timers.now() - clock.backMs,
      // Set back too: else the phone would go on by the node's time, and its stamps would be right.
      monotonic: () => life.timers.now() - clock.backMs,
      after: (ms, run) => life.timers.after(ms, run),
    };
    this.id = joined.person;
    this.#clock = clock;
    this.#contingent = contingent;
    this.tap = new WireTap(life.timers);
    this.#client = connect(roomsUrl(api.url), { timers, dial: this.tap.dial, onError });
    const { token, lifetimeMs } = joined;
    const room = { kind: "march", id: march, token, models: [positions], identity, lifetimeMs };
    this.#room = this.#client.room(room);
    this.#room.space.subscribe(positions, (_delta, kept, change) => {
      const isSigned = change === "came" && !isRestated(kept.record);
      if (isSigned && kept.entry.key !== this.id) heard(kept.record.bytes);
    });
  }

  async post(place: Place): Promise<Posted> {
    const position = { person: this.id, contingent: this.#contingent, place };
    const receipt = await this.#room.write(positions, position);
    if (receipt.status !== "superseded") return receipt;
    return { status: "refused", code: "superseded", reason: "the post before it had not gone out" };
  }

  /** From the next post on, stamps are so much too old. */
  setClockBack(ms: number): void {
    this.#clock.backMs = ms;
  }

  close(): void {
    this.#client.close();
  }

  #live(): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const look = (): void => {
      if (this.#room.state === "live") resolve();
      if (this.#room.state !== "rejected") return;
      reject(new SimulationFault("failed", `a phone was rejected: ${this.#room.fault?.message}`));
    };
    this.#room.onState(look);
    look();
    return promise;
  }
}

/** Where rooms are, beside the HTTP API. */
export function roomsUrl(url: string): string {
  return `${url.replace(/^http/, "ws")}/rooms`;
}
