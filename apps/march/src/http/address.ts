/**
 * From where a request comes, as far as a limit needs it. A server in front of this one, on the
 * same machine, says it in `X-Forwarded-For`; from elsewhere that header is not believed.
 *
 *   192.0.2.1 ─► 192.0.2.1        2001:db8::1 ─► 2001:db8:0:0        127.0.0.1 ─► what it forwards
 *
 * Rule A13: docs/spec/march.md.
 */
const HERE = /^(127\.|::1$)/;
const CHARS_MAX = 64;

/** Null for a request of this machine itself that is forwarded for nobody. */
export function addressOf(peer: string, forwardedFor: string | undefined): string | null {
  const address = plain(peer);
  if (!HERE.test(address)) return network(address);
  // The last one is what the server in front saw; those before it are what it was told.
  const forwarded = plain(forwardedFor?.split(",").at(-1)?.trim() ?? "");
  return forwarded === "" ? null : network(forwarded).slice(0, CHARS_MAX);
}

function plain(address: string): string {
  return address.replace(/^::ffff:(?=\d+\.)/i, "");
}

/** Of IPv6 the first 64 bits: the others are its user's to choose, 2^64 times. */
function network(address: string): string {
  if (!address.includes(":")) return address;
  const [head = "", tail] = address.split("::");
  const groups = head.split(":");
  const zeros = tail === undefined ? 0 : 8 - groups.length - tail.split(":").length;
  return [...groups, ...Array<string>(Math.max(0, zeros)).fill("0"), ...(tail?.split(":") ?? [])]
    .slice(0, 4)
    .join(":");
}
