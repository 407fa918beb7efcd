/** Says, before anybody presses a button, that a decision is the server's: without it nothing is done. */
import type { OpenMarch } from "../open-march.ts";
import { text } from "../text.ts";

export function NeedsNetwork({ openMarch }: { readonly openMarch: OpenMarch }) {
  const isHeard = openMarch.link.value === "live";
  return (
    <p class="trouble" role="status" data-testid="needs-network">
      {isHeard ? null : text.stewards.offline}
    </p>
  );
}
