import assert from "node:assert/strict";
import { test } from "node:test";
import type { Identity } from "@muster/replica";
import { Fault, type Grant, signToken } from "@muster/rooms";
import { guest, newIdentity, openMarch, SQUARE, seenBy, share } from "../test/fake-march.ts";
import {
  comer,
  decide,
  judge,
  keyComer,
  post,
  seenAlerts,
  settle,
  tell,
  toldOf,
} from "../test/fake-people.ts";
import { STEWARDS_MAX } from "./limits.ts";
import { positions } from "./model.ts";
import { posts } from "./models/posts.ts";
import { MARCH } from "./room.ts";
import { personOf, signStatement } from "./statement.ts";
import { decodeStewards, STEWARDS_NOTE } from "./stewards.ts";
import { SETTLE_EVERY_MS } from "./unheard-decision.ts";

const forbidden = { code: "forbidden" };
const conflict = { code: "conflict" };
type Open = Awaited<ReturnType<typeof openMarch>>;
const opened = () => openMarch();
/** Decisions must each be signed later than the one before. */
const next = (open: Open) => open.timers.advance(1);

async function comes(open: Open, link?: string): Promise<{ person: string; identity: Identity }> {
  const identity = await newIdentity();
  await keyComer(open, identity, link);
  return { identity, person: await personOf(identity.publicKey) };
}

const erased = async ({ owner, march, timers }: Open, by: Identity) => {
  const at = timers.now();
  const signed = await signStatement(by, { does: "erase", march: march.id, at });
  return owner.call(guest("x"), "erase", signed);
};
const invited = async ({ owner }: Open, grant: Grant) =>
  owner.call(grant, "invite", { rights: ["share"] });
/** Lets it be read again what was decided, and done. */
async function heard(open: Open): Promise<void> {
  open.timers.advance(SETTLE_EVERY_MS);
  await settle(open);
  await settle(open);
}

const entry = async ({ host, march }: Open, person: string) => {
  const token = await signToken(march.tokenKey, { kind: MARCH, id: march.id }, guest(person));
  const { release } = await host.enter({ kind: MARCH, id: march.id }, token);
  release();
};

test("[A18] a steward appoints another, who decides from then on, and everyone is told", async () => {
  const open = await opened();
  const ada = await comes(open);
  await assert.rejects(decide(open, ada.identity, { does: "vouch", about: "ben" }), forbidden);
  const answer = await decide(open, open.steward, { does: "appoint", about: ada.person });
  assert.deepEqual(answer, { did: "appoint", records: 0, revoked: null, stewards: 2 });
  next(open);
  await decide(open, ada.identity, { does: "vouch", about: "ben" });
  open.timers.advance(1_000);
  const { notes } = open.owner.standing(open.owner.audiencesOf(guest("anyone")));
  const told = notes.find(({ name }) => name === STEWARDS_NOTE);
  const people = [await personOf(open.steward.publicKey), ada.person];
  assert.deepEqual(decodeStewards(told?.body ?? new Uint8Array()), people);
});

test("[A18] the note of stewards is told again after an erase, and not for nothing", async () => {
  const open = await opened();
  const notes = () =>
    open.owner
      .standing(open.owner.audiencesOf(guest("anyone")))
      .notes.filter(({ name }) => name === STEWARDS_NOTE).length;
  open.timers.advance(1_000);
  assert.equal(notes(), 1);
  const statement = { does: "erase", march: open.march.id, at: open.timers.now() } as const;
  await open.owner.call(guest("x"), "erase", await signStatement(open.steward, statement));
  assert.equal(notes(), 0);
  open.timers.advance(1_000);
  assert.equal(notes(), 1);
});

test("[A18] only who has come with a key becomes a steward, once, and there are few", async () => {
  const open = await opened();
  const appoint = async (about: string) => {
    next(open);
    return decide(open, open.steward, { does: "appoint", about });
  };
  await assert.rejects(appoint("nobody"), { code: "not_found" });
  comer(open, "guest");
  await assert.rejects(appoint("guest"), { code: "not_found" });
  for (let i = 1; i < STEWARDS_MAX; i += 1) await appoint((await comes(open)).person);
  await assert.rejects(appoint((await comes(open)).person), { code: "too_many" });
  await assert.rejects(appoint(await personOf(open.steward.publicKey)), conflict);
});

