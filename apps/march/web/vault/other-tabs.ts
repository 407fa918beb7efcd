/**
 * Adapter of the other tabs of this phone: a lock against them, and a channel that tells which entries are gone, by ids that say
 * nothing. Where the browser has none, tabs hear of it when they are opened anew.
 */
import { abortAfter } from "../clock.ts";

const CHANNEL = "march-vault";
const LOCK = "march-vault";
/** A tab that is frozen or hangs may hold the lock: nobody waits for longer. */
const WAIT_MS_MAX = 2_000;

/** A port; `otherTabs` is the adapter. */
export interface OtherTabs {
  tellRemoved(id: string): void;
}

/** `onRemoved` hears the id of an entry that another tab has removed. */
export function otherTabs(onRemoved: (id: string) => void): OtherTabs {
  if (!("BroadcastChannel" in globalThis)) return { tellRemoved: () => undefined };
  const channel = new BroadcastChannel(CHANNEL);
  channel.onmessage = ({ data }: MessageEvent<unknown>) => {
    if (typeof data === "string") onRemoved(data);
  };
  return {
    tellRemoved: (id) => {
      // oxlint-disable-next-line require-post-message-target-origin -- a channel is of one origin
      channel.postMessage(id);
    },
  };
}

/** Runs while no other tab does, where the browser has locks. */
export async function alone(run: () => Promise<void>): Promise<void> {
  if (!("locks" in navigator)) return run();
  let isBegun = false;
  const begun = (): Promise<void> => {
    isBegun = true;
    return run();
  };
  try {
    await navigator.locks.request(LOCK, { signal: abortAfter(WAIT_MS_MAX) }, begun);
  } catch (error) {
    if (isBegun || !(error instanceof DOMException)) throw error;
    await run();
  }
}
