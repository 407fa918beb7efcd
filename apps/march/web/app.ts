/**
 * The page's one state above the screens: which march is open, or what stands in the way.
 *
 *   address ─► kept and joined ─► open march ──ended──► notice
 *           └► invited ─► join screen         └─ rejected ─► notice
 *           └► neither ─► notice
 */
import { effect, type ReadonlySignal, type Signal, signal } from "@preact/signals";
import type { InviteRight } from "../src/invite.ts";
import { post, postLast, readConfig } from "./api.ts";
import type { DeviceClock } from "./clock.ts";
import type { Device } from "./device.ts";
import { joinMarch, makeMarch, type NewMarch } from "./join.ts";
import { withLink } from "./kept-links.ts";
import type { Joined, KeptMarch } from "./kept-march.ts";
import { sayLast } from "./last-word.ts";
import { lastSeenUntil } from "./leaving.ts";
import type { Link } from "./link.ts";
import { isReplaced, isTooOld, type NoticeName, overNotice } from "./notice.ts";
import { OpenMarch } from "./open-march.ts";
import { wipe } from "./panic.ts";
import { leavePlainPage } from "./plain-page.ts";
import { regroup } from "./regroup.ts";
import type { Renewal } from "./renewal.ts";
import { go, link, swap } from "./route.ts";
import { languageOf, type Settings } from "./settings.ts";
import { rightsAfter, type StewardNews, stewardNews } from "./steward-news.ts";
import { speak, speakMissing } from "./text.ts";
import { wear } from "./theme.ts";
import { entitle } from "./title.ts";
import { newSigningKeys } from "./vault/seal.ts";
import type { Keeps } from "./vault/vault.ts";

export interface AppPorts {
  readonly device: Device;
  readonly clock: DeviceClock;
  readonly renewal: Renewal;
}

export class App {
  readonly openMarch = signal<OpenMarch | null>(null);
  readonly notice = signal<NoticeName | null>(null);
  /** The marches that this phone keeps. */
  readonly kept = signal<readonly KeptMarch[]>([]);
  readonly settings: Signal<Settings>;
  readonly renewal: Renewal;
  /** What outlasts the page of all that is here. */
  readonly keeps: ReadonlySignal<Keeps>;
  readonly openedAtMs: number;
  readonly #device: Device;
  readonly #clock: DeviceClock;
  #opening: string | null = null;
  /** The march of which is told why it does not go on. */
  #over: string | null = null;

