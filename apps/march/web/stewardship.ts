/**
 * What this phone hears of stewards, and what it asks the march as one.
 *
 *   note ─► people            decide, invite, links ─► the room ─► answer, or its fault
 *
 * Nothing of it waits for a network: a decision that comes later than it was meant is another one.
 * Rules W60, W63, W66: docs/spec/march-page.md.
 */
import type { Identity } from "@muster/replica";
import type { Note, RoomClient } from "@muster/rooms/client";
import { signal } from "@preact/signals";
import { type Decided, signDecision } from "../src/decision.ts";
import type { InviteRight } from "../src/invite.ts";
import type { NewInvite } from "../src/invite-command.ts";
import type { Links } from "../src/links-command.ts";
import type { Decision } from "../src/statement.ts";
import { decodeStewards, STEWARDS_NOTE } from "../src/stewards.ts";
import type { Joined } from "./kept-march.ts";
import type { KnownPerson } from "./known-people.ts";

export interface StewardshipPorts {
  readonly room: Pick<RoomClient, "call" | "now">;
  readonly identity: Identity;
  readonly march: string;
  readonly joined: Joined;
}

export class Stewardship {
  /** Who the stewards are; null before the march has told. */
  readonly people = signal<readonly string[] | null>(null);
  /** Whom the steward at this phone is about to decide about; as they were when chosen. */
  readonly chosen = signal<KnownPerson | null>(null);
  readonly #ports: StewardshipPorts;

  constructor(ports: StewardshipPorts) {
    this.#ports = ports;
  }

  /** Whether this person is one; what they were told at their last join until the march tells. */
  get isMine(): boolean {
    const { person, rights } = this.#ports.joined;
    return this.people.value?.includes(person) ?? rights.includes("steward");
  }

  /** The stewards as far as they are known: before the march has told, oneself if one is one. */
  get known(): readonly string[] {
    return this.people.value ?? (this.isMine ? [this.#ports.joined.person] : []);
  }

  hear({ name, body }: Note): void {
    if (name === STEWARDS_NOTE) this.people.value = decodeStewards(body);
  }

  /** `about`: a person, a link, or nobody. Throws the room's `Fault`, as all below. */
  async decide(does: Decision, about = ""): Promise<Decided> {
    const { room, identity, march } = this.#ports;
    const signed = await signDecision(identity, { does, march, about }, room.now());
    return (await room.call("decide", signed)) as Decided;
  }

  async invite(right: InviteRight): Promise<NewInvite> {
    return (await this.#ports.room.call("invite", { rights: [right] })) as NewInvite;
  }

  /** How many came by which link; of one person, by which they came. */
  async links(about?: string): Promise<Links> {
    return (await this.#ports.room.call("links", about === undefined ? {} : { about })) as Links;
  }
}
