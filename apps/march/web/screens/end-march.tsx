/** Ends the march for everyone: only after the word for it was typed, so that no thumb does it. */
import { useState } from "preact/hooks";
import type { OpenMarch } from "../open-march.ts";
import { Action } from "../parts/action.tsx";
import { decidedText } from "../parts/decided.ts";
import { Field } from "../parts/field.tsx";
import { Sheet } from "../parts/sheet.tsx";
import { text } from "../text.ts";
import { isTyped } from "../typed-word.ts";

interface EndProps {
  readonly openMarch: OpenMarch;
  readonly onClose: () => void;
}

export function EndDialog({ openMarch, onClose }: EndProps) {
  const [typed, setTyped] = useState("");
  const { no, busy, does, typed: said } = text.stewards;
  const run = async (): Promise<string | null> => {
    if (!isTyped(typed, said.word)) return said.wrong(said.word);
    // What comes of it is a screen of its own, on this phone as on all others.
    return decidedText("end", () => openMarch.stewardship.decide("end").then(() => undefined));
  };
  return (
    <Sheet heading={does.end.heading} onClose={onClose}>
      <p>{does.end.what}</p>
      <Field
        label={said.label(said.word)}
        value={typed}
        charsMax={20}
        testId="end-word"
        onType={setTyped}
      />
      <Action kind="danger" busy={busy} run={run} testId="confirm">
        {does.end.yes}
      </Action>
      <button type="button" class="button plain" onClick={onClose}>
        {no}
      </button>
    </Sheet>
  );
}
