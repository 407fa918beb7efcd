/**
 * Adapter of the phone's geolocation: every fix it gives, and why it gives none. It runs only
 * between `start` and `stop`, so that the page never knows a place that nobody asked for.
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
const ASK_MS_MAX = 15_000;

export class Locator {
  readonly #hears: Hears;
  readonly #clock: DeviceClock;
  #watch: number | null = null;
  #isAsking = false;

  constructor(hears: Hears, clock: DeviceClock) {
    this.#hears = hears;
    this.#clock = clock;
  }

  start(): void {
    if (this.#watch !== null) return;
    this.#watch = navigator.geolocation.watchPosition(
      (position) => this.#found(position),
      (error) => this.#failed(error),
      { enableHighAccuracy: true, maximumAge: 0, timeout: FIRST_FIX_MS_MAX },
    );
  }

  stop(): void {
    if (this.#watch !== null) navigator.geolocation.clearWatch(this.#watch);
    this.#watch = null;
  }

  /** Asks once: a phone that lies still tells its watchers nothing new. */
  ask(): void {
    if (this.#isAsking || this.#watch === null) return;
    this.#isAsking = true;
    navigator.geolocation.getCurrentPosition(
      (position) => {
        this.#isAsking = false;
        this.#found(position);
      },
      (error) => {
        this.#isAsking = false;
        this.#failed(error);
      },
      { enableHighAccuracy: true, maximumAge: 0, timeout: ASK_MS_MAX },
    );
  }

  #found({ coords }: GeolocationPosition): void {
    if (this.#watch === null) return;
    const place = placeOf(coords.latitude, coords.longitude);
    this.#hears.fix({ place, accuracyM: coords.accuracy, atMs: this.#clock.now() });
  }

  #failed({ code }: GeolocationPositionError): void {
    if (this.#watch === null) return;
    if (code === GeolocationPositionError.PERMISSION_DENIED) this.#hears.trouble("denied");
    else if (code === GeolocationPositionError.TIMEOUT) this.#hears.trouble("timeout");
    else this.#hears.trouble("unavailable");
  }
}
