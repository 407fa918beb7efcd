/**
 * A person on the polling API of the original: no key, one request for each post. As a phone does,
 * it asks again only when it has its answer: the node goes by the order in which posts arrive.
 */
import type { Place } from "../model.ts";
import type { MarchApi } from "./api.ts";
import type { Posted, Walker } from "./walker.ts";

export interface PollerOptions {
  readonly api: MarchApi;
  readonly march: string;
  readonly invite: string;
  readonly contingent: string;
}

export class Poller implements Walker {
  readonly id: string;
  readonly #api: MarchApi;
  readonly #march: string;
  readonly #token: string;
  #lastPing = -1;
  #asked: Promise<unknown> = Promise.resolve();

  static async open(options: PollerOptions): Promise<Poller> {
    const { api, march, invite, contingent } = options;
    const { person, token } = await api.join(march, invite, contingent);
    return new Poller(options, person, token);
  }

  private constructor(options: PollerOptions, id: string, token: string) {
    this.id = id;
    this.#api = options.api;
    this.#march = options.march;
    this.#token = token;
  }

  /** Posts, and hears what is new to it. Throws when the request is not answered with 200. */
  post(place: Place): Promise<Posted> {
    const posted = this.#asked.then(() => this.#post(place));
    this.#asked = posted.catch(() => {});
    return posted;
  }

  async #post(place: Place): Promise<Posted> {
    const update = { lastPing: this.#lastPing, person: this.id, place };
    const newer = await this.#api.update(this.#march, this.#token, update);
    for (const { time } of newer) this.#lastPing = Math.max(this.#lastPing, time);
    return { status: "taken" };
  }

  close(): void {
    // A request is all there is of it.
  }
}
