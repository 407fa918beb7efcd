/**
 * What this phone keeps: the marches it is in, when each was heard last, which messages were shown,
 * what it wrote and the node has not taken yet, and its settings. All of it sealed; never a position
 * of anyone. What is changed is changed as it is kept, by whichever tab.
 */
import { computed, type ReadonlySignal, signal } from "@preact/signals";
import { type KeptMarch, longEnded } from "./kept-march.ts";
import { readSettings, type Settings } from "./settings.ts";
import { allOf } from "./vault/all-of.ts";
import {
  type LastContact,
  removeAllRecords,
  removeRecords,
  sweepRecords,
} from "./vault/records.ts";
import { type Keeps, Vault } from "./vault/vault.ts";

const MARCH = "march ";
const SETTINGS = "settings";
const UNSENT = "unsent ";
const CONTACT = "contact ";
const READ = "read ";
/** As many as a march holds, and as a steward reads; the oldest are over. */
export const READ_MAX = 2_000;
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

type March = Omit<KeptMarch, "keys">;

export class Device {
  readonly #vault: Vault;
  /** Marches that were left since the page was opened: what is under way for them comes too late. */
  readonly #left = new Set<string>();
  readonly #listeners = new Set<(march: string | null) => void>();
  readonly #dropListeners = new Set<(unsent: string) => void>();
  /** Marches whose records the browser refused to delete. */
  readonly #undeleted = signal<ReadonlySet<string>>(new Set());
  /** What outlasts the page of all that is here. */
  readonly keeps: ReadonlySignal<Keeps>;

  private constructor(vault: Vault) {
    this.#vault = vault;
    this.keeps = computed(() => {
      const keeps = vault.keeps.value;
      return this.#undeleted.value.size > 0 ? "undeleted" : keeps;
    });
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

  /**
   * Hears of each write that another tab no longer keeps, by its id, when what took its place is
   * known. Returns what ends it.
   */
  onDropped(listener: (unsent: string) => void): () => void {
    this.#dropListeners.add(listener);
    return () => void this.#dropListeners.delete(listener);
  }

  /** What other tabs have kept since. */
  look(): Promise<void> {
    return this.#vault.look();
  }

  get settings(): Settings {
    return readSettings(this.#vault.get(SETTINGS)?.value);
  }

  set(settings: Partial<Settings>): Promise<void> {
    return this.#vault.put(SETTINGS, (kept) => ({ ...readSettings(kept), ...settings }));
  }

  all(): readonly KeptMarch[] {
    return this.#named(MARCH).map(([, { value, keys }]) =>
      Object.assign(readMarch(value), { keys: keys! }),
    );
  }

  find(id: string): KeptMarch | null {
    return this.all().find((march) => march.id === id) ?? null;
  }

  /** One that another tab has joined meanwhile stays as it is. */
  async keep({ keys, ...march }: KeptMarch): Promise<void> {
    this.#left.delete(march.id);
    const keep = (kept: unknown): unknown => ((kept as March | undefined)?.joined ? kept : march);
    await this.#vault.put(MARCH + march.id, keep, keys);
  }

  /** `change` may be made again. Where the march was left, in whichever tab, nothing is. */
  async change(id: string, change: (march: March) => Partial<March>): Promise<void> {
    await this.#vault.put(MARCH + id, (kept) => {
      if (kept === undefined) return undefined;
      const march = readMarch(kept);
      return { ...march, ...change(march) };
    });
  }

  /** What the browser refuses to delete is told by `keeps`, and tried again. */
  async forget(id: string): Promise<void> {
    this.#left.add(id);
    await Promise.all([this.#vault.remove(MARCH + id), this.#forgetNotes(id)]);
  }

  /** Also what other tabs have kept of it, and what was on its way to be kept. */
  async #forgetNotes(id: string): Promise<void> {
    await this.#vault.look();
    const unsent = this.unsentOf(id).map((each) => UNSENT + each.id);
    const names = [CONTACT + id, READ + id, ...unsent];
    const records = [...this.#undeleted.peek(), id].map((march) => this.#removeRecords(march));
    await Promise.all([...records, ...names.map((name) => this.#vault.remove(name))]);
  }

  async #removeRecords(march: string): Promise<void> {
    const isGone = await removeRecords(march).then(
      () => true,
      () => false,
    );
    const rest = [...this.#undeleted.peek()].filter((id) => id !== march);
    this.#undeleted.value = new Set(isGone ? rest : [...rest, march]);
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
    await this.#vault.put(CONTACT + march, (kept) => {
      const other = kept as LastContact | undefined;
      return other !== undefined && other.heardAtMs > contact.heardAtMs ? other : contact;
    });
  }

  /** The messages of a march that this person was shown, by id, oldest first. */
  readOf(march: string): readonly string[] {
    return (this.#vault.get(READ + march)?.value as readonly string[] | undefined) ?? [];
  }

  /** The oldest beyond `READ_MAX` are forgotten. */
  async keepRead(march: string, ids: readonly string[]): Promise<void> {
    if (this.#left.has(march) || this.find(march) === null) return;
    await this.#vault.put(READ + march, (kept) =>
      [...new Set([...((kept as readonly string[] | undefined) ?? []), ...ids])].slice(-READ_MAX),
    );
  }

  /** Oldest first. */
  unsentOf(march: string): readonly Unsent[] {
    return this.#named(UNSENT)
      .map(([, { value }]) => value as Unsent)
      .filter((unsent) => unsent.march === march)
      .sort((a, b) => a.atMs - b.atMs);
  }

  keepUnsent(unsent: Unsent): Promise<void> {
    return this.#vault.put(UNSENT + unsent.id, () => unsent);
  }

  drop(unsent: string): Promise<void> {
    return this.#vault.remove(UNSENT + unsent);
  }

  /** Panic. Rejects when the browser refuses. */
  async destroy(): Promise<void> {
    await allOf([this.#vault.destroy(), removeAllRecords()]);
  }

  #goneElsewhere(name: string | null): void {
    if (name?.startsWith(UNSENT) === true) {
      for (const hears of this.#dropListeners) hears(name.slice(UNSENT.length));
      return;
    }
    if (name !== null && !name.startsWith(MARCH)) return;
    const march = name?.slice(MARCH.length) ?? null;
    // What this tab noted of it, the other may not know.
    if (march !== null) {
      this.#left.add(march);
      void this.#forgetNotes(march);
    }
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

/** A page of before kept no links. */
function readMarch(value: unknown): March {
  const { id, endsAt, lifetimeMs, invite, name, contingents, joined } = value as March;
  const { links = [] } = value as Partial<March>;
  return { id, endsAt, lifetimeMs, invite, name, contingents, links, joined };
}
