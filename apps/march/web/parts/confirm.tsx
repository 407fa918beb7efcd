/** Asks once more before something that cannot be undone. */
import { text } from "../text.ts";
import { Action } from "./action.tsx";
import { Sheet } from "./sheet.tsx";

interface ConfirmProps {
  readonly texts: Pick<typeof text.leave, "heading" | "what" | "yes" | "no" | "busy">;
  readonly note?: string | null;
  readonly run: () => Promise<string | null>;
  readonly onClose: () => void;
}

export function Confirm({ texts, note = null, run, onClose }: ConfirmProps) {
  return (
    <Sheet heading={texts.heading} onClose={onClose}>
      <p>{texts.what}</p>
      {note !== null && <p>{note}</p>}
      <Action kind="danger" busy={texts.busy} run={run} testId="confirm">
        {texts.yes}
      </Action>
      <button type="button" class="button plain" onClick={onClose}>
        {texts.no}
      </button>
    </Sheet>
  );
}
