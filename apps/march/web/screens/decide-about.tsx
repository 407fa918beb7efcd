/**
 * Beside what somebody said or shows: a steward's way to decide about them, without looking for
 * them in a list while they flood.
 *
 * Rule W60: docs/spec/march-page.md.
 */
import { useSignal } from "@preact/signals";
import type { KnownPerson } from "../known-people.ts";
import type { OpenMarch } from "../open-march.ts";
import { signOf } from "../person-sign.ts";
import { text } from "../text.ts";
import { MemberSheet } from "./member-sheet.tsx";

interface DecideAboutProps {
  readonly openMarch: OpenMarch;
  readonly person: string;
}

export function DecideAbout({ openMarch, person }: DecideAboutProps) {
  const isOpen = useSignal(false);
  if (!openMarch.isSteward || person === openMarch.joined.person) return null;
  const open = (is: boolean) => (): void => {
    isOpen.value = is;
  };
  return (
    <>
      <button
        type="button"
        class="link-button"
        data-testid="decide-about"
        aria-label={text.stewards.decideAbout(signOf(person).slice(0, 3))}
        onClick={open(true)}
      >
        {text.stewards.decide}
      </button>
      {isOpen.value && (
        <MemberSheet
          openMarch={openMarch}
          member={knownOf(openMarch, person)}
          onClose={open(false)}
        />
      )}
    </>
  );
}

function knownOf({ known }: OpenMarch, person: string): KnownPerson {
  const seen = known.find((one) => one.person === person);
  return seen ?? { person, sign: signOf(person), contingent: null, ways: [] };
}
