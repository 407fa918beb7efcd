/**
 * The public HTTP API of a march, as a client of it sees it: docs/spec/march.md and
 * `/march/openapi.json`. Answers are trusted to have their described shape.
 */
import type { Identity } from "@muster/replica";
import type { Timers } from "@muster/rooms";
import { base64url } from "jose";
import type { Joined } from "../http/join.ts";
import type { Made } from "../http/make.ts";
import { degreesOf, type Place } from "../model.ts";
import { type Statement, signStatement } from "../statement.ts";

export const REQUEST_MS_MAX = 30_000;

export interface Located {
  readonly id: string;
  readonly lat: number;
  readonly lon: number;
  readonly time: number;
}

/** A request that was not answered with what was asked for. */
export class Refused extends Error {
  override readonly name = "Refused";
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

export interface NewMarch {
  readonly hours: number;
  readonly lifetimeSeconds: number;
}

export class MarchApi {
  readonly url: string;
  readonly #timers: Timers;
  /** How far this clock is behind the node's. */
  #offsetMs = 0;

  constructor(url: string, timers: Timers) {
    this.url = url;
    this.#timers = timers;
  }

  async make(steward: Identity, march: NewMarch): Promise<Made> {
    const stewardKey = base64url.encode(steward.publicKey);
    const made = (await this.#post("", { stewardKey, ...march })) as Made;
    this.#offsetMs = made.nowMs - this.#timers.now();
    return made;
  }

  /** Joins without a key: the node signs what is posted with the token. */
  async join(march: string, invite: string, contingent: string): Promise<Joined> {
    return (await this.#post(`/${march}/join`, { invite, contingent })) as Joined;
  }

  /** Joins with a key, as a phone does. */
  async joinWithKey(
    march: string,
    invite: string,
    { identity, contingent }: { readonly identity: Identity; readonly contingent: string },
  ): Promise<Joined> {
    const key = base64url.encode(identity.publicKey);
    const signed = await this.#sign(identity, { does: "join", march });
    return (await this.#post(`/${march}/join`, { invite, contingent, key, ...signed })) as Joined;
  }

  async invite(march: string, token: string, rights: readonly string[]): Promise<string> {
    const made = (await this.#post(`/${march}/invites`, { rights }, token)) as { invite: string };
    return made.invite;
  }

  /** The locations that arrived after `lastPing`; posts one's own if there is one. */
  async update(march: string, token: string, update: Update): Promise<readonly Located[]> {
    const { lastPing, person, place } = update;
    const location = place === null ? {} : { location: { id: person, ...degreesOf(place) } };
    const path = `/${march}/locations/update`;
    return (await this.#post(path, { lastPing, ...location }, token)) as readonly Located[];
  }

  /** Returns how many were erased, as the answer's sentence says. */
  async erase(march: string, token: string, steward: Identity): Promise<number> {
    const signed = await this.#sign(steward, { does: "erase", march });
    const { msg } = (await this.#post(`/${march}/locations/erase`, signed, token)) as {
      msg: string;
    };
    return Number(/^Database erased\. (\d+) record\(s\) deleted\.$/.exec(msg)?.[1] ?? Number.NaN);
  }

  async #sign(identity: Identity, what: Omit<Statement, "at">) {
    const at = this.#timers.now() + this.#offsetMs;
    const { signature } = await signStatement(identity, { ...what, at });
    return { at, signature: base64url.encode(signature) };
  }

  async #post(path: string, body: unknown, token: string | null = null): Promise<unknown> {
    const late = new AbortController();
    const cancel = this.#timers.after(REQUEST_MS_MAX, () =>
      late.abort(new Refused(504, `no answer in ${REQUEST_MS_MAX / 1000} s`)),
    );
    try {
      const authorization = token === null ? {} : { authorization: `Bearer ${token}` };
      const response = await fetchAgain(`${this.url}/march${path}`, {
        method: "POST",
        headers: { "content-type": "application/json", ...authorization },
        body: JSON.stringify(body),
        signal: late.signal,
      });
      const text = await response.text();
      if (response.ok) return JSON.parse(text);
      throw new Refused(response.status, `${response.status} from ${path}: ${text.slice(0, 200)}`);
    } finally {
      cancel();
    }
  }
}

/**
 * A connection that was kept may be closed by the node in the moment in which it is used again:
 * then nobody has heard the request. Tried once more.
 */
async function fetchAgain(url: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(url, init);
  } catch (error) {
    const { cause } = error as { readonly cause?: { readonly code?: string } };
    if (!CUT.has(cause?.code ?? "")) throw error;
    return fetch(url, init);
  }
}

const CUT: ReadonlySet<string> = new Set(["ECONNRESET", "EPIPE", "UND_ERR_SOCKET"]);

export interface Update {
  /** The greatest `time` heard so far; -1 asks for all. */
  readonly lastPing: number;
  readonly person: string;
  /** Null: only asks. */
  readonly place: Place | null;
}
