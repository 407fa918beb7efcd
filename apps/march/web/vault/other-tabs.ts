/**
 * Adapter of the other tabs of this phone: a channel that tells which entries are gone, by ids that
 * say nothing. Where the browser has none, a tab finds out when it next looks.
 */
const CHANNEL = "march-vault";

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
