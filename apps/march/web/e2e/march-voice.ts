/** Someone in a march who has no page: tells of alerts and writes messages over HTTP. */
import type { AlertKind, Saying } from "../../src/models/alerts.ts";
import { ask } from "./march-api.ts";
import type { Spot } from "./phone.ts";

export interface Voice {
  readonly person: string;
  /** Returns the alert's id. */
  tell(kind: AlertKind, spot: Spot): Promise<string>;
  judge(alert: string, says: Saying): Promise<void>;
  withdraw(alert: string): Promise<void>;
  /** In the feed of their contingent; returns the message's id. */
  post(text: string): Promise<string>;
  takeBack(message: string): Promise<void>;
}

export async function joinByApi(link: string, contingent: string): Promise<Voice> {
  const { origin, pathname, hash } = new URL(link);
  const invite = new URLSearchParams(hash.slice(1)).get("i");
  const at = `${origin}${pathname}`;
  const { person, token } = await ask<{ readonly person: string; readonly token: string }>(
    `${at}/join`,
    { invite, contingent },
  );
  const made = async (path: string, body: unknown): Promise<string> =>
    (await ask<{ readonly id: string }>(at + path, body, token)).id;
  const done = async (path: string, body: unknown): Promise<void> => {
    await ask(at + path, body, token);
  };
  return {
    person,
    tell: (kind, { latitude, longitude }) =>
      made("/alerts", { kind, lat: latitude, lon: longitude }),
    judge: (alert, says) => done(`/alerts/${alert}/verdict`, { says }),
    withdraw: (alert) => done(`/alerts/${alert}/withdraw`, {}),
    post: (text) => made("/feed", { text }),
    takeBack: (message) => done(`/feed/${message}/take-back`, {}),
  };
}
