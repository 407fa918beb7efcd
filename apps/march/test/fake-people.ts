/** People of a march who tell, judge, post and decide, for tests. */
import { type Identity, MemoryStore, type Model, Space, Verifier } from "@muster/replica";
import type { Grant } from "@muster/rooms";
import { type Decided, signDecision } from "../src/decision.ts";
import { positions } from "../src/model.ts";
import {
  type Alert,
  type AlertKind,
  alerts,
  alertsView,
  credences,
  recordIdOf,
  type Saying,
  type SeenAlert,
  verdicts,
} from "../src/models/alerts.ts";
import { type Banner, banners } from "../src/models/banners.ts";
import { type Post, posts } from "../src/models/posts.ts";
import { marchModels } from "../src/models.ts";
import { MARCH } from "../src/room.ts";
import type { Decision } from "../src/statement.ts";
import { personOf } from "../src/statement.ts";
import { UPKEEP_EVERY_MS } from "../src/upkeep.ts";
import { guest, type OpenMarch, SQUARE } from "./fake-march.ts";

/** Someone without a key who came by a link. */
export function comer({ owner }: OpenMarch, person: string, link = "link-one"): Grant {
  const base = guest(person);
  const grant = { ...base, about: { ...base.about, link } };
  owner.checkEntry(grant);
  return grant;
}

/** Someone with a key who came by a link. */
export async function keyComer(
  { owner }: OpenMarch,
  identity: Identity,
  link = "link-one",
): Promise<Grant> {
  const base = guest(await personOf(identity.publicKey));
  const key = Buffer.from(identity.publicKey).toString("hex");
  const grant = { ...base, about: { ...base.about, link, key } };
  owner.checkEntry(grant);
  return grant;
}

export function write<Value>(
  { owner }: OpenMarch,
  grant: Grant,
  { model, value }: { readonly model: Model<Value>; readonly value: Value },
): Promise<unknown> {
  return owner.call(grant, "write", { model: model.name, value });
}

let ids = 0;
export function newId(by = "ada"): string {
  ids += 1;
  return recordIdOf(by, `-id-${ids}`.padEnd(16, "-"));
}

export async function tell(
  open: OpenMarch,
  grant: Grant,
  { kind = "danger", at = open.timers.now() }: { kind?: AlertKind; at?: number } = {},
): Promise<string> {
  const id = newId(grant.person);
  const told = { kind, place: SQUARE, at };
  await write(open, grant, { model: alerts, value: { id, by: grant.person, told } });
  return id;
}

export function withdraw(open: OpenMarch, grant: Grant, id: string): Promise<unknown> {
  const held = open.owner.space.view(alerts).get(id)?.value as Alert;
  return write(open, grant, { model: alerts, value: { ...held, told: null } });
}

export function judge(
  open: OpenMarch,
  grant: Grant,
  { alert, says }: { readonly alert: string; readonly says: Saying | null },
): Promise<unknown> {
  return write(open, grant, { model: verdicts, value: { alert, person: grant.person, says } });
}

export async function post(
  open: OpenMarch,
  grant: Grant,
  {
    text = "water",
    feed = "Tenants",
    at = open.timers.now(),
  }: {
    readonly text?: string;
    readonly feed?: string | null;
    readonly at?: number;
  } = {},
): Promise<string> {
  const id = newId(grant.person);
  await write(open, grant, {
    model: posts,
    value: { id, by: grant.person, feed, said: { text, at } } satisfies Post,
  });
  return id;
}

export function name(
  open: OpenMarch,
  grant: Grant,
  changed: Partial<Banner> = {},
): Promise<unknown> {
  const contingent = grant.about["contingent"] ?? "";
  const value = { contingent, name: contingent, colour: 0, by: grant.person, ...changed };
  return write(open, grant, { model: banners, value });
}

/** As a phone signs it: the outcome of the room's admission. */
export async function admit<Value>(
  { march, owner, timers }: OpenMarch,
  { grant, identity }: { readonly grant: Grant; readonly identity: Identity },
  { model, value }: { readonly model: Model<Value>; readonly value: Value },
): Promise<string> {
  const space = new Space({
    name: `${MARCH}/${march.id}`,
    models: marchModels,
    store: new MemoryStore(),
    clock: timers,
    identity,
    verifier: new Verifier(),
    lifetimeMs: march.lifetimeMs,
  });
  const outcome = await owner.admit(grant, (await space.write(model, value)).bytes);
  return outcome.status === "refused" ? `${outcome.code}: ${outcome.reason}` : outcome.status;
}

/** A decision that `by` signs now, or by a clock that is so far ahead. */
export async function decide(
  { march, owner, timers }: OpenMarch,
  by: Identity,
  { does, about = "", aheadMs = 0 }: { does: Decision; about?: string; aheadMs?: number },
): Promise<Decided> {
  const args = await signDecision(by, { does, about, march: march.id }, timers.now() + aheadMs);
  return (await owner.call(guest("anyone"), "decide", args)) as Decided;
}

/** Lets the march do what it does in its own time, and waits until it is done. */
export async function settle({ timers, isSigning }: OpenMarch): Promise<void> {
  timers.advance(UPKEEP_EVERY_MS);
  for (let quiet = 0; quiet < 5; quiet = isSigning() ? 0 : quiet + 1) {
    // oxlint-disable-next-line no-await-in-loop
    await new Promise((resolve) => void setImmediate(resolve));
  }
}

/** What stands, as `person` sees it. */
export function seenAlerts({ owner, timers }: OpenMarch, person = "someone"): readonly SeenAlert[] {
  const { space } = owner;
  const views = {
    alerts: space.view(alerts),
    credences: space.view(credences),
    verdicts: space.view(verdicts),
  };
  return alertsView(views, person, timers.now());
}

/** The models of the records that someone of these rights is told when they join. */
export function toldOf({ owner }: OpenMarch, grant: Grant): readonly string[] {
  const { records } = owner.standing(owner.audiencesOf(grant));
  return records.map(({ record }) => record.model).filter((model) => model !== positions.name);
}
