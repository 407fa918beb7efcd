/**
 * A process that uses the embedded database until it is told to stop, for tests.
 *
 *     node embedded-user.ts <data directory>
 */
import { Client } from "pg";
import { openEmbedded } from "../embedded/open.ts";

const stop = new AbortController();
process.once("SIGTERM", () => stop.abort(null));

const embedded = await openEmbedded(process.argv[2] ?? "", {
  signal: stop.signal,
  onLost: (fault) => {
    process.stdout.write(`lost: ${fault.message}\n`);
    process.exit(1);
  },
  onProgress: () => {},
});
const client = new Client(embedded.url);
client.on("error", () => {});
await client.connect();
const found = await client.query<{ started: string }>(
  "SELECT pg_postmaster_start_time()::text AS started",
);
process.stdout.write(`server of ${found.rows[0]?.started}\nurl ${embedded.url}\n`);
if (process.argv[3] === "busy") {
  client.query("DO $$ BEGIN LOOP END LOOP $$").catch(() => {});
  process.stdout.write("busy\n");
}
const alive = setInterval(() => {}, 1_000);
stop.signal.addEventListener("abort", () => {
  clearInterval(alive);
  void client
    .end()
    .then(() => embedded.close())
    .then(() => process.exit(0));
});
