/**
 * A transaction pooler between a test and its database: each transaction gets another of two
 * sessions, and what was set in a session stays there.
 */
import type { Client, Pool } from "pg";

export function openFakePooler(sessions: readonly [Client, Client]): Pool {
  let at = 0;
  let isInside = false;
  const query = (asked: string | { readonly text: string }, values?: unknown[]) => {
    const text = typeof asked === "string" ? asked : asked.text;
    if (!isInside) at = 1 - at;
    if (text.startsWith("begin")) isInside = true;
    if (text === "commit" || text === "rollback") isInside = false;
    return sessions[at]!.query(asked as string, values);
  };
  const lent = { query, on: () => {}, off: () => {}, release: () => {} };
  return { connect: async () => lent, listenerCount: () => 1 } as unknown as Pool;
}
