/**
 * Making an invite, as a command: by whoever is a steward now, whatever their token says.
 *
 * Rules A5, A20: docs/spec/march.md.
 */
import { type Command, Fault } from "@muster/rooms";
import * as z from "zod/mini";
import { LINK_BYTES, signInvite } from "./invite.ts";
import type { Mandate } from "./mandate.ts";

const InviteArgs = z.object({
  rights: z.array(z.enum(["share", "display"])).check(z.minLength(1)),
});

export interface NewInvite {
  readonly invite: string;
  /** 8 characters; it names the invite, to revoke it. */
  readonly link: string;
}

export function inviteCommand(
  mandate: Mandate,
  random: (bytes: number) => Uint8Array<ArrayBuffer>,
): Command {
  return ({ person }, args): NewInvite => {
    const parsed = InviteArgs.safeParse(args);
    if (!parsed.success) throw new Fault("bad_message", "an invite has `rights`");
    if (!mandate.isSteward(person)) {
      throw new Fault("forbidden", "only a steward may make invites");
    }
    const link = Buffer.from(random(LINK_BYTES)).toString("base64url");
    const rights = [...new Set(parsed.data.rights)];
    return { invite: signInvite(mandate.march, { rights, by: person, link }), link };
  };
}