test("[A18] the last steward cannot resign, who hands over can, and has no say after it", async () => {
  const open = await opened();
  await assert.rejects(decide(open, open.steward, { does: "resign" }), conflict);
  const [ada, ben] = [await comes(open), await comes(open)];
  await decide(open, open.steward, { does: "hand-over", about: ada.person });
  next(open);
  await assert.rejects(decide(open, open.steward, { does: "end" }), forbidden);
  await decide(open, ada.identity, { does: "appoint", about: ben.person });
  next(open);
  assert.equal((await decide(open, ada.identity, { does: "resign" })).stewards, 1);
  next(open);
  await assert.rejects(decide(open, ben.identity, { does: "resign" }), conflict);
  const old = await keyComer(open, open.steward);
  await assert.rejects(
    Promise.resolve(open.owner.call(old, "invite", { rights: ["share"] })),
    forbidden,
  );
});

test("[A18] a decision counts once, about now, in its own march, for what was signed", async () => {
  const open = await opened();
  const at = open.timers.now();
  const statement = { does: "vouch", march: open.march.id, about: "ben", at } as const;
  const { signature } = await signStatement(open.steward, statement);
  const send = (changed: object) =>
    Promise.resolve(
      open.owner.call(guest("x"), "decide", {
        does: "vouch",
        about: "ben",
        at,
        signature,
        ...changed,
      }),
    );
  await assert.rejects(send({ about: "cyd" }), forbidden);
  await assert.rejects(send({ does: "remove" }), forbidden);
  await assert.rejects(send({ at: at + 1 }), forbidden);
  for (const wrong of [{ about: 7 }, { does: "erase" }, { about: "a b" }, { signature: "x" }]) {
    await assert.rejects(send(wrong), { code: "bad_message" });
  }
  await send({});
  await assert.rejects(send({}), conflict);
  const late = await decide(open, open.steward, {
    does: "vouch",
    about: "cyd",
    aheadMs: 5_001,
  }).catch((error: unknown) => error);
  assert.equal((late as Fault).code, "conflict");
  const anew = await openMarch({ march: open.registry.march });
  const replayed = anew.owner.call(guest("x"), "decide", { ...statement, signature });
  await assert.rejects(Promise.resolve(replayed), conflict);
});

test("[A18] what could not be kept was not done, and may be signed again", async () => {
  const open = await opened();
  const fault = new Fault("unavailable", "the database does not answer");
  open.registry.failure = { fault, isLate: false };
  const removal = { does: "remove", about: "ada" } as const;
  await share(open.owner, guest("ada"), SQUARE);
  await assert.rejects(decide(open, open.steward, removal), { code: "unavailable" });
  assert.deepEqual(seenBy(open.owner, guest("ada")), { ada: SQUARE });
  open.registry.failure = null;
  next(open);
  assert.equal((await decide(open, open.steward, removal)).records, 1);
});

test("[A18] a decision whose end was not heard is read again before the next", async () => {
  const open = await opened();
  const ada = await comes(open);
  const fault = new Fault("unavailable", "the database does not answer");
  open.registry.failure = { fault, isLate: true };
  const handing = decide(open, open.steward, { does: "hand-over", about: ada.person });
  await assert.rejects(handing, { code: "unavailable" });
  open.registry.failure = null;
  next(open);
  await assert.rejects(decide(open, open.steward, { does: "end" }), forbidden);
  await decide(open, ada.identity, { does: "vouch", about: "ben" });
});

/** Kept, and the answer is lost. */
async function unheard(open: Open, decision: Parameters<typeof decide>[2]): Promise<void> {
  const fault = new Fault("unavailable", "the database does not answer");
  open.registry.failure = { fault, isLate: true };
  await assert.rejects(decide(open, open.steward, decision), { code: "unavailable" });
  open.registry.failure = null;
  next(open);
}

