/**
 * Beside what somebody said or shows: a steward's way to decide about them, without looking for
 * them in a list while they flood.
 *
 * Rule W60: docs/spec/march-page.md.
 */
import type { OpenMarch } from "../open-march.ts";
import { signOf } from "../person-sign.ts";
import { text } from "../text.ts";

interface DecideAboutProps {
  readonly openMarch: OpenMarch;
  readonly person: string;
}

export function DecideAbout({ openMarch, person }: DecideAboutProps) {
  if (!openMarch.isSteward || person === openMarch.joined.person) return null;
  const sign = signOf(person);
  const choose = (): void => {
    const seen = openMarch.known.find((one) => one.person === person);
    openMarch.stewardship.chosen.value = seen ?? { person, sign, contingent: null, ways: [] };
  };
  return (
    <button
      type="button"
      class="link-button"
      data-testid="decide-about"
      aria-label={text.stewards.decideAbout(sign.slice(0, 3))}
      onClick={choose}
    >
      {text.stewards.decide}
    </button>
  );
}
