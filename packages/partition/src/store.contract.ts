/** What every store promises, whatever it keeps its tables in. */
import assert from "node:assert/strict";
import test from "node:test";
import type {
  Answer,
  Answers,
  Effecting,
  GroupStore,
  Guard,
  MemberId,
  Owned,
  Reading,
  Request,
  Settings,
  Store,
} from "./store.ts";

/** What a test needs of a store. */
export interface Tried<Transaction> {
  readonly store: Store<Transaction>;
  /** An effect that `happened` counts under that name once it is committed. */
  readonly effect: (transaction: Transaction, name: string) => Promise<void>;
  readonly happened: (name: string) => Promise<number>;
  /** An operator asks that member to leave. */
  readonly drain: (group: string, id: MemberId) => Promise<unknown>;
}

export const NUMBERING: Settings = { partitions: 0, fenced: false };
export const EIGHT: Settings = { partitions: 8, fenced: false };

let groups = 0;

/** What a listener was told, by kind, and in all. */
interface Heard {
  times: number;
  changed: number;
  freed: number;
}

export interface Opened<Transaction> {
  readonly name: string;
  readonly store: GroupStore<Transaction>;
  readonly heard: Heard;
}

/** A group that no other test knows, or another member's way to one. */
export async function openNew<Transaction>(
  store: Store<Transaction>,
  settings: Settings,
  name = `group-${(groups += 1)}`,
): Promise<Opened<Transaction>> {
  const heard: Heard = { times: 0, changed: 0, freed: 0 };
  const hear = (what: "changed" | "freed") => {
    heard.times += 1;
    heard[what] += 1;
  };
  const listener = {
    changed: () => hear("changed"),
    freed: () => hear("freed"),
    dropped: () => {},
  };
  return { name, store: await store.open({ name, settings, label: "here", listener }), heard };
}

/** Asks, and says what the answer is to that kind of request. */
export async function asked<Kind extends Request["kind"]>(
  store: GroupStore<unknown>,
  request: Extract<Request, { kind: Kind }>,
): Promise<Answers[Kind]> {
  const answer: Answer = await store.execute(request);
  assert.equal(answer.kind, request.kind);
  return answer.value as Answers[Kind];
}

export const join = (store: GroupStore<unknown>) => asked<"join">(store, { kind: "join" });
export const leave = (store: GroupStore<unknown>, id: MemberId) =>
  asked<"leave">(store, { kind: "leave", id });
export const beat = (store: GroupStore<unknown>, id: MemberId, width = 3) =>
  asked<"beat">(store, { kind: "beat", id, width, load: 0 });
export const acknowledge = (store: GroupStore<unknown>, id: MemberId, epoch: number) =>
  asked<"acknowledge">(store, { kind: "acknowledge", id, epoch });
export const claim = (store: GroupStore<unknown>, id: MemberId, quota: number) =>
  asked<"claim">(store, { kind: "claim", id, quota });

export async function alive(store: GroupStore<unknown>, id: MemberId, width = 3): Promise<Reading> {
  const reading = await beat(store, id, width);
  assert.ok(reading !== null, "the member is dead");
  return reading;
}

export async function claimed(
  store: GroupStore<unknown>,
  id: MemberId,
  quota: number,
): Promise<readonly Owned[]> {
  const owned = await claim(store, id, quota);
  assert.ok(owned !== null, "the member is dead");
  return owned;
}

const keyGuard = (id: MemberId, owned: Owned): Guard => ({ kind: "key", id, owned });
const fenced = { name: "Fault", code: "fenced" };

