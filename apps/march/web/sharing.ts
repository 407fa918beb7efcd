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
import { type Fix, HERE_MS_MAX, Locator, stillHere } from "./locator.ts";
import { nextStep } from "./pacer.ts";
import { sentPosition } from "./sent-position.ts";
import type { Settings } from "./settings.ts";
import { reasonOf, type Trouble } from "./status.ts";
import { WakeLock } from "./wake-lock.ts";

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
  readonly fix = signal<Fix | null>(null);
  readonly trouble = signal<Trouble | null>(null);
  /** When the position was read that the node took last, on this device's clock. */
  readonly sentAtMs = signal<number | null>(null);
  readonly refusal = signal<string | null>(null);
  readonly isWithdrawing = signal(false);
  readonly #room: RoomClient;
  readonly #settings: ReadonlySignal<Settings>;
  readonly #joined: Joined;
  readonly #clock: DeviceClock;
  readonly #locator: Locator;
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
    const hears = {
      fix: (fix: Fix) => this.#found(fix),
      trouble: (trouble: Trouble) => this.#failed(trouble),
    };
    this.#locator = new Locator(hears, clock, navigator.geolocation);
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
    this.trouble.value = null;
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
    this.#forgetOld();
    const nowMs = this.#clock.now();
    const step = nextStep(
      {
        isSharing: this.isSharing.value,
        isHidden: this.isHidden.value,
        intervalMs: this.intervalMs.value,
        sentAtMs: this.#triedAtMs,
        fixAtMs: this.fix.value?.atMs ?? null,
      },
      nowMs,
    );
    if (step === "ask") this.#locator.ask(this.intervalMs.value);
    if (step === "send" && this.fix.value !== null) void this.#send(this.fix.value);
  }

  close(): void {
    this.isSharing.value = false;
    this.isFollowing.value = false;
    this.isTelling.value = false;
    for (const end of this.#ends) end();
    this.#locator.stop();
    this.#wakeLock.set(false);
  }

  #run(): void {
    this.#forgetOld();
    const isWanted = this.isSharing.value || this.isFollowing.value || this.isTelling.value;
    const ageMsMax = Math.min(this.intervalMs.peek(), HERE_MS_MAX);
    if (isWanted && !this.isHidden.value) this.#locator.start(ageMsMax);
    else this.#locator.stop();
    this.#wakeLock.set(this.isSharing.value && !this.isHidden.value);
  }

  /** Where the phone was is not where it is: neither an alert nor a distance may be of there. */
  #forgetOld(): void {
    this.fix.value = stillHere(this.fix.peek(), this.#locator.isRunning, this.#clock.now());
  }

  #found(fix: Fix): void {
    this.fix.value = fix;
    this.trouble.value = null;
    this.step();
  }

  #failed(trouble: Trouble): void {
    this.trouble.value = trouble;
    if (trouble !== "denied") return;
    this.isFollowing.value = false;
    this.fix.value = null;
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
