/**
 * What this phone keeps: the marches it is in, what it wrote and the node has not taken yet, and
 * its settings. All of it sealed; never a position of anyone.
 */
import { type KeptMarch, longEnded } from "./kept-march.ts";
import { readSettings, type Settings } from "./settings.ts";
import { Vault } from "./vault/vault.ts";

const MARCH = "march ";
const SETTINGS = "settings";
const UNSENT = "unsent ";
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

  private constructor(vault: Vault) {
    this.#vault = vault;
  }

  /** Opens what is kept, and deletes the marches that ended long ago. */
  static async open(nowMs: number): Promise<Device> {
    const device = new Device(await Vault.open());
    globalThis.indexedDB?.deleteDatabase(FORMER);
    for (const march of longEnded(device.all(), nowMs)) await device.forget(march.id);
    return device;
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
    await this.#vault.put(MARCH + march.id, march, keys);
  }

  async forget(id: string): Promise<void> {
    for (const unsent of this.unsentOf(id)) await this.drop(unsent.id);
    await this.#vault.remove(MARCH + id);
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
  destroy(): Promise<void> {
    return this.#vault.destroy();
  }

  #named(prefix: string) {
    return [...this.#vault.all()].filter(([name]) => name.startsWith(prefix));
  }
}