export function storeContract<Transaction>(
  name: string,
  make: () => Promise<Tried<Transaction>>,
): void {
  test(`[P1] ${name}: joiners get the next index, a higher epoch and an id of their own`, async () => {
    const { store } = await openNew((await make()).store, NUMBERING);
    const a = await join(store);
    const b = await join(store);
    assert.notEqual(a.id, b.id);
    const { index, size, epoch } = b.reading;
    assert.deepEqual({ index, size, epoch }, { index: 1, size: 2, epoch: a.reading.epoch + 1 });
    assert.equal(a.reading.size, 1);
    assert.equal(a.reading.steady, true);
    await store.close();
  });

  test(`[P1] ${name}: who wants other settings is refused while there are members`, async () => {
    const tried = await make();
    const { store, name: group } = await openNew(tried.store, EIGHT);
    const { id } = await join(store);
    const differs = { name: "Fault", code: "group_differs" };
    await assert.rejects(openNew(tried.store, NUMBERING, group), differs);
    await assert.rejects(openNew(tried.store, { ...EIGHT, fenced: true }, group), differs);
    assert.equal((await alive(store, id)).size, 1);
    await leave(store, id);
    const other = await openNew(tried.store, { partitions: 3, fenced: false }, group);
    const joined = await join(other.store);
    assert.equal((await claimed(other.store, joined.id, 8)).length, 3);
    await store.close();
    await other.store.close();
  });

  test(`[P2] ${name}: the last fills the hole of who leaves, and nobody else moves`, async () => {
    const { store } = await openNew((await make()).store, NUMBERING);
    const ids = [];
    for (let i = 0; i < 4; i += 1) ids.push((await join(store)).id);
    const [a, b, c, d] = ids as [MemberId, MemberId, MemberId, MemberId];
    const before = await alive(store, a);
    await leave(store, b);
    const after = await Promise.all([a, d, c].map((id) => alive(store, id)));
    assert.deepEqual(
      after.map(({ index }) => index),
      [0, 1, 2],
    );
    assert.ok(after.every(({ size, epoch }) => size === 3 && epoch === before.epoch + 1));
    assert.equal(await beat(store, b), null);
    await leave(store, b);
    assert.equal((await alive(store, a)).epoch, before.epoch + 1);
    await store.close();
  });

  test(`[P3] ${name}: the dead get no answer but that`, async () => {
    const { store } = await openNew((await make()).store, EIGHT);
    const { id, reading } = await join(store);
    await leave(store, id);
    assert.equal(await beat(store, id), null);
    assert.equal(await acknowledge(store, id, reading.epoch), null);
    assert.equal(await claim(store, id, 3), null);
    const names = { kind: "claimNames", id, keys: ["room/1"] } as const;
    assert.equal(await asked<"claimNames">(store, names), null);
    await store.close();
  });

  test(`[P4] ${name}: a heartbeat sees the next indices, around the end, and their counters`, async () => {
    const { store } = await openNew((await make()).store, NUMBERING);
    const ids: MemberId[] = [];
    for (let i = 0; i < 5; i += 1) ids.push((await join(store)).id);
    const seen = await alive(store, ids[3]!, 3);
    assert.deepEqual(
      seen.watched.map(({ id }) => id),
      [ids[4], ids[0], ids[1]],
    );
    await asked<"beat">(store, { kind: "beat", id: ids[4]!, width: 3, load: 7 });
    const [next] = (await alive(store, ids[3]!, 64)).watched;
    assert.equal(next?.counter, seen.watched[0]!.counter + 1);
    assert.equal(next?.load, 7);
    assert.equal((await alive(store, ids[3]!, 64)).watched.length, 4);
    assert.equal((await alive(store, ids[3]!, 0)).watched.length, 0);
    await store.close();
  });

  test(`[P5] ${name}: a member whose counter moved is not buried`, async () => {
    const { store } = await openNew((await make()).store, NUMBERING);
    const { id } = await join(store);
    const { id: other } = await join(store);
    const { watched, server } = await alive(store, id);
    const { counter } = watched[0]!;
    await alive(store, other);
    const bury = (at: number, where = server) =>
      asked<"bury">(store, {
        kind: "bury",
        id,
        suspect: { id: other, counter: at, server: where },
      });
    assert.equal(await bury(counter), false);
    assert.equal(await bury(counter + 1, { ...server, session: `${server.session}9` }), false);
    assert.equal(await bury(counter + 1, { ...server, timeline: server.timeline + 1 }), false);
    assert.equal((await alive(store, other)).size, 2);
    const now = (await alive(store, id)).watched[0]!.counter;
    assert.equal(await bury(now), true);
    assert.equal(await bury(now), false);
    assert.equal(await beat(store, other), null);
    assert.equal((await alive(store, id)).size, 1);
    await store.close();
  });

  test(`[P8] ${name}: free partitions are taken up to the quota, with higher counters`, async () => {
    const { store } = await openNew((await make()).store, EIGHT);
    const [a, b] = [(await join(store)).id, (await join(store)).id];
    const first = await claimed(store, a, 5);
    assert.equal(first.length, 5);
    assert.deepEqual(await claimed(store, a, 5), first);
    assert.deepEqual(await claimed(store, a, 2), first);
    const rest = await claimed(store, b, 4);
    assert.equal(rest.length, 3);
    assert.equal(new Set([...first, ...rest].map(({ key }) => key)).size, 8);
    await asked<"release">(store, { kind: "release", id: a, keys: first.slice(0, 1) });
    const again = (await claimed(store, b, 4)).find(({ key }) => key === first[0]!.key);
    assert.ok(again !== undefined && again.fence.counter > first[0]!.fence.counter);
    assert.notEqual(again.fence.nonce, first[0]!.fence.nonce);
    await store.close();
  });

  test(`[P8] ${name}: what the dead owned is free, what the living own is not`, async () => {
    const { store } = await openNew((await make()).store, EIGHT);
    const [a, b] = [(await join(store)).id, (await join(store)).id];
    await claimed(store, a, 8);
    assert.deepEqual(await claimed(store, b, 8), []);
    await leave(store, a);
    assert.equal((await claimed(store, b, 8)).length, 8);
    await store.close();
  });

  test(`[P8] ${name}: who claims a name is told who has it`, async () => {
    const { store } = await openNew((await make()).store, EIGHT);
    const [a, b] = [(await join(store)).id, (await join(store)).id];
    const names = (id: MemberId, keys: readonly string[]) =>
      asked<"claimNames">(store, { kind: "claimNames", id, keys });
    const mine = (await names(a, ["room/1"]))?.[0] as Owned;
    assert.equal(mine.key, "room/1");
    assert.deepEqual(await names(a, ["room/1"]), [mine]);
    const answers = (await names(b, ["room/1", "room/2"])) ?? [];
    const elsewhere = answers.find(({ key }) => key === "room/1");
    assert.deepEqual(elsewhere, { key: "room/1", owner: a, label: "here" });
    assert.ok("fence" in (answers.find(({ key }) => key === "room/2") ?? {}));
    assert.deepEqual(await claimed(store, a, 0), []);
    await asked<"release">(store, { kind: "release", id: a, keys: [mine] });
    const taken = (await names(b, ["room/1"]))?.[0] as Owned;
    assert.ok(taken.fence.counter > mine.fence.counter);
    await leave(store, b);
    assert.ok("fence" in ((await names(a, ["room/1"]))?.[0] ?? {}));
    await store.close();
  });

  test(`[P8] ${name}: a release with an old fence gives nothing back`, async () => {
    const { store } = await openNew((await make()).store, EIGHT);
    const [a, b] = [(await join(store)).id, (await join(store)).id];
    const old = await claimed(store, a, 8);
    await asked<"release">(store, { kind: "release", id: a, keys: old });
    await claimed(store, a, 8);
    await asked<"release">(store, { kind: "release", id: a, keys: old });
    assert.deepEqual(await claimed(store, b, 8), []);
    await store.close();
  });

  test(`[P9] ${name}: an effect commits while the key is owned, and not after`, async () => {
    const { store: made, effect, happened } = await make();
    const { store, name: group } = await openNew(made, EIGHT);
    const { id } = await join(store);
    const [owned] = await claimed(store, id, 8);
    const commit = (): Effecting<Transaction> => ({
      guard: keyGuard(id, owned!),
      operation: null,
      run: (transaction) => effect(transaction, group),
    });
    assert.equal(await store.transaction(commit()), true);
    assert.equal(await happened(group), 1);
    const old = { ...owned!, fence: { ...owned!.fence, nonce: owned!.fence.nonce + 1 } };
    await assert.rejects(store.transaction({ ...commit(), guard: keyGuard(id, old) }), fenced);
    await asked<"release">(store, { kind: "release", id, keys: [owned!] });
    await assert.rejects(store.transaction(commit()), fenced);
    assert.equal(await happened(group), 1);
    await store.close();
  });

  test(`[P10] ${name}: an effect that throws does nothing, and says why`, async () => {
    const { store: made, effect, happened } = await make();
    const { store, name: group } = await openNew(made, EIGHT);
    const { id } = await join(store);
    const [owned] = await claimed(store, id, 8);
    const why = new Error("changed its mind");
    const run = async (transaction: Transaction) => {
      await effect(transaction, group);
      throw why;
    };
    const effecting = { guard: keyGuard(id, owned!), operation: "once", run };
    await assert.rejects(store.transaction(effecting), why);
    assert.equal(await happened(group), 0);
    await store.close();
  });

  test(`[P15] ${name}: an operation happens once, however often it is asked for`, async () => {
    const { store: made, effect, happened } = await make();
    const { store, name: group } = await openNew(made, EIGHT);
    const { id } = await join(store);
    const [owned] = await claimed(store, id, 8);
    const commit = (operation: string) =>
      store.transaction({
        guard: keyGuard(id, owned!),
        operation,
        run: (transaction) => effect(transaction, group),
      });
    assert.deepEqual(
      [await commit("a"), await commit("a"), await commit("b")],
      [true, false, true],
    );
    assert.equal(await happened(group), 2);
    await store.close();
  });

  test(`[P13] ${name}: everyone is the lowest epoch acknowledged; joiners have theirs`, async () => {
    const { store } = await openNew((await make()).store, NUMBERING);
    const a = await join(store);
    assert.equal(a.reading.everyone, a.reading.epoch);
    const b = await join(store);
    assert.equal(b.reading.everyone, a.reading.epoch);
    const read = await acknowledge(store, a.id, b.reading.epoch);
    assert.equal(read?.everyone, b.reading.epoch);
    await acknowledge(store, a.id, a.reading.epoch);
    assert.equal((await alive(store, b.id)).everyone, b.reading.epoch);
    await store.close();
  });

  test(`[P13] ${name}: an effect under an epoch commits while the permit has it`, async () => {
    const { store: made, effect, happened } = await make();
    const { store, name: group } = await openNew(made, NUMBERING);
    const { id, reading } = await join(store);
    const commit = (epoch: number) =>
      store.transaction({
        guard: { kind: "view", id, epoch },
        operation: null,
        run: (transaction) => effect(transaction, group),
      });
    assert.equal(await commit(reading.epoch), true);
    const { reading: next } = await join(store);
    assert.equal(await commit(reading.epoch), true);
    await acknowledge(store, id, next.epoch);
    await assert.rejects(commit(reading.epoch), fenced);
    await leave(store, id);
    await assert.rejects(commit(next.epoch), fenced);
    assert.equal(await happened(group), 2);
    await store.close();
  });

  test(`[P14] ${name}: what changes the group is told, and that keys are released`, async () => {
    const tried = await make();
    const { store, heard, name: group } = await openNew(tried.store, EIGHT);
    const told = async <Result>(kind: "changed" | "freed", what: () => Promise<Result>) => {
      const before = { ...heard };
      const result = await what();
      // No heartbeat looks here: it is told, or never heard.
      for (let i = 0; i < 500 && heard.times === before.times; i += 1) {
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
      const { times } = before;
      assert.deepEqual(heard, { ...before, times: times + 1, [kind]: before[kind] + 1 });
      return result;
    };
    const { id } = await told("changed", () => join(store));
    const { id: other } = await told("changed", () => join(store));
    const keys = await claimed(store, id, 2);
    await told("freed", () => asked<"release">(store, { kind: "release", id, keys }));
    const { epoch } = await alive(store, id);
    await told("changed", () => acknowledge(store, id, epoch));
    await told("changed", () => tried.drain(group, other));
    assert.equal((await alive(store, other)).draining, true);
    await told("changed", () => leave(store, other));
    await store.close();
  });
}
