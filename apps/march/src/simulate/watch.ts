/**
 * A public face of the march, watched: whatever it shows is told to a `Watcher`, in the order
 * in which it is shown.
 */
import type { Place } from "../model.ts";
import type { MarchApi } from "./api.ts";
import type { SignatureSample } from "./signature-sample.ts";
import type { Life } from "./wait.ts";

export interface Watcher {
  saw(id: string, place: Place): void;
  gone(id: string): void;
  cleared(): void;
  /** The whole of what is shown, where a face gives nothing else. */
  sawOnly(pins: ReadonlyMap<string, Place>): void;
}

export interface WatchOptions {
  readonly api: MarchApi;
  readonly march: string;
  /** Of a session with the right to display. */
  readonly token: string;
  readonly lifetimeMs: number;
  readonly life: Life;
  readonly watcher: Watcher;
  readonly sample: SignatureSample;
  /** The face is gone: the viewer cannot go on. */
  readonly fail: (error: unknown) => void;
}

/** Resolves when the face shows what stands. Watches until the life ends. */
export type Watch = (options: WatchOptions) => Promise<void>;
