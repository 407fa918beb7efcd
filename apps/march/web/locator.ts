/**
 * Adapter of the phone's geolocation: every fix it gives, and why it gives none. It runs only
 * between `start` and `stop`, so that the page never knows a place that nobody asked for.
 *
 *   start ─► looking ──fix──► found ──asked, but tells nothing new──► the same fix, anew
 *                ▲               └──unavailable──┐
 *                └───────────────────────────────┘
 *
 * Rule W28: docs/spec/march-page.md.
 */
import { type Place, placeOf } from "../src/model.ts";
import type { DeviceClock } from "./clock.ts";
import type { Trouble } from "./status.ts";

export interface Fix {
  readonly place: Place;
  readonly accuracyM: number;
  /** When it came in, on this device's clock: the phone's own times are not to be trusted. */
  readonly atMs: number;
}

export interface Hears {
  fix(fix: Fix): void;
  trouble(trouble: Trouble): void;
}

const FIRST_FIX_MS_MAX = 30_000;
/** Shorter than a send may take before it is called delayed. */
const ASK_MS_MAX = 5_000;

export class Locator {
  readonly #hears: Hears;
  readonly #clock: Pick<DeviceClock, "now">;
  readonly #geolocation: Geolocation;
  #watch: number | null = null;
  #isAsking = false;
  /** Of this watch: where the phone is for as long as it tells nothing else. */
  #last: Fix | null = null;

  constructor(hears: Hears, clock: Pick<DeviceClock, "now">, geolocation: Geolocation) {
    this.#hears = hears;
    this.#clock = clock;
    this.#geolocation = geolocation;
  }

  /** A place that the phone knows already will do, when it is no older than that. */
  start(ageMsMax: number): void {
    if (this.#watch !== null) return;
    this.#last = null;
    this.#watch = this.#geolocation.watchPosition(
      (position) => this.#found(position),
      (error) => this.#failed(error),
      { enableHighAccuracy: true, maximumAge: ageMsMax, timeout: FIRST_FIX_MS_MAX },
    );
  }

  stop(): void {
    if (this.#watch !== null) this.#geolocation.clearWatch(this.#watch);
    this.#watch = null;
  }

  /** Asks once: a phone that lies still tells its watchers nothing new. */
  ask(ageMsMax: number): void {
    if (this.#isAsking || this.#watch === null) return;
    this.#isAsking = true;
    this.#geolocation.getCurrentPosition(
      (position) => {
        this.#isAsking = false;
        this.#found(position);
      },
      (error) => {
        this.#isAsking = false;
        this.#failed(error);
      },
      { enableHighAccuracy: true, maximumAge: ageMsMax, timeout: ASK_MS_MAX },
    );
  }

  #found({ coords }: GeolocationPosition): void {
    const place = placeOf(coords.latitude, coords.longitude);
    this.#tell({ place, accuracyM: coords.accuracy, atMs: this.#clock.now() });
  }

  #tell(fix: Fix): void {
    if (this.#watch === null) return;
    this.#last = fix;
    this.#hears.fix(fix);
  }

  #failed({ code, PERMISSION_DENIED, TIMEOUT }: GeolocationPositionError): void {
    if (this.#watch === null) return;
    if (code === TIMEOUT && this.#last !== null) {
      return this.#tell({ ...this.#last, atMs: this.#clock.now() });
    }
    this.#last = null;
    if (code === PERMISSION_DENIED) this.#hears.trouble("denied");
    else this.#hears.trouble(code === TIMEOUT ? "timeout" : "unavailable");
  }
}
