/**
 * Whom a removal may concern beside the person: how many came by their link, so that a steward
 * knows what closing it means.
 *
 *   asking ─► open, with so many people │ closed │ not known
 *
 * Rule W64: docs/spec/march-page.md.
 */
import type { Links } from "../src/links-command.ts";

/** How many came by the link, where somebody can join by it still. */
export type Branch = number | "asking" | "closed" | "unknown";

/** `told`: null where the march could not be asked. */
export function branchOf(told: Links | "asking" | null): Branch {
  if (told === "asking") return told;
  if (told === null || told.of === null) return "unknown";
  if (told.revoked.includes(told.of)) return "closed";
  // One that is too little used to be told of has brought at least this person.
  return told.links.find(({ link }) => link === told.of)?.people ?? 1;
}
