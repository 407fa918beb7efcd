/** A process that is a replica on its stdio: it says how many notes it has, as a place. */
import { connectNodeStream } from "../src/sync/node-stream.ts";
import { openReplica } from "./fake-peers.ts";
import { notes, places } from "./place.ts";

const { space, sync } = await openReplica();
const onEvent = ({ is }: { readonly is: string }): void => {
  if (is === "ended") process.exit(0);
  if (is === "synced") void space.write(places, { person: "child", x: space.view(notes).length });
};
connectNodeStream(sync, { readable: process.stdin, writable: process.stdout }, { onEvent });