test("[A18] after a decision whose end was not heard, no command counts on what was before", async () => {
  const open = await opened();
  const ada = await comes(open);
  await unheard(open, { does: "hand-over", about: ada.person });
  const { publicKey } = open.steward;
  const former = guest(await personOf(publicKey));
  await assert.rejects(erased(open, open.steward), forbidden);
  await assert.rejects(invited(open, former), forbidden);
  await invited(open, guest(ada.person));
});

test("[A18] a removal whose end was not heard is done within seconds, and so is an end", async () => {
  const open = await opened();
  const ada = comer(open, "ada");
  await share(open.owner, ada, SQUARE);
  const told: string[] = [];
  open.owner.onGone("ada", ({ code }) => told.push(code));
  await unheard(open, { does: "remove", about: "ada" });
  await heard(open);
  assert.deepEqual(told, ["forbidden"]);
  assert.deepEqual(seenBy(open.owner, guest("ben")), { ada: null });
  await assert.rejects(entry(open, "ada"), forbidden);
  open.owner.onGone("ben", ({ code }) => told.push(code));
  await unheard(open, { does: "end" });
  await heard(open);
  assert.deepEqual([...new Set(told)], ["forbidden", "ended"]);
});

test("[A18] an owner that another has followed overwrites nothing", async () => {
  const open = await opened();
  open.registry.march = { ...open.march, decidedAt: open.timers.now() - 1_000 };
  await assert.rejects(decide(open, open.steward, { does: "vouch", about: "ada" }), conflict);
  assert.deepEqual(open.registry.march.vouched, []);
  next(open);
  await decide(open, open.steward, { does: "vouch", about: "ada" });
});

test("[A19] who is removed is gone: records, sessions, token, and the way back", async () => {
  const open = await opened();
  const [ada, ben] = [comer(open, "ada"), comer(open, "ben")];
  await share(open.owner, ada, SQUARE);
  const alert = await tell(open, ben);
  await Promise.all([
    tell(open, ada),
    post(open, ada),
    judge(open, ada, { alert, says: "disputed" }),
  ]);
  const told: string[] = [];
  open.owner.onGone("ada", ({ code }) => told.push(code));
  open.owner.onGone("ben", ({ code }) => told.push(code));
  const { records } = await decide(open, open.steward, { does: "remove", about: "ada" });
  open.timers.advance(0);
  assert.equal(records, 4);
  assert.deepEqual(told, ["forbidden"]);
  assert.deepEqual(seenBy(open.owner, ben), { ada: null });
  assert.deepEqual(
    seenAlerts(open).map(({ id }) => id),
    [alert],
  );
  assert.deepEqual(
    [...open.owner.space.view(posts).values()].map(({ value }) => value.said),
    [null],
  );
  await assert.rejects(share(open.owner, ada, SQUARE), forbidden);
  await assert.rejects(entry(open, "ada"), forbidden);
  await entry(open, "ben");
  const anew = await openMarch({ march: open.registry.march });
  await assert.rejects(entry(anew, "ada"), forbidden);
  await entry(anew, "ben");
});

test("[A19] what was being written when somebody was removed goes, too", async () => {
  const open = await opened();
  const { records } = await decide(open, open.steward, { does: "remove", about: "ada" });
  assert.equal(records, 0);
  // As a write does that was allowed before, and signed after.
  const position = { person: "ada", contingent: "Tenants", place: SQUARE };
  await open.owner.space.write(positions, position);
  await settle(open);
  assert.deepEqual(seenBy(open.owner, comer(open, "ben")), { ada: null });
});

test("[A18] who becomes a steward, or is one no more, joins anew, and hears what is theirs", async () => {
  const open = await opened();
  const ada = await comes(open);
  const old = await personOf(open.steward.publicKey);
  const told: string[] = [];
  for (const person of [ada.person, old]) {
    open.owner.onGone(person, ({ code }) => told.push(`${person === old ? "old" : "new"} ${code}`));
  }
  await decide(open, open.steward, { does: "hand-over", about: ada.person });
  assert.deepEqual(told, [], "the answer goes first");
  open.timers.advance(0);
  assert.deepEqual(new Set(told), new Set(["new conflict", "old conflict"]));
  await post(open, comer(open, "cyd"));
  assert.deepEqual(toldOf(open, guest(ada.person, "Nurses")), ["posts"]);
  assert.deepEqual(toldOf(open, guest(old, "Nurses")), []);
});

