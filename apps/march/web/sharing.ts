/**
 * One's own position, from the phone to the room: at most once an interval, only while sharing,
 * and taken away again with a stop.
 *
 *   off ──share──► looking ──fix──► sent ──interval──► sent …
 *    ▲                                       └─ hidden: paused
 *    └──stop: a place of null is written────────┘
 *
 * Rules W8, W9: docs/spec/march-page.md.
 */

import { Fault, type RoomClient } from "@muster/rooms/client";
import { computed, effect, type ReadonlySignal, signal } from "@preact/signals";
import { type Place, positions } from "../src/model.ts";
import type { DeviceClock } from "./clock.ts";
import type { Joined } from "./kept-march.ts";
import type { Fix } from "./locator.ts";
import { nextStep } from "./pacer.ts";
import { sentPosition } from "./sent-position.ts";
import type { Settings } from "./settings.ts";
import { reasonOf, type Trouble } from "./status.ts";
import { WakeLock } from "./wake-lock.ts";
import { type Wants, Whereabouts } from "./whereabouts.ts";

const WITHDRAW_MS_MAX = 4_000;

export interface SharingOptions {
  readonly room: RoomClient;
  readonly joined: Joined;
  readonly settings: ReadonlySignal<Settings>;
  readonly clock: DeviceClock;
}

export class Sharing {
  readonly isSharing = signal(false);
  /** The map follows this phone: from a share on, or without telling anyone. */
  readonly isFollowing = signal(false);
  readonly isHidden = signal(document.hidden);
  /** Where this phone is, is asked for, and told to nobody yet. */
  readonly isTelling = signal(false);
  readonly intervalMs: ReadonlySignal<number>;
  /** Others see this phone to 200 m. */
  readonly isBlurred: ReadonlySignal<boolean>;
  readonly fix: ReadonlySignal<Fix | null>;
  readonly trouble: ReadonlySignal<Trouble | null>;
  /** When the position was read that the node took last, on this device's clock. */
  readonly sentAtMs = signal<number | null>(null);
  readonly refusal = signal<string | null>(null);
  readonly isWithdrawing = signal(false);
  readonly #room: RoomClient;
  readonly #settings: ReadonlySignal<Settings>;
  readonly #joined: Joined;
  readonly #clock: DeviceClock;
  readonly #where: Whereabouts;
  readonly #wakeLock = new WakeLock("wakeLock" in navigator ? navigator.wakeLock : null);
  readonly #ends: (() => void)[] = [];
  #triedAtMs: number | null = null;

  constructor({ room, joined, settings, clock }: SharingOptions) {
    this.#room = room;
    this.#joined = joined;
    this.#clock = clock;
    this.#settings = settings;
    this.intervalMs = computed(() => settings.value.intervalMs);
    this.isBlurred = computed(() => settings.value.isBlurred);
    this.#where = new Whereabouts({
      clock,
      geolocation: navigator.geolocation,
      onFound: () => this.step(),
      onDenied: () => this.#denied(),
    });
    this.fix = this.#where.fix;
    this.trouble = this.#where.trouble;
    const seen = (): void => {
      this.isHidden.value = document.hidden;
      this.step();
    };
    document.addEventListener("visibilitychange", seen);
    this.#ends.push(
      () => document.removeEventListener("visibilitychange", seen),
      effect(() => this.#run()),
    );
  }

  get mayShare(): boolean {
    return this.#joined.rights.includes("share");
  }

  share(): void {
    this.#where.trouble.value = null;
    this.refusal.value = null;
    this.#triedAtMs = null;
    this.sentAtMs.value = null;
    this.isSharing.value = true;
    this.isFollowing.value = true;
    this.step();
  }

  /** Stops, and takes one's pin away from everyone. Returns whether the node took that. */
  async stop(): Promise<boolean> {
    this.isSharing.value = false;
    this.isFollowing.value = false;
    this.isWithdrawing.value = true;
    const wasTaken = await this.#write(null);
    this.isWithdrawing.value = false;
    return wasTaken;
  }

  /** Like `stop`, but does not wait for ever: for leaving. */
  async withdraw(): Promise<boolean> {
    const late = Promise.withResolvers<boolean>();
    const cancel = this.#clock.after(WITHDRAW_MS_MAX, () => late.resolve(false));
    return Promise.race([this.stop(), late.promise]).finally(cancel);
  }

  /** Looks whether something is to be done: call it every second. */
  step(): void {
    const wants = this.#wants();
    this.#where.heed(wants);
    const sentAtMs = this.#triedAtMs;
    const fixAtMs = this.fix.value?.atMs ?? null;
    const step = nextStep({ ...wants, sentAtMs, fixAtMs }, this.#clock.now());
    if (step === "ask") this.#where.ask(wants);
    if (step === "send" && this.fix.value !== null) void this.#send(this.fix.value);
  }

  close(): void {
    this.isSharing.value = false;
    this.isFollowing.value = false;
    this.isTelling.value = false;
    for (const end of this.#ends) end();
    this.#where.close();
    this.#wakeLock.set(false);
  }

  #run(): void {
    this.#where.heed(this.#wants());
    this.#wakeLock.set(this.isSharing.value && !this.isHidden.value);
  }

  #wants(): Wants {
    return {
      isSharing: this.isSharing.value,
      isFollowing: this.isFollowing.value,
      isTelling: this.isTelling.value,
      isHidden: this.isHidden.value,
      intervalMs: this.intervalMs.value,
    };
  }

  #denied(): void {
    this.isFollowing.value = false;
    if (this.isSharing.value) void this.stop();
  }

  async #send(fix: Fix): Promise<void> {
    this.#triedAtMs = this.#clock.now();
    const wasTaken = await this.#write(fix.place);
    if (wasTaken && this.isSharing.value) this.sentAtMs.value = fix.atMs;
  }

  async #write(place: Place | null): Promise<boolean> {
    const position = sentPosition(this.#joined, place, this.#settings.peek());
    try {
      const receipt = await this.#room.write(positions, position);
      this.refusal.value = receipt.status === "refused" ? reasonOf(receipt) : null;
      return receipt.status === "taken";
    } catch (error) {
      if (!(error instanceof Fault)) throw error;
      this.refusal.value = reasonOf({ code: error.code, reason: error.message });
      return false;
    }
  }
}
