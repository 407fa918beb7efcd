/**
 * Whom a removal may concern beside the person: how many came by their link, so that a steward
 * knows what closing it means.
 *
 * Rule W64: docs/spec/march-page.md.
 */
import type { Links } from "../src/links-command.ts";

/** Null where the link is not known, or nobody can join by it any more. */
export function branchOf(told: Links | null): number | null {
  if (told === null || told.of === null || told.revoked.includes(told.of)) return null;
  // One that is too little used to be told of has brought at least this person.
  return told.links.find(({ link }) => link === told.of)?.people ?? 1;
}
