/** What each step of a decision about a person is drawn from. */
import type { KnownPerson } from "../known-people.ts";
import type { OpenMarch } from "../open-march.ts";

export interface MemberStepProps {
  readonly openMarch: OpenMarch;
  readonly member: KnownPerson;
  /** Hears what to say once it is done. */
  readonly onDone: (said: string) => void;
}
