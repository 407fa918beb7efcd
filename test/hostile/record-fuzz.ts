/**
 * Records that nobody wrote, or not here, not then, not in that name: each is offered to a march
 * on a session that may write, and must be refused.
 *
 *   damage │ cut │ of another march │ signed by another │ in another's name │ expired │ from the future
 */
import { type Identity, MemoryStore, Space, Verifier } from "@muster/replica";
import { positions } from "../../apps/march/src/model.ts";
import { alerts, recordIdOf, verdicts } from "../../apps/march/src/models/alerts.ts";
import { banners } from "../../apps/march/src/models/banners.ts";
import { posts } from "../../apps/march/src/models/posts.ts";
import { marchModels } from "../../apps/march/src/models.ts";
import { keyHolder, type OpenMarch, openMarch, SQUARE } from "../../apps/march/test/fake-march.ts";
import { heldMB } from "./memory.ts";
import { below, mutated, type Random, seeded } from "./mutation.ts";

const AHEAD_MS = 120_000;

export const CRIMES = [
  "damaged",
  "cut",
  "of another march",
  "signed by another",
  "in another's name",
  "on another's session",
  "expired",
  "from the future",
] as const;
type Crime = (typeof CRIMES)[number];

export interface RecordReport {
  readonly tried: Readonly<Record<Crime, number>>;
  readonly refusedAs: Readonly<Record<string, number>>;
  readonly accepted: number;
  readonly acceptedTexts: readonly string[];
  readonly controls: number;
  readonly controlsAccepted: number;
  readonly growthMB: number;
}

type Person = Awaited<ReturnType<typeof keyHolder>>;

/** `each` records of every crime, of every kind that a phone writes. */
export async function fuzzRecords(each: number, seed: number): Promise<RecordReport> {
  const [open, elsewhere] = [
    await openMarch(),
    await openMarch({ march: { id: "another-march-16" } }),
  ];
  const [ann, mallory] = [await keyHolder(), await keyHolder()];
  for (const { grant } of [ann, mallory]) open.owner.checkEntry(grant);
  const random = seeded(seed);
  const refusedAs: Record<string, number> = {};
  const acceptedTexts: string[] = [];
  const tried = Object.fromEntries(CRIMES.map((crime) => [crime, 0])) as Record<Crime, number>;
  const originals = await recordsOf(open, ann, { by: ann.identity });
  const makers = makersOf({ open, elsewhere, ann, mallory, originals, random });
  let [accepted, before] = [0, 0];
  for (const crime of CRIMES) {
    for (let tries = 0; tries < each; tries += 1) {
      if (crime === "cut" && tries === 0) before = await heldMB();
      const bytes = await makers[crime]();
      const outcome = await open.owner.admit(ann.grant, bytes);
      tried[crime] += 1;
      const code = outcome.status === "refused" ? outcome.code : outcome.status;
      refusedAs[code] = (refusedAs[code] ?? 0) + 1;
      if (outcome.status === "refused") continue;
      accepted += 1;
      acceptedTexts.push(`${crime}: ${Buffer.from(bytes).toString("hex").slice(0, 400)}`);
    }
  }
  const growthMB = Math.round(((await heldMB()) - before) * 10) / 10;
  accepted += [...open.owner.space.records()].length;
  const outcomes = [];
  for (const bytes of originals) outcomes.push(await open.owner.admit(ann.grant, bytes));
  const controlsAccepted = outcomes.filter(({ status }) => status !== "refused").length;
  const controls = originals.length;
  return { tried, refusedAs, accepted, acceptedTexts, controls, controlsAccepted, growthMB };
}

interface Making {
  readonly open: OpenMarch;
  readonly elsewhere: OpenMarch;
  readonly ann: Person;
  readonly mallory: Person;
  readonly originals: readonly Uint8Array[];
  readonly random: Random;
}

function makersOf(making: Making): Readonly<Record<Crime, () => Promise<Uint8Array>>> {
  const { open, elsewhere, ann, mallory, originals, random } = making;
  const oneOf = (all: readonly Uint8Array[]): Uint8Array =>
    all[below(random, all.length)] ?? new Uint8Array();
  const made = new Map<string, Promise<readonly Uint8Array[]>>();
  const once = async (name: string, make: () => Promise<readonly Uint8Array[]>) => {
    const all = made.get(name) ?? make();
    made.set(name, all);
    return oneOf(await all);
  };
  const { lifetimeMs } = open.march;
  return {
    damaged: async () => mutated(oneOf(originals), random),
    cut: async () => {
      const bytes = oneOf(originals);
      return bytes.slice(0, below(random, bytes.length));
    },
    "of another march": () =>
      once("elsewhere", () => recordsOf(elsewhere, ann, { by: ann.identity })),
    "signed by another": () =>
      once("signatures", () => recordsOf(open, ann, { by: signingFor(ann, mallory) })),
    "in another's name": () => once("names", () => recordsOf(open, mallory, { by: ann.identity })),
    "on another's session": () =>
      once("sessions", () => recordsOf(open, mallory, { by: mallory.identity })),
    expired: () =>
      once("expired", () =>
        recordsOf(open, ann, { by: ann.identity, aheadMs: -lifetimeMs - 20_000 }),
      ),
    "from the future": () =>
      once("future", () => recordsOf(open, ann, { by: ann.identity, aheadMs: AHEAD_MS })),
  };
}

/** What `person` would say, one of each kind that phones write, signed by `by`. */
async function recordsOf(
  { march, timers }: OpenMarch,
  { grant: { person } }: Pick<Person, "grant">,
  { by, aheadMs = 0 }: { readonly by: Identity; readonly aheadMs?: number },
): Promise<readonly Uint8Array[]> {
  const at = timers.now() + aheadMs;
  const space = new Space({
    name: `march/${march.id}`,
    models: marchModels,
    store: new MemoryStore(),
    clock: { now: () => at },
    identity: by,
    verifier: new Verifier(),
    lifetimeMs: march.lifetimeMs,
  });
  const contingent = "Tenants";
  const written = [
    await space.write(positions, { person, contingent, place: SQUARE }),
    await space.write(banners, { contingent, name: "Tenants", colour: 1, by: person }),
    await space.write(alerts, {
      id: recordIdOf(person, "alert-of-this-one"),
      by: person,
      told: { kind: "medic", place: SQUARE, at },
    }),
    await space.write(posts, {
      id: recordIdOf(person, "post-of-this-one"),
      by: person,
      feed: contingent,
      said: { text: "water", at },
    }),
    await space.write(verdicts, { alert: "alert-of-nobody-here", person, says: "confirmed" }),
  ];
  return written.map(({ bytes }) => bytes);
}

/** Signs as it should be signed, in the name of the first, with the key of the other. */
function signingFor({ identity }: Person, other: Person): Identity {
  return { ...identity, sign: (bytes) => other.identity.sign(bytes) };
}
