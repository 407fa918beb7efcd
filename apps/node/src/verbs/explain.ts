/**
 * `muster explain <group> <key>`: who owns a key, since when, and why.
 *
 * Rule N32: docs/spec/node.md.
 */
import { explain as ownerOf } from "@muster/partition";
import { DATABASE_FLAGS, parseWords } from "../config.ts";
import { Fault } from "../fault.ts";
import { checkGroup, checkJoined, inGroups } from "../group-database.ts";
import type { Verb } from "../io.ts";
import { oneLine } from "../one-line.ts";

export const explain: Verb = async (args, io) => {
  const { words, flags } = parseWords(args, ["group", "key"], DATABASE_FLAGS);
  const { group, key } = words;
  await checkGroup(group);
  const found = await inGroups(flags, io, async (pool) => {
    await checkJoined(pool, group);
    return ownerOf(pool, group, key);
  });
  if (found === null) {
    const why = `no partition has that number, and nobody has claimed that name`;
    throw new Fault("not_found", `group ${group} has no key ${key}: ${why}`);
  }
  for (const line of found) io.print(oneLine(line));
  return 0;
};
