/**
 * Removes a person: says before what goes with them, and asks whether the link that they came by
 * is to be closed too.
 *
 * Rule W64: docs/spec/march-page.md.
 */
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { Links } from "../../src/links-command.ts";
import { Action } from "../parts/action.tsx";
import { Choices } from "../parts/choices.tsx";
import { decidedText } from "../parts/decided.ts";
import { branchOf } from "../removal-branch.ts";
import { text } from "../text.ts";
import type { MemberStepProps } from "./member-step.ts";

export function RemovalStep({ openMarch, member, onDone }: MemberStepProps) {
  const told = useSignal<Links | null>(null);
  const isClosing = useSignal(false);
  const { stewardship } = openMarch;
  useEffect(() => {
    const hear = (links: Links): void => {
      told.value = links;
    };
    // Not told: then the link can be closed by its own screen, and the removal still works.
    stewardship.links(member.person).then(hear, () => undefined);
  }, [stewardship, member.person, told]);
  const branch = branchOf(told.value);
  const { does, busy } = text.stewards;
  const run = (): Promise<string | null> =>
    decidedText("remove", async () => {
      const how = isClosing.value && branch !== null ? "remove-and-revoke" : "remove";
      const { records, revoked } = await stewardship.decide(how, member.person);
      const closed = revoked === null ? "" : ` ${text.stewards.branch.closed}`;
      onDone(does.remove.done(records) + closed);
    });
  return (
    <>
      <p>{does.remove.what}</p>
      <Branch
        people={branch}
        isClosing={isClosing.value}
        onChoose={(is) => (isClosing.value = is)}
      />
      <Action kind="danger" busy={busy} run={run} testId="confirm">
        {does.remove.yes}
      </Action>
    </>
  );
}

interface BranchProps {
  /** How many came by the link; null where it is not known, or closed. */
  readonly people: number | null;
  readonly isClosing: boolean;
  readonly onChoose: (isClosing: boolean) => void;
}

function Branch({ people, isClosing, onChoose }: BranchProps) {
  const said = text.stewards.branch;
  if (people === null) return <p class="hint">{said.unknown}</p>;
  return (
    <Choices
      legend={said.legend}
      hint={said.hint(people)}
      name="branch"
      values={[
        ["leave", said.leave],
        ["close", said.close],
      ]}
      chosen={isClosing ? "close" : "leave"}
      onChoose={(how) => onChoose(how === "close")}
    />
  );
}