  constructor({ device, clock, renewal }: AppPorts) {
    this.#device = device;
    this.#clock = clock;
    this.renewal = renewal;
    this.settings = signal(device.settings);
    this.keeps = device.keeps;
    this.openedAtMs = clock.now();
    this.kept.value = device.all();
    effect(() => this.#follow(link.value));
    effect(() => this.#watch());
    effect(() => entitle(this.openMarch.value));
    effect(() => {
      // A node that is heard again may have been updated meanwhile.
      if (this.openMarch.value?.link.value !== "live") return;
      this.renewal.look();
      void speakMissing();
    });
    void this.#compare();
    device.onForgotten((id) => this.#forgottenElsewhere(id));
  }

  /** Until when others may see a pin that a panic cannot take away; null: they see none. */
  get seenUntil(): number | null {
    const nowIn = (id: string): number => this.#device.timeIn(id, this.#clock.now());
    return lastSeenUntil({ kept: this.kept.value, open: this.openMarch.value, nowIn });
  }

  /** What this phone keeps of the march in the address. */
  find(id: string): KeptMarch | null {
    return this.kept.value.find((march) => march.id === id) ?? null;
  }

  async make(wanted: NewMarch): Promise<void> {
    const march = await makeMarch(post, wanted);
    await this.#once(this.#device.keep(march));
    go("invite", `/march/${march.id}`);
  }

  /** Joins the march in the address with a contingent. Throws `Refusal`. */
  async join({ id, invite, name, contingents }: Link, contingent: string): Promise<void> {
    // Another tab may have joined it meanwhile.
    await this.#once(this.#device.look());
    const known = this.#device.find(id);
    const invited = known ?? {
      id,
      invite: invite ?? "",
      name,
      contingents,
      links: [],
      keys: await newSigningKeys(),
    };
    if (!known?.joined) {
      const joined = await joinMarch({ post, clock: this.#clock }, invited, contingent);
      await this.#once(this.#device.keep(joined));
    }
    // The invite is kept now: it need not stand in the address, where anyone may read it.
    swap("home", `/march/${id}`);
    await this.#open(id);
  }

  /** A new invite of a steward, kept here under what it is for. Throws the room's `Fault`. */
  async newLink({ march, stewardship }: OpenMarch, right: InviteRight, label: string) {
    const { invite, link } = await stewardship.invite(right);
    const made = { link, invite, label, isDisplay: right === "display" };
    const add = ({ links }: Pick<KeptMarch, "links">) => ({ links: withLink(links, made) });
    await this.#once(this.#device.change(march.id, add));
    return invite;
  }

  /** What is new to this phone's holder of their being a steward; null once they were told. */
  stewardNewsOf({ march, stewardship }: OpenMarch): StewardNews | null {
    return stewardNews(this.find(march.id)?.joined ?? null, stewardship.people.value);
  }

  /** They were told: not again. */
  async heed({ march }: OpenMarch, news: StewardNews): Promise<void> {
    const change = this.#device.change(march.id, ({ joined }) =>
      joined === null ? {} : { joined: { ...joined, rights: rightsAfter(joined.rights, news) } },
    );
    await this.#once(change);
  }

  /**
   * Goes into another contingent, with what is shared. Returns the march as it is open then. Throws
   * `Refusal`.
   */
  async changeContingent(openMarch: OpenMarch, contingent: string): Promise<OpenMarch | null> {
    const { march, joined } = openMarch;
    const path = `/march/${march.id}/contingent`;
    type Changed = Pick<Joined, "token" | "contingent">;
    const changed = await post<Changed>(path, { contingent }, joined.token);
    const open = async (): Promise<OpenMarch | null> => {
      const change = this.#device.change(march.id, (kept) => {
        return { joined: { ...(kept.joined ?? joined), ...changed } };
      });
      await this.#once(change);
      // Another tab has left it meanwhile.
      if (this.#device.find(march.id) === null) return null;
      this.#end();
      await this.#open(march.id);
      return this.openMarch.peek();
    };
    return regroup({ from: openMarch, open });
  }

  async change(settings: Partial<Settings>): Promise<void> {
    this.settings.value = { ...this.settings.value, ...settings };
    wear(this.settings.value.theme);
    // First what lasts: who sees the other language may close the page.
    await this.#device.set(settings);
    await speak(languageOf(this.settings.value, navigator.languages));
  }

  /**
   * One tap in danger: takes one's pins away where there is a network, and at the same time deletes
   * the keys of all that this phone keeps, then the rest. What stands on the screen goes with the
   * page. Rejects when the browser refuses to delete something; what it does not refuse is gone.
   */
  async panic(): Promise<void> {
    const openMarch = this.openMarch.peek();
    await wipe({
      // Also of marches that are not open here: their keys go now, too.
      withdraw: () => Promise.all([openMarch?.sharing.withdraw(), this.#sayLast()]),
      deletions: [() => this.#device.destroy(), () => this.renewal.remove()],
    }).finally(() => {
      this.kept.value = this.#device.all();
    });
    this.#end();
    leavePlainPage();
  }

  /**
   * Takes one's pin away, forgets the march and leaves it. Where the node does not take that in
   * time, stays and returns until when others may see the pin, in the node's time.
   */
  async leave(openMarch: OpenMarch): Promise<number | null> {
    const until = openMarch.sharing.mayShare ? openMarch.seenUntil : null;
    if (until !== null && !(await openMarch.sharing.withdraw())) return until;
    await this.leaveAnyway(openMarch);
    return null;
  }

  /** Leaves with the pin where it is, until it expires. */
  async leaveAnyway({ march }: OpenMarch): Promise<void> {
    await this.#once(this.#device.forget(march.id));
    swap("home", "/march");
  }

  /** From the screen of whoever was removed: nothing of that march is left here. */
  async forgetHere(): Promise<void> {
    if (link.value !== null) await this.#once(this.#device.forget(link.value.id));
    this.dismiss();
  }

  dismiss(): void {
    this.notice.value = null;
    swap("home", "/march");
  }

  /** A bug of ours got loose: say so, rather than show what may be wrong. */
  broke(): void {
    this.notice.value = "broken";
    // A page that does not show that it shares must not share.
    const openMarch = this.openMarch.peek();
    this.openMarch.value = null;
    void openMarch?.sharing.withdraw().finally(() => openMarch.close());
  }

  #sayLast(): Promise<void> {
    const nowOf = (id: string): number => this.#device.timeIn(id, this.#clock.now());
    return sayLast(this.#device.all(), { nowOf, settings: this.settings.peek(), send: postLast });
  }

  #follow(link: Link | null): void {
    const id = link?.id ?? null;
    if (id === this.#opening) return;
    this.#opening = id;
    this.#end();
    this.#over = null;
    this.notice.value = null;
    if (id === null || link === null) return;
    if (this.#device.find(id) !== null) void this.#open(id);
    else if (link.invite === null) this.notice.value = "uninvited";
  }

  async #open(id: string): Promise<void> {
    const march = this.#device.find(id);
    if (march === null || march.joined === null) return;
    const ports = { clock: this.#clock, device: this.#device, settings: this.settings };
    const openMarch = await OpenMarch.open({ march, joined: march.joined, ...ports });
    if (this.#opening !== id || this.openMarch.peek() !== null) openMarch.close();
    else this.openMarch.value = openMarch;
  }

  /** Another tab has left this march; null: it panicked, and nothing is left of any. */
  #forgottenElsewhere(id: string | null): void {
    this.kept.value = this.#device.all();
    if (id === null || id === this.openMarch.peek()?.march.id) this.#end();
    if (id === null) leavePlainPage();
    // Whoever is being told why, such as that it has ended, reads on.
    const isTold = id === this.#over || this.notice.peek() !== null;
    if (id !== null && id === this.#opening && !isTold) swap("home", "/march");
  }

  #watch(): void {
    const openMarch = this.openMarch.value;
    const notice = openMarch === null ? null : overNotice(openMarch);
    if (openMarch === null || notice === null) return;
    if (isReplaced(openMarch)) return void this.#goOn(openMarch);
    void this.#tell(notice, openMarch.march.id);
  }

  /** A march that is over is forgotten, and the person told once nothing of it is kept. */
  async #tell(notice: NoticeName, id: string): Promise<void> {
    this.#over = id;
    this.#end();
    if (notice === "ended" || notice === "stopped") await this.#once(this.#device.forget(id));
    if (this.#over === id) this.notice.value = notice;
  }

  /** As the tab that changed contingent; one that has no newer token asks for an invite. */
  async #goOn({ march: { id }, joined }: OpenMarch): Promise<void> {
    this.#end();
    await this.#once(this.#device.look());
    if (this.find(id)?.joined?.token === joined.token) this.notice.value = "invite";
    else await this.#open(id);
  }

  /** A page that a phone kept may be older than what the node can serve. */
  async #compare(): Promise<void> {
    const config = await readConfig().catch(() => null);
    if (config !== null && isTooOld(config.pageVersion)) this.notice.value = "outdated";
  }

  #end(): void {
    this.openMarch.peek()?.close();
    this.openMarch.value = null;
  }

  /** What this phone keeps is shown as it is once this is done. */
  async #once(kept: Promise<void>): Promise<void> {
    await kept;
    this.kept.value = this.#device.all();
  }
}
