/**
 * `muster drain <group> <member>`: asks a member, by its index or id, to hand over and leave.
 *
 * Rule N32: docs/spec/node.md.
 */
import { drain as ask } from "@muster/partition";
import { DATABASE_FLAGS, parseWords } from "../config.ts";
import { Fault } from "../fault.ts";
import { checkGroup, checkJoined, inGroups } from "../group-database.ts";
import type { Verb } from "../io.ts";

export const drain: Verb = async (args, io) => {
  const { words, flags } = parseWords(args, ["group", "member"], DATABASE_FLAGS);
  const { group, member } = words;
  await checkGroup(group);
  const id = await inGroups(flags, io, async (pool) => {
    await checkJoined(pool, group);
    return ask(pool, group, member);
  });
  if (id === null) {
    throw new Fault("not_found", `group ${group} has no member ${member}: see muster who ${group}`);
  }
  io.print(`member ${id} is asked to hand over and leave`);
  return 0;
};
