/** Whom a steward may decide about: those this phone knows, found by their letters. */
import { type Signal, useSignal } from "@preact/signals";
import { found, type KnownPerson } from "../known-people.ts";
import type { OpenMarch } from "../open-march.ts";
import { Field } from "../parts/field.tsx";
import { aboutText } from "../parts/member-words.ts";
import { Screen } from "../parts/screen.tsx";
import { text } from "../text.ts";
import { NeedsNetwork } from "./needs-network.tsx";
import type { OverMarchProps } from "./over-march.ts";

/** More than a name, for what is pasted around it. */
const TYPED_CHARS_MAX = 40;

export function MembersScreen({ openMarch }: Pick<OverMarchProps, "openMarch">) {
  const typed = useSignal("");
  const said = text.stewards.members;
  const shown = found(openMarch.known, typed.value, openMarch.joined.person);
  const choose = (one: KnownPerson) => (): void => {
    openMarch.stewardship.chosen.value = one;
  };
  return (
    <Screen heading={said.heading}>
      <NeedsNetwork openMarch={openMarch} />
      <Letters typed={typed} />
      {shown.length === 0 && <p>{typed.value === "" ? said.none : said.nobody}</p>}
      <ul class="rows">
        {shown.map((one) => (
          <li key={one.person}>
            <Member openMarch={openMarch} one={one} onClick={choose(one)} />
          </li>
        ))}
      </ul>
    </Screen>
  );
}

function Letters({ typed }: { readonly typed: Signal<string> }) {
  const said = text.stewards.members;
  return (
    <Field
      label={said.field}
      hint={said.hint}
      example={said.example}
      value={typed.value}
      charsMax={TYPED_CHARS_MAX}
      testId="letters"
      onType={(letters) => {
        typed.value = letters;
      }}
    />
  );
}

interface MemberProps {
  readonly openMarch: OpenMarch;
  readonly one: KnownPerson;
  readonly onClick: () => void;
}

function Member({ openMarch, one, onClick }: MemberProps) {
  return (
    <button type="button" class="row member-row" data-member={one.person} onClick={onClick}>
      <strong class="sign">{one.sign}</strong>
      <span>{aboutText(one, openMarch.saying.banners.value)}</span>
    </button>
  );
}
