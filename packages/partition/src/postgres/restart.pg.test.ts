/** A server of its own that crashes, while members of two groups in three "processes" count on it. */
import assert from "node:assert/strict";
import test from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { comesTrue } from "../../../../test/comes-true.ts";
import { openPool } from "../../../../test/postgres.ts";
import { TortureServer } from "../../../../test/torture/server.ts";
import type { FencedGroup, News } from "../group.ts";
import { join } from "../join.ts";
import { postgres } from "../postgres.ts";
import type { PostgresTransaction } from "./effects.ts";
import { openProxy, type Proxy } from "./fake-proxy.ts";
import { createSchema } from "./schema.ts";

const KEYS_EACH = 2;
const PROCESSES = 3;
const partitions = KEYS_EACH * PROCESSES;
/** Longer than anybody has to stand still before a burial. */
const BURIAL_MS = 3_500;
const SOON = { msMax: 15_000, everyMs: 20 };

/** Members hold theirs exclusively, who watches them waits for a shared one. */
const HELD = `select from pg_locks
  where locktype = 'advisory' and mode = 'ExclusiveLock' and granted`;

interface Member {
  readonly group: FencedGroup<PostgresTransaction>;
  readonly news: News[];
}

test("[P5] [P16] members outlive a crash of the database: acting stops, and nobody is buried", async () => {
  await using made = new AsyncDisposableStack();
  const server = await TortureServer.start(null);
  made.defer(() => server.close());
  const direct = openPool(server.url);
  made.defer(() => direct.end());
  await createSchema(direct);
  const proxies = await Promise.all(Array.from({ length: PROCESSES }, () => openProxy(direct)));
  const [plain, fast] = [await joined(proxies, false), await joined(proxies, true)];
  const all = [...plain, ...fast];
  await comesTrue(() => all.every(hasItsKeys), SOON);
  const ids = all.map(({ group }) => group.id);
  for (const { news } of all) news.length = 0;

  for (const proxy of proxies) proxy.stall();
  await server.restart();
  await comesTrue(() => all.every(({ group }) => usable(group) === 0), SOON);
  for (const proxy of proxies) proxy.mend();
  await comesTrue(() => all.every(hasItsKeys), SOON);
  await sleep(BURIAL_MS);
  assert.deepEqual(
    all.flatMap(({ news }) => news),
    [],
  );
  assert.deepEqual(
    all.map(({ group }) => group.id),
    ids,
  );

  // The locks are held anew, and the loss of one is noticed as before.
  const { rows } = await direct.query(HELD);
  assert.equal(rows.length, PROCESSES);
  await proxies.pop()!.close();
  await comesTrue(() => hasBuried(fast), SOON);
  assert.equal(hasBuried(plain), false, "no sooner than by silence");
  const lost = [plain.pop()!, fast.pop()!];
  const leaving = [...plain, ...fast].map(({ group }) => group.leave());
  await Promise.all([
    ...leaving,
    ...proxies.map((proxy) => Promise.all(leaving).then(() => proxy.close())),
  ]);
  for (const { group } of lost) void group.leave().catch(() => {});
});

async function joined(proxies: readonly Proxy[], fenced: boolean): Promise<Member[]> {
  return Promise.all(
    proxies.map(async ({ pool }) => {
      const group = await join(postgres(pool), fenced ? "fast" : "plain", { partitions, fenced });
      const news: News[] = [];
      group.on("news", (each) => void news.push(each));
      return { group, news };
    }),
  );
}

function usable(group: FencedGroup<PostgresTransaction>): number {
  return [...group.keys.values()].filter(({ isUsable }) => isUsable).length;
}

const hasBuried = (members: readonly Member[]) =>
  members.some(({ news }) => news.some(({ kind }) => kind === "buried"));

const hasItsKeys = ({ group }: Member) => usable(group) === KEYS_EACH;
