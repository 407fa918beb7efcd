/**
 * Everything that merges in a march: what a client names when it joins the room. The stable face of
 * March for the page and the simulation is this file and what it imports:
 *
 *   model.ts            positions, places, names; `forgottenAt` of a position with a wish
 *   models/banners.ts   what contingents are called; `contingentsView`
 *   models/alerts.ts    alerts, verdicts, credences; `alertsView`
 *   models/posts.ts     feeds and announcements; `feedOf`, `announcementsOf`
 *   decision.ts         what stewards sign: appoint, remove, vouch, revoke, hand over, resign, end
 *   stewards.ts         the note that says who the stewards are
 *   summary-notes.ts    the notes of contingents' summaries
 *   limits.ts           how much and how often
 *
 * Write the first four kinds with `room.write(alerts, { … })`. The room's command `decide` takes
 * what `signDecision` returns. Rules A14 to A18: docs/spec/march.md.
 */
import { positions } from "./model.ts";
import { alerts, credences, verdicts } from "./models/alerts.ts";
import { banners } from "./models/banners.ts";
import { posts } from "./models/posts.ts";

export const marchModels = [positions, banners, alerts, verdicts, credences, posts] as const;
