/**
 * Why a decision was not done, in plain words: what the node says is for engineers, and in English.
 *
 * Rule W63: docs/spec/march-page.md.
 */
import type { Fault } from "@muster/rooms/client";
import type { Decision } from "../src/statement.ts";
import { text } from "./text.ts";

/** `invite` and `links` are asked for by stewards, and decide nothing. */
export type Asked = Decision | "erase" | "invite" | "links";

export function refusalOf({ code }: Pick<Fault, "code">, asked: Asked): string {
  const said = text.stewards.refused;
  const isMaking = asked === "appoint" || asked === "hand-over";
  if (code === "unavailable") return said.offline;
  if (code === "unknown_outcome") return said.unknown;
  if (code === "forbidden") return isMaking ? said.forbiddenOrRemoved : said.forbidden;
  if (code === "not_found") return said.notHere;
  if (code === "conflict") return asked === "resign" ? said.last : said.conflict;
  if (code === "too_many") return isMaking ? said.allStewards : said.tooMany;
  return text.fault.unknown;
}
