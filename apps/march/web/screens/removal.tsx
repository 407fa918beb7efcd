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
import { type Branch, branchOf } from "../removal-branch.ts";
import { text } from "../text.ts";
import type { MemberStepProps } from "./member-step.ts";

export function RemovalStep({ openMarch, member, onDone }: MemberStepProps) {
  const told = useSignal<Links | "asking" | null>("asking");
  const isClosing = useSignal(false);
  const { stewardship } = openMarch;
  useEffect(() => {
    const hear = (links: Links | null): void => {
      told.value = links;
    };
    // Not told: then the link can be closed by its own screen, and the removal still works.
    stewardship.links(member.person).then(hear, () => hear(null));
  }, [stewardship, member.person, told]);
  const branch = branchOf(told.value);
  const { does, busy } = text.stewards;
  const run = (): Promise<string | null> =>
    decidedText("remove", async () => {
      const how = isClosing.value && typeof branch === "number" ? "remove-and-revoke" : "remove";
      const { records, revoked } = await stewardship.decide(how, member.person);
      const closed = revoked === null ? "" : ` ${text.stewards.branch.closed}`;
      onDone(does.remove.done(records) + closed);
    });
  return (
    <>
      <p>{does.remove.what}</p>
      <div class="removal-branch">
        <Closing
          branch={branch}
          isClosing={isClosing.value}
          onChoose={(is) => (isClosing.value = is)}
        />
      </div>
      <Action kind="danger" busy={busy} run={run} testId="confirm">
        {does.remove.yes}
      </Action>
    </>
  );
}

interface ClosingProps {
  readonly branch: Branch;
  readonly isClosing: boolean;
  readonly onChoose: (isClosing: boolean) => void;
}

function Closing({ branch, isClosing, onChoose }: ClosingProps) {
  const said = text.stewards.branch;
  if (typeof branch !== "number") return <p class="hint">{said[branch]}</p>;
  return (
    <Choices
      legend={said.legend}
      hint={said.hint(branch)}
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
