/**
 * The servers in front of this one that are believed when they say for whom they ask: those on
 * this machine, and those that the operator named.
 *
 *     X-Forwarded-For: 203.0.113.9, 198.51.100.7, 10.0.0.2     from 10.0.0.1, both 10.… trusted
 *                      └ told by anyone └ the client └ trusted
 *
 * Rule N35: docs/spec/node.md.
 */
import { BlockList, isIP } from "node:net";
import { Fault } from "./fault.ts";

export interface TrustedProxies {
  /** How many were named: none is none but this machine's. */
  readonly named: number;
  /** For whom a peer asks: the last address that no trusted server has; else the peer itself. */
  clientOf(peer: string, forwardedFor: string | undefined): string;
}

const NETWORKS_MAX = 16;
/** A chain of servers is short; a longer header is somebody's play. */
const HOPS_MAX = 16;

/** "192.0.2.1, 10.0.0.0/8, 2001:db8::/32". Throws `usage`. */
export function parseTrustedProxies(text: string): TrustedProxies {
  const words = text.split(",").map((word) => word.trim());
  if (words.length > NETWORKS_MAX) {
    throw new Fault("usage", `--trusted-proxy takes at most ${NETWORKS_MAX} networks`);
  }
  const named = new BlockList();
  for (const word of words) add(named, word);
  return proxiesOf(named, words.length);
}

/** Only what is on this machine. */
export function noTrustedProxies(): TrustedProxies {
  return proxiesOf(new BlockList(), 0);
}

function add(list: BlockList, word: string): void {
  const [address = "", ...rest] = word.split("/");
  const family = isIP(address);
  const most = family === 4 ? 32 : 128;
  const [bits = String(most), more] = rest;
  const length = /^\d{1,3}$/.test(bits) ? Number(bits) : 0;
  // A network of length 0 is everybody: whoever asks could then say to be anybody.
  if (family === 0 || more !== undefined || length < 1 || length > most) {
    const example = "192.0.2.1, 10.0.0.0/8 or 2001:db8::/32";
    throw new Fault("usage", `--trusted-proxy: "${word}" is no network, such as ${example}`);
  }
  list.addSubnet(address, length, family === 4 ? "ipv4" : "ipv6");
}

function proxiesOf(list: BlockList, named: number): TrustedProxies {
  const isTrusted = (address: string): boolean => {
    const family = isIP(address);
    if (family === 0) return false;
    if (/^(127\.|::1$)/.test(address)) return true;
    return list.check(address, family === 4 ? "ipv4" : "ipv6");
  };
  const clientOf = (peer: string, forwardedFor: string | undefined): string => {
    const from = plain(peer);
    if (!isTrusted(from)) return peer;
    const hops = (forwardedFor ?? "")
      .split(",")
      .slice(-HOPS_MAX)
      .map((hop) => plain(hop.trim()));
    const client = hops.findLast((hop) => !isTrusted(hop));
    return client !== undefined && isIP(client) !== 0 ? client : peer;
  };
  return { named, clientOf };
}

/** An IPv4 address as a socket for both families writes it. */
function plain(address: string): string {
  return address.replace(/^::ffff:(?=\d+\.)/i, "");
}
