/**
 * What this phone keeps: the marches it is in, when each was heard last, which messages were shown,
 * what it wrote and the node has not taken yet, and its settings. All of it sealed; never a position of anyone.
 */
import type { ReadonlySignal } from "@preact/signals";
import { type KeptMarch, longEnded } from "./kept-march.ts";
import { readSettings, type Settings } from "./settings.ts";
import { allOf } from "./vault/all-of.ts";
import {
  type LastContact,
  removeAllRecords,
  removeRecords,
  sweepRecords,
} from "./vault/records.ts";
import { Vault } from "./vault/vault.ts";

const MARCH = "march ";
const SETTINGS = "settings";
const UNSENT = "unsent ";
const CONTACT = "contact ";
const READ = "read ";
/** Where pages of before kept marches in the clear. */
const FORMER = "muster-march";

/** A write that the node has not taken: for which march, of which model. */
export interface Unsent {
  readonly id: string;
  readonly march: string;
  readonly model: string;
  readonly value: unknown;
  /** By this phone's clock, in milliseconds since the epoch. */
  readonly atMs: number;
}

export class Device {
  readonly #vault: Vault;
  /** Marches that were left since the page was opened: what is under way for them comes too late. */
  readonly #left = new Set<string>();
  readonly #listeners = new Set<(march: string | null) => void>();

  private constructor(vault: Vault) {
    this.#vault = vault;
    vault.onGone((name) => this.#goneElsewhere(name));
  }

  /** Opens what is kept, and deletes the marches that ended long ago. */
  static async open(nowMs: number): Promise<Device> {
    globalThis.indexedDB?.deleteDatabase(FORMER);
    return Device.on(await Vault.open(), nowMs);
  }

  static async on(vault: Vault, nowMs: number): Promise<Device> {
    const device = new Device(vault);
    for (const march of longEnded(device.all(), nowMs)) await device.forget(march.id);
    // Where no march was ever heard there are no records.
    if (device.#named(CONTACT).length > 0) await sweepRecords(nowMs + device.#offsetMs);
    return device;
  }

  /** Hears of each march that another tab has left; null: of a panic there. */
  onForgotten(listener: (march: string | null) => void): void {
    this.#listeners.add(listener);
  }

  /** Whether what is kept outlasts the page, as far as the browser has shown. */
  get isLasting(): ReadonlySignal<boolean> {
    return this.#vault.isLasting;
  }

  /** What other tabs have kept since. */
  look(): Promise<void> {
    return this.#vault.look();
  }

  get settings(): Settings {
    return readSettings(this.#vault.get(SETTINGS)?.value);
  }

  set(settings: Settings): Promise<void> {
    return this.#vault.put(SETTINGS, settings);
  }

  all(): readonly KeptMarch[] {
    return this.#named(MARCH).map(([, { value, keys }]) => {
      const { id, endsAt, lifetimeMs, invite, name, contingents, joined } = value as KeptMarch;
      // A page of before kept no links.
      const { links = [] } = value as Partial<KeptMarch>;
      return { id, endsAt, lifetimeMs, keys: keys!, invite, name, contingents, links, joined };
    });
  }

  find(id: string): KeptMarch | null {
    return this.all().find((march) => march.id === id) ?? null;
  }

  async keep({ keys, ...march }: KeptMarch): Promise<void> {
    this.#left.delete(march.id);
    await this.#vault.put(MARCH + march.id, march, keys);
  }

  /** Rejects, after all the rest, with what the browser refuses. */
  async forget(id: string): Promise<void> {
    this.#left.add(id);
    const entries = [
      MARCH + id,
      CONTACT + id,
      READ + id,
      ...this.unsentOf(id).map((each) => UNSENT + each.id),
    ];
    await allOf([removeRecords(id), ...entries.map((name) => this.#vault.remove(name))]);
  }

  /** When a march was heard last; null: never. */
  contactOf(march: string): LastContact | null {
    return (this.#vault.get(CONTACT + march)?.value as LastContact | undefined) ?? null;
  }

  /** The node's time in a march, as far as it was heard, where this phone's clock says `nowMs`. */
  timeIn(march: string, nowMs: number): number {
    return nowMs + (this.contactOf(march)?.offsetMs ?? 0);
  }

  async keepContact(march: string, contact: LastContact): Promise<void> {
    if (this.#left.has(march) || this.find(march) === null) return;
    await this.#vault.put(CONTACT + march, contact);
  }

  /** The messages of a march that this person was shown, by id, oldest first. */
  readOf(march: string): readonly string[] {
    return (this.#vault.get(READ + march)?.value as readonly string[] | undefined) ?? [];
  }

  async keepRead(march: string, ids: readonly string[]): Promise<void> {
    if (this.#left.has(march) || this.find(march) === null) return;
    await this.#vault.put(READ + march, ids);
  }

  /** Oldest first. */
  unsentOf(march: string): readonly Unsent[] {
    return this.#named(UNSENT)
      .map(([, { value }]) => value as Unsent)
      .filter((unsent) => unsent.march === march)
      .sort((a, b) => a.atMs - b.atMs);
  }

  keepUnsent(unsent: Unsent): Promise<void> {
    return this.#vault.put(UNSENT + unsent.id, unsent);
  }

  drop(unsent: string): Promise<void> {
    return this.#vault.remove(UNSENT + unsent);
  }

  /** Panic. Rejects when the browser refuses. */
  async destroy(): Promise<void> {
    await allOf([this.#vault.destroy(), removeAllRecords()]);
  }

  #goneElsewhere(name: string | null): void {
    if (name !== null && !name.startsWith(MARCH)) return;
    const march = name?.slice(MARCH.length) ?? null;
    // What this tab noted of it, the other does not know. What the browser refuses it is told.
    if (march !== null) void this.forget(march).catch(() => undefined);
    for (const hears of this.#listeners) hears(march);
  }

  /** How far this phone's clock was behind, by the node that was heard last. */
  get #offsetMs(): number {
    const heard = this.#named(CONTACT).map(([, { value }]) => value as LastContact);
    return heard.toSorted((a, b) => b.heardAtMs - a.heardAtMs)[0]?.offsetMs ?? 0;
  }

  #named(prefix: string) {
    return [...this.#vault.all()].filter(([name]) => name.startsWith(prefix));
  }
}
