/**
 * Invites of stewards: each with a link of its own, by which it can be revoked.
 *
 *   POST /march/:id/invites {rights} ─► {invite, link}
 *
 * Rules A5, A20: docs/spec/march.md.
 */
import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import type { NewInvite } from "../invite-command.ts";
import { refusals } from "./answer.ts";
import type { Enter } from "./entrance.ts";
import { gives, MarchId, SESSION, takes } from "./fields.ts";

const Rights = z.array(z.enum(["share", "display"])).min(1);
const InviteBody = z.strictObject({ rights: Rights.max(2) }).openapi("NewInvite");
const Invite = z.object({ invite: z.string(), link: z.string() }).openapi("Invite");

const invite = createRoute({
  method: "post",
  path: "/march/{id}/invites",
  security: SESSION,
  request: { params: MarchId, ...takes(InviteBody) },
  responses: {
    201: gives(Invite, "an invite, and the link that names it"),
    ...refusals(400, 401, 403, 404, 410, 413, 429, 503),
  },
});

export function inviting(routes: OpenAPIHono, enter: Enter): void {
  routes.openapi(invite, async (context) => {
    const args = context.req.valid("json");
    const made = await enter(context, (owner, grant) => owner.call(grant, "invite", args));
    return context.json(made as NewInvite, 201);
  });
}
