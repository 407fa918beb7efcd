/**
 * On which branch of the tree of invites somebody is: that of the link that they came by; a branch
 * of their own for stewards, and for people whom a steward vouches for.
 *
 * Rules A16, A20: docs/spec/march.md.
 */
import type { Mandate } from "./mandate.ts";
import type { Roster } from "./roster.ts";
import type { Witnesses } from "./worth.ts";

export function witnessesOf(
  mandate: Pick<Mandate, "isSteward" | "isVouchedFor">,
  roster: Pick<Roster, "find">,
): Witnesses {
  return {
    isSteward: (person) => mandate.isSteward(person),
    branchOf: (person) => {
      if (mandate.isSteward(person) || mandate.isVouchedFor(person)) return `person ${person}`;
      const link = roster.find(person)?.link ?? "";
      return link === "" ? null : `link ${link}`;
    },
  };
}
