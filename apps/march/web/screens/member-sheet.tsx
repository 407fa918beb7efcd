/**
 * One person whom a steward chose: who it is, what may be done, and before it is done, what it
 * means. Afterwards, what became of it.
 *
 *   person ─► what? ─► sure? ─► done | why not
 */
import { useSignal } from "@preact/signals";
import type { KnownPerson } from "../known-people.ts";
import type { OpenMarch } from "../open-march.ts";
import { Action } from "../parts/action.tsx";
import { decidedText } from "../parts/decided.ts";
import { aboutText } from "../parts/member-words.ts";
import { Sheet } from "../parts/sheet.tsx";
import { actionsOn, type PersonAction } from "../steward-actions.ts";
import { text } from "../text.ts";
import type { MemberStepProps } from "./member-step.ts";
import { RemovalStep } from "./removal.tsx";

interface DecidingProps {
  readonly openMarch: OpenMarch;
}

/**
 * Over whatever screen there is: what a removal takes away may be the very row from which the
 * person was chosen.
 */
export function Deciding({ openMarch }: DecidingProps) {
  const { chosen } = openMarch.stewardship;
  if (chosen.value === null) return null;
  const close = (): void => {
    chosen.value = null;
  };
  return (
    <MemberSheet
      openMarch={openMarch}
      member={chosen.value}
      onClose={close}
      key={chosen.value.person}
    />
  );
}

interface MemberProps extends DecidingProps {
  readonly member: KnownPerson;
  readonly onClose: () => void;
}

function MemberSheet({ openMarch, member, onClose }: MemberProps) {
  const asked = useSignal<PersonAction | null>(null);
  const done = useSignal<string | null>(null);
  const words = asked.value === null ? null : text.stewards.does[asked.value];
  const heading = done.value ?? words?.heading ?? text.stewards.person(member.sign.slice(0, 3));
  const step = { openMarch, member, onDone: (said: string) => (done.value = said) };
  return (
    <Sheet heading={heading} onClose={onClose}>
      <div>
        <p class="sign" data-testid="member-sign">
          {member.sign}
        </p>
        <p class="hint">{aboutText(member, openMarch.saying.banners.value)}</p>
      </div>
      {asked.value === null && <Choice {...step} onChoose={(action) => (asked.value = action)} />}
      {done.value === null && asked.value === "remove" && <RemovalStep {...step} />}
      {done.value === null && asked.value !== null && asked.value !== "remove" && (
        <Step {...step} action={asked.value} />
      )}
      <p class="visually-hidden" role="status" data-testid="decided">
        {done.value}
      </p>
      <button type="button" class="button plain" data-testid="close-member" onClick={onClose}>
        {done.value === null ? text.stewards.no : text.menu.close}
      </button>
    </Sheet>
  );
}

interface ChoiceProps extends MemberStepProps {
  readonly onChoose: (action: PersonAction) => void;
}

function Choice({ openMarch, member, onChoose }: ChoiceProps) {
  const me = openMarch.joined.person;
  const stewards = openMarch.stewardship.known;
  return actionsOn({ me, stewards }, member.person).map((action) => (
    <button
      type="button"
      class={action === "remove" ? "button danger-plain" : "button plain"}
      key={action}
      data-testid={action}
      onClick={() => onChoose(action)}
    >
      {text.stewards.does[action].button}
    </button>
  ));
}

interface SureProps extends MemberStepProps {
  readonly action: Exclude<PersonAction, "remove">;
}

function Step({ openMarch, member, action, onDone }: SureProps) {
  const { does, busy, members } = text.stewards;
  const run = (): Promise<string | null> =>
    decidedText(action, async () => {
      await openMarch.stewardship.decide(action, member.person);
      onDone(does[action].done);
    });
  return (
    <>
      <p>{does[action].what}</p>
      <p>{members.compare}</p>
      <Action kind="danger" busy={busy} run={run} testId="confirm">
        {does[action].yes}
      </Action>
    </>
  );
}
