/**
 * What people say in one march, as this page lives it: alerts, messages, what contingents are
 * called. Whatever is said goes through the outgoing, which keeps it until the node has answered.
 *
 *   room ─┬─► alerts, posts, banners ─► screens ─► tell, judge, post, name ─► outgoing ─► room
 *   waiting ┘
 *
 * Rules W53 to W57: docs/spec/march-page.md.
 */
import type { AnyModel, LatestView, Model } from "@muster/replica";
import { Fault, type RoomClient } from "@muster/rooms/client";
import { signal } from "@preact/signals";
import { base64url } from "jose";
import { ALERT_LIMIT, POST_LIMIT } from "../src/limits.ts";
import type { Place } from "../src/model.ts";
import {
  type Alert,
  type AlertKind,
  alerts,
  credences,
  recordIdOf,
  type Saying as Said,
  verdicts,
} from "../src/models/alerts.ts";
import { type Banner, type BannerView, banners } from "../src/models/banners.ts";
import { type Post, type PostView, posts } from "../src/models/posts.ts";
import { AlertNews, type Bounds } from "./alert-news.ts";
import { type Allowance, allowanceOf } from "./allowance.ts";
import { READ_MAX } from "./device.ts";
import type { Outgoing } from "./outgoing.ts";
import { type ShownAlert, shownAlerts } from "./shown-alerts.ts";
import { type ShownPost, shownPosts, unreadOf } from "./shown-posts.ts";

export interface SayingPorts {
  readonly room: Pick<RoomClient, "space" | "now">;
  readonly outgoing: Outgoing;
  readonly me: string;
  /** The contingent of this phone. */
  readonly contingent: string;
  /** 16 random bytes. */
  readonly newBytes: () => Uint8Array;
  /** What this person was shown of the messages, on this phone. */
  readonly kept: {
    read(): readonly string[];
    keepRead(ids: readonly string[]): Promise<void>;
  };
  /** Something in the room has changed. */
  readonly changed: () => void;
}

export class Saying {
  readonly alerts = signal<readonly ShownAlert[]>([]);
  readonly posts = signal<PostView>(new Map());
  readonly banners = signal<BannerView>(new Map());
  /** What the map shows, once it does. */
  readonly bounds = signal<Bounds | null>(null);
  /** The last confirmed alerts that are news, until they are put away. */
  readonly news = signal<readonly ShownAlert[]>([]);
  /** Messages that this person was shown, by id. */
  readonly read = signal<ReadonlySet<string>>(new Set());
  readonly #ports: SayingPorts;
  readonly #alertNews = new AlertNews();

  constructor(ports: SayingPorts) {
    this.#ports = ports;
    this.read.value = new Set(ports.kept.read());
  }

