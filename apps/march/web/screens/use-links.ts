/** What the march knows of its links, for a steward: asked when there is a network, and again. */
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { Links } from "../../src/links-command.ts";
import type { KeptLink } from "../kept-links.ts";
import type { OpenMarch } from "../open-march.ts";

/** `told` is null before there is an answer; where none comes, the page says so of each link. */
export function useLinks(steward: OpenMarch | null, kept: readonly KeptLink[]) {
  const told = useSignal<Links | null>(null);
  const isLive = steward?.link.value === "live";
  const ask = async (): Promise<void> => {
    if (steward === null || !isLive) return;
    told.value = await steward.stewardship.links().catch(() => told.peek());
  };
  useEffect(() => void ask(), [isLive, kept]);
  return { told: told.value, ask };
}
