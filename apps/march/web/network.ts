/**
 * What the phone says of its network. A connection that is cut is silent, and silence is noticed
 * late; the phone often knows at once.
 *
 * Rule W74: docs/spec/march-page.md.
 */
import type { Client } from "@muster/rooms/client";

/** Follows `phone`, a window as a rule, until what it returns is called. */
export function followNetwork(
  phone: EventTarget,
  client: Pick<Client, "hangUp" | "retry">,
): () => void {
  const [gone, back] = [() => client.hangUp(), () => client.retry()];
  phone.addEventListener("offline", gone);
  phone.addEventListener("online", back);
  return () => {
    phone.removeEventListener("offline", gone);
    phone.removeEventListener("online", back);
  };
}