  /** Returns what ends it. */
  listen(): () => void {
    const { space } = this.#ports.room;
    const models: readonly AnyModel[] = [alerts, credences, verdicts, posts, banners];
    const ends = models.map((model) => space.subscribe(model, () => this.#ports.changed()));
    return () => {
      for (const end of ends) end();
    };
  }

  refresh(nowMs: number): void {
    const { room, outgoing, me } = this.#ports;
    const { space } = room;
    const views = {
      alerts: space.view(alerts),
      credences: space.view(credences),
      verdicts: space.view(verdicts),
    };
    this.alerts.value = shownAlerts({ views, waiting: outgoing.waiting.value, me }, nowMs);
    // Views change in place: only another object tells who looks at them.
    this.posts.value = new Map(space.view(posts));
    this.banners.value = new Map(space.view(banners));
  }

  /** Looks for news, from the first contact on. `people`: where one's own are. */
  look(people: readonly Place[], nowMs: number): void {
    const around = { bounds: this.bounds.peek(), people };
    const news = this.#alertNews.next(this.alerts.peek(), around, nowMs);
    if (news !== null) this.news.value = news;
  }

  /** Tells everyone of what is there; returns the alert's id. */
  tell(kind: AlertKind, place: Place): string {
    const { me, room } = this.#ports;
    const id = this.#newId(me);
    this.#write(alerts, { id, by: me, told: { kind, place, at: Math.round(room.now()) } });
    return id;
  }

  withdraw({ id, by }: Pick<ShownAlert, "id" | "by">): void {
    this.#write(alerts, { id, by, told: null });
  }

  /** The same again takes it back. */
  judge({ id, said }: Pick<ShownAlert, "id" | "said">, says: Said): void {
    const verdict = { alert: id, person: this.#ports.me, says: said === says ? null : says };
    this.#write(verdicts, verdict);
  }

  /** `feed`: a contingent's, or null for everyone. `text`: tidied. */
  post(feed: string | null, text: string): void {
    const { me, room } = this.#ports;
    const said = { text, at: Math.round(room.now()) };
    this.#write(posts, { id: this.#newId(me), by: me, feed, said });
  }

  takeBack({ id, by, feed }: Pick<ShownPost, "id" | "by" | "feed">): void {
    this.#write(posts, { id, by, feed, said: null });
  }

  /** What one's contingent is called, and its colour. */
  name({ name, colour }: Pick<Banner, "name" | "colour">): void {
    const { me, contingent } = this.#ports;
    const by = this.banners.value.get(contingent)?.value.by ?? me;
    this.#write(banners, { contingent, name, colour, by });
  }

  feed(of: string | null): readonly ShownPost[] {
    const { room, outgoing, me } = this.#ports;
    const source = { view: this.posts.value, waiting: outgoing.waiting.value, me };
    return shownPosts(source, of, room.now());
  }

  /** In one's own feed and in what is told to everyone. */
  get unread(): number {
    const read = this.read.value;
    return unreadOf(this.feed(this.#ports.contingent), read) + unreadOf(this.feed(null), read);
  }

  markRead(shown: readonly ShownPost[]): void {
    const read = this.read.peek();
    if (unreadOf(shown, read) === 0) return;
    const ids = [...new Set([...read, ...shown.map(({ id }) => id)])].slice(-READ_MAX);
    this.read.value = new Set(ids);
    // A phone that cannot keep them counts them again: nothing else is lost.
    this.#ports.kept.keepRead(ids).catch(() => undefined);
  }

  get alertsLeft(): Allowance {
    const { room, me } = this.#ports;
    const said = this.#ofAll<Alert>(alerts);
    const held = said.map(({ by, told }) => ({ by, at: told?.at ?? null }));
    return allowanceOf(ALERT_LIMIT, { held, me }, room.now());
  }

  postsLeft(feed: string | null): Allowance {
    const { room, me } = this.#ports;
    const here = this.#ofAll<Post>(posts).filter((post) => post.feed === feed);
    const held = here.map(({ by, said }) => ({ by, at: said?.at ?? null }));
    return allowanceOf(POST_LIMIT, { held, me }, room.now());
  }

  /** What the room holds, and what waits to be there. */
  #ofAll<Value extends { readonly id: string }>(model: Model<Value, LatestView<Value>>): Value[] {
    const { room, outgoing } = this.#ports;
    const held = [...room.space.view(model).values()].map(({ value }) => value);
    const waiting = outgoing.waiting.value.filter((unsent) => unsent.model === model.name);
    const all = [...held, ...waiting.map(({ value }) => value as Value)];
    return [...new Map(all.map((value) => [value.id, value])).values()];
  }

  #newId(by = ""): string {
    return recordIdOf(by, base64url.encode(this.#ports.newBytes()));
  }

  /** What becomes of it is told by the outgoing, to whoever looks. */
  #write<Value>(model: Model<Value>, value: Value): void {
    this.#ports.outgoing.write(model, value).catch((error: unknown) => {
      if (!(error instanceof Fault)) throw error;
      this.#ports.outgoing.refuse({ id: this.#newId(), model: model.name, value }, error.message);
    });
    this.#ports.changed();
  }
}
