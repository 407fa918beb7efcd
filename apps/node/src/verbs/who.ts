/**
 * `muster who <group>`: the members of a group, as its database has them.
 *
 * Rule N32: docs/spec/node.md.
 */
import { who as membersOf, wasJoined } from "@muster/partition";
import { DATABASE_FLAGS, parseWords } from "../config.ts";
import { checkGroup, inGroups, neverJoined } from "../group-database.ts";
import type { Verb } from "../io.ts";
import { oneLine } from "../one-line.ts";

export const who: Verb = async (args, io) => {
  const { words, flags } = parseWords(args, ["group"], {
    ...DATABASE_FLAGS,
    json: { type: "boolean" },
  });
  const { group } = words;
  await checkGroup(group);
  const { isKnown, members } = await inGroups(flags, io, async (pool) => ({
    isKnown: await wasJoined(pool, group),
    members: await membersOf(pool, group),
  }));
  if (flags.json === true) io.print(JSON.stringify(members));
  else if (members.length === 0) {
    io.print(isKnown ? `nobody is in the group ${group} now` : neverJoined(group));
  }
  for (const { index, id, label, seenMs, keys, draining } of flags.json === true ? [] : members) {
    const place = `[${index}/${members.length}]`.padEnd(12);
    const seen = `heard of ${(seenMs / 1_000).toFixed(1)} s ago`;
    const leaving = draining ? ", is to leave" : "";
    io.print(`${place} ${id}  ${oneLine(label).padEnd(24)} ${keys} keys, ${seen}${leaving}`);
  }
  return 0;
};
