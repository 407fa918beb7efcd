/**
 * Each request of the protocol as a statement, and its answer: a call of the function of that name
 * in the schema `partition`.
 *
 * Rules P1, P2, P5, P8, P15, P16: docs/spec/partition.md.
 */
import type { Answer, Answers, MemberId, Reading, Request, Settings, Suspect } from "../store.ts";
import type { Connection } from "./connection.ts";
import { unavailable } from "./refusals.ts";

/** Members of one group follow the same rules; raised when these change. */
export const PROTOCOL = 1;

export interface Asker {
  readonly name: string;
  readonly settings: Settings;
  readonly label: string;
  /** Whether that member's lock is held by this very connection. */
  readonly isOwn: (id: MemberId) => boolean;
}

/** A reading as the database tells it: the adapter adds which server it was. */
export type BareReading = Omit<Reading, "server">;

/** Which database answered, and since when it runs. */
export interface Here {
  readonly timeline: number;
  readonly started: string;
}

interface Called<Value> extends Here {
  readonly value: Value;
}

export const ASK_SERVER = "select partition.timeline() as timeline, partition.started() as started";

/** Heartbeats go together, and are not asked here. */
export type Single = Exclude<Request, { kind: "beat" }>;

type Of<Kind extends Request["kind"]> = Extract<Request, { kind: Kind }>;

type Handler<Kind extends Request["kind"]> = (
  connection: Connection,
  request: Of<Kind>,
  asker: Asker,
) => Promise<Answer>;

const HANDLERS: { readonly [Kind in Single["kind"]]: Handler<Kind> } = {
  join,
  acknowledge,
  bury,
  claim,
  claimNames,
  release,
  steady,
  leave,
};

export function ask(connection: Connection, asker: Asker, request: Single): Promise<Answer> {
  // The handler of that kind, which the compiler does not see.
  const handler = HANDLERS[request.kind] as Handler<Request["kind"]>;
  return handler(connection, request, asker);
}

async function join(
  connection: Connection,
  _: Of<"join">,
  { name, settings, label }: Asker,
): Promise<Answer> {
  const { partitions, fenced } = settings;
  const born = await call<{ id: MemberId; reading: BareReading }>(
    connection,
    "partition.join_group($1, $2, $3, $4, $5, $6)",
    [name, partitions, fenced, PROTOCOL, label, connection.isDirect],
  );
  const { id, reading } = born.value;
  return answer("join", { id, reading: readingOf(reading, born, connection) }, born);
}

async function claim(connection: Connection, { id, quota }: Of<"claim">): Promise<Answer> {
  const expression = "partition.claim($1, $2)";
  const claimed = await call<Answers["claim"]>(connection, expression, [id, quota]);
  return answer("claim", claimed.value, claimed);
}

async function claimNames(connection: Connection, { id, keys }: Of<"claimNames">): Promise<Answer> {
  const expression = "partition.claim_names($1, $2)";
  const claimed = await call<Answers["claimNames"]>(connection, expression, [id, keys]);
  return answer("claimNames", claimed.value, claimed);
}

async function release(connection: Connection, { id, keys }: Of<"release">): Promise<Answer> {
  const nonces = keys.map(({ fence }) => fence.nonce);
  const values = [id, keys.map(({ key }) => key), nonces];
  return answer("release", null, await call(connection, "partition.release($1, $2, $3)", values));
}

async function steady(connection: Connection, { id }: Of<"steady">): Promise<Answer> {
  return answer("steady", null, await call(connection, "partition.steady($1)", [id]));
}

async function leave(
  connection: Connection,
  { id }: Of<"leave">,
  { settings }: Asker,
): Promise<Answer> {
  const holdsLock = settings.fenced && connection.isDirect;
  return answer("leave", null, await call(connection, "partition.leave($1, $2)", [id, holdsLock]));
}

/** What all have acknowledged is read after the commit, so that of two last ones one sees it. */
async function acknowledge(
  connection: Connection,
  { id, epoch }: Of<"acknowledge">,
): Promise<Answer> {
  const done = await call<boolean>(connection, "partition.acknowledge($1, $2)", [id, epoch]);
  if (!done.value) return answer("acknowledge", null, done);
  const seen = await call<BareReading | null>(connection, "partition.acknowledged($1)", [id]);
  const reading = seen.value === null ? null : readingOf(seen.value, seen, connection);
  return answer("acknowledge", reading, seen);
}

async function bury(
  connection: Connection,
  { suspect }: Of<"bury">,
  { isOwn }: Asker,
): Promise<Answer> {
  const buried = await call<boolean>(connection, ...burialOf(suspect, connection, isOwn));
  return answer("bury", buried.value, buried);
}

function burialOf(
  suspect: Suspect,
  connection: Connection,
  isOwn: (id: MemberId) => boolean,
): [expression: string, values: readonly unknown[]] {
  if ("dropped" in suspect) {
    // Its lock would look free: a session may take its own locks again.
    if (isOwn(suspect.id)) return ["false", []];
    return ["partition.bury_dropped($1)", [suspect.id]];
  }
  const { id, counter, server } = suspect;
  const [started, number] = server.session.split("/");
  if (Number(number) !== connection.number) return ["false", []];
  return ["partition.bury($1, $2, $3, $4)", [id, counter, server.timeline, started]];
}

async function call<Value>(
  connection: Connection,
  expression: string,
  values: readonly unknown[],
): Promise<Called<Value>> {
  const [row] = await connection.query(`${ASK_SERVER}, ${expression} as value`, values);
  if (row === undefined) throw unavailable("it answered nothing");
  return row as unknown as Called<Value>;
}

/** What the database says of itself becomes a part of what it says of the member. */
export function readingOf(bare: BareReading, here: Here, { number }: Connection): Reading {
  const { timeline, started } = here;
  // What is not understood is not asked for again: each time it would be one member more.
  if (typeof bare.epoch !== "number") throw new TypeError("an answer that is not understood");
  return { ...bare, server: { timeline, session: `${started}/${number}` } };
}

function answer<Kind extends keyof Answers>(
  kind: Kind,
  value: Answers[Kind],
  { timeline }: Here,
): Answer {
  return { kind, value, timeline } as Answer;
}
