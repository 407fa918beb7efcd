/**
 * Where a listening node is reached, for people to read: on this machine, and by others. With TLS
 * an address must be one that its certificate is for.
 *
 * Rule N30: docs/spec/node.md.
 */
import type { AddressInfo } from "node:net";
import { networkInterfaces } from "node:os";
import type { TlsPair } from "./tls-pair.ts";

export interface Addresses {
  /** "http://127.0.0.1:4000", without a slash at the end: where this machine reaches it. */
  readonly address: string;
  /** Where others reach it; none when it listens on the loopback alone. */
  readonly addressesOfOthers: readonly string[];
  /** Where it answers for its health, on this machine, without TLS. */
  readonly plainAddress: string;
  /** Whether nobody but this machine reaches it. */
  readonly isLoopback: boolean;
}

export function addressesOf(
  bound: AddressInfo,
  host: string,
  tls: Pick<TlsPair, "names" | "covers"> | null,
): Addresses {
  const urlOf = (scheme: string, name: string) =>
    `${scheme}://${name.includes(":") ? `[${name}]` : name}:${bound.port}`;
  const isEvery = bound.address === "0.0.0.0" || bound.address === "::";
  const isLoopback = /^(127\.|::1$)/.test(bound.address);
  const here = isEvery ? "127.0.0.1" : host;
  const reached = isEvery ? outerAddresses(bound.address === "::") : [host];
  const others = isLoopback ? [] : reached;
  const plainAddress = urlOf("http", here);
  if (tls === null) {
    const addressesOfOthers = others.map((name) => urlOf("http", name));
    return { address: plainAddress, addressesOfOthers, plainAddress, isLoopback };
  }
  const named = tls.names.filter((name) => !name.includes("*") && !isLocal(name));
  const near = [here, ...(isEvery || isLoopback ? ["localhost"] : [])].find(tls.covers);
  const far = isLoopback ? [] : [...new Set([...named, ...others.filter(tls.covers)])];
  const address = urlOf("https", near ?? named[0] ?? here);
  const addressesOfOthers = far.map((name) => urlOf("https", name));
  return { address, addressesOfOthers, plainAddress, isLoopback };
}

function isLocal(name: string): boolean {
  return /^(localhost$|127\.|0:0:0:0:0:0:0:1$|::1$)/i.test(name);
}

/** This machine's addresses in its networks; those of IPv6 that hold for one link alone are of no use. */
function outerAddresses(withIpv6: boolean): string[] {
  return Object.values(networkInterfaces())
    .flatMap((addresses) => addresses ?? [])
    .filter(({ internal, family }) => !internal && (family === "IPv4" || withIpv6))
    .map(({ address }) => address)
    .filter((address) => !address.startsWith("fe80:"));
}