test("[A19] what is kept of who was removed names nobody", async () => {
  const open = await opened();
  await decide(open, open.steward, { does: "remove", about: "ada" });
  next(open);
  await decide(open, open.steward, { does: "vouch", about: "ben" });
  const { barred, vouched } = open.registry.march;
  for (const mask of [...barred, ...vouched]) assert.match(mask, /^[\w-]{22}$/);
  assert.equal(new Set([...barred, ...vouched]).size, 2);
});

test("[A19] a steward is removed by another, never by themself, and decides no more", async () => {
  const open = await opened();
  const ada = await comes(open);
  const self = await personOf(open.steward.publicKey);
  await assert.rejects(decide(open, open.steward, { does: "remove", about: self }), conflict);
  await decide(open, open.steward, { does: "appoint", about: ada.person });
  const anew = await openMarch({ march: open.registry.march });
  next(anew);
  assert.equal(
    (await decide(anew, open.steward, { does: "remove", about: ada.person })).stewards,
    1,
  );
  next(anew);
  await assert.rejects(decide(anew, ada.identity, { does: "end" }), forbidden);
  await assert.rejects(
    decide(anew, open.steward, { does: "appoint", about: ada.person }),
    forbidden,
  );
});

test("[A20] a link is revoked by its name, or with who came by it", async () => {
  const open = await opened();
  comer(open, "ada", "link-ada");
  const { revoked } = await decide(open, open.steward, { does: "revoke", about: "AAECAwQF" });
  next(open);
  const removal = { does: "remove-and-revoke", about: "ada" } as const;
  assert.deepEqual(
    [revoked, (await decide(open, open.steward, removal)).revoked],
    ["AAECAwQF", "link-ada"],
  );
  assert.deepEqual(open.registry.march.revoked, ["AAECAwQF", "link-ada"]);
  next(open);
  const wrong = decide(open, open.steward, { does: "revoke", about: "short" });
  await assert.rejects(wrong, { code: "bad_message" });
});

test("[A20] only who is a steward now makes invites, whatever their token says", async () => {
  const open = await opened();
  const claims = guest("mallory", "Tenants", ["share", "steward"]);
  const invite = (grant = claims) =>
    Promise.resolve(open.owner.call(grant, "invite", { rights: ["share"] }));
  await assert.rejects(invite(), forbidden);
  assert.match(
    ((await invite(await keyComer(open, open.steward))) as { link: string }).link,
    /^[\w-]{8}$/,
  );
});

test("[A22] a steward ends the march: everything is dropped, everyone told, nobody comes in", async () => {
  const open = await opened();
  await share(open.owner, guest("ada"), SQUARE);
  const told: string[] = [];
  open.owner.onGone("ada", ({ code }) => told.push(code));
  await assert.rejects(decide(open, await newIdentity(), { does: "end" }), forbidden);
  const { did } = await decide(open, open.steward, { does: "end" });
  assert.equal(did, "end");
  assert.deepEqual([...open.owner.space.records()], []);
  await assert.rejects(entry(open, "ada"), { code: "ended" });
  open.timers.advance(0);
  assert.deepEqual(told, ["ended"]);
  const anew = openMarch({ march: open.registry.march });
  await assert.rejects(anew, { code: "ended" });
});

test("[A18] however many others call, a steward is heard", async () => {
  const open = await opened();
  const steward = guest(await personOf(open.steward.publicKey));
  const noise = { does: "end", about: "", at: open.timers.now(), signature: new Uint8Array(64) };
  const many = Array.from({ length: 64 }, (_, i) =>
    assert.rejects(open.owner.call(guest(`p${i}`), "decide", noise), forbidden),
  );
  assert.throws(() => open.owner.call(guest("ann"), "decide", noise), { code: "too_many" });
  const signed = await signStatement(open.steward, {
    does: "erase",
    march: open.march.id,
    at: open.timers.now(),
  });
  assert.equal(await open.owner.call(steward, "erase", signed), 0);
  await Promise.all(many);
});
