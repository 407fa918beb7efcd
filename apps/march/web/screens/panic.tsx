/**
 * Panic, from the menu and from the start: a large button, and one more, at the bottom where the
 * thumb already is.
 */
import { useState } from "preact/hooks";
import type { App } from "../app.ts";
import { Confirm } from "../parts/confirm.tsx";
import { timeText } from "../parts/time.ts";
import { text } from "../text.ts";

interface PanicProps {
  readonly app: App;
}

export function PanicButton({ app }: PanicProps) {
  const [isAsked, setAsked] = useState(false);
  const until = isAsked ? app.seenUntil : null;
  const run = (): Promise<string | null> =>
    app.panic().then(
      () => null,
      () => text.device.panic.failed,
    );
  return (
    <>
      <button
        type="button"
        class="button danger-plain"
        data-testid="panic"
        onClick={() => setAsked(true)}
      >
        {text.device.panic.button}
      </button>
      {isAsked && (
        <Confirm
          texts={text.device.panic}
          note={until === null ? null : text.device.panic.stays(timeText(until, app.openedAtMs))}
          run={run}
          onClose={() => setAsked(false)}
        />
      )}
    </>
  );
}
