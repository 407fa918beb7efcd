/**
 * The node's HTTP, as far as this page uses it. What goes wrong comes back as one `Refusal`:
 * the network's silence as well as the node's no.
 */
import { abortAfter } from "./clock.ts";
import type { LastWord } from "./last-word.ts";

export interface JoinRequest {
  readonly invite: string;
  readonly contingent: string;
  readonly key: string;
  readonly at: number;
  readonly signature: string;
}

/** A file of streets, on this server. */
export interface Streets {
  readonly url: string;
  readonly attribution: string;
}

/** An expected no. `status` is 0 when nothing answered. */
export class Refusal extends Error {
  override readonly name = "Refusal";
  readonly status: number;
  /** The node's time, where the phone's was wrong. */
  readonly nowMs: number | null;

  constructor(status: number, message: string, nowMs: number | null = null) {
    super(message);
    this.status = status;
    this.nowMs = nowMs;
  }
}

const ANSWER_MS_MAX = 20_000;

export type Post = <Answer>(path: string, body: unknown, token?: string) => Promise<Answer>;

export const post: Post = async <Answer>(path: string, body: unknown, token?: string) => {
  const headers = new Headers({ "content-type": "application/json" });
  if (token !== undefined) headers.set("authorization", `Bearer ${token}`);
  return request<Answer>(path, { method: "POST", headers, body: JSON.stringify(body) });
};

const LAST_MS_MAX = 4_000;

/** Outlasts the page: for whoever leaves it at once. Rejects when nothing answers in 4 s. */
export function postLast({ path, body, token }: LastWord): Promise<Response> {
  const headers = { "content-type": "application/json", authorization: `Bearer ${token}` };
  const signal = abortAfter(LAST_MS_MAX);
  const init = { method: "POST", headers, body: JSON.stringify(body), keepalive: true, signal };
  return fetch(path, init);
}

/** The operator's map, or null when there is none. */
export async function findStreets(): Promise<Streets | null> {
  return (await readConfig()).map;
}

export interface Config {
  readonly map: Streets | null;
  /** What the node needs of a page; the page has its own. */
  readonly pageVersion: number;
}

/** Asked once for a page that is loaded; again after a failure. */
let asked: Promise<Config> | null = null;

export function readConfig(): Promise<Config> {
  asked ??= request<Config>("/march/config.json", {}).catch((error: unknown) => {
    asked = null;
    throw error;
  });
  return asked;
}

async function request<Answer>(path: string, init: RequestInit): Promise<Answer> {
  const signal = abortAfter(ANSWER_MS_MAX);
  const response = await fetch(path, { ...init, signal }).catch(() => null);
  if (response === null) throw new Refusal(0, "");
  const answer = (await response.json().catch(() => null)) as unknown;
  if (response.ok && answer !== null) return answer as Answer;
  const { error, nowMs } = (answer ?? {}) as { readonly error?: unknown; readonly nowMs?: unknown };
  const message = typeof error === "string" ? error : "";
  throw new Refusal(response.status, message, typeof nowMs === "number" ? nowMs : null);
}
