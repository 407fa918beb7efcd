/** A button that copies a text, and says on itself what came of it: nothing can lie over that. */
import { useEffect, useState } from "preact/hooks";
import { deviceClock } from "../clock.ts";

const SAID_MS = 4_000;

interface CopyProps {
  readonly what: string;
  readonly texts: { readonly copy: string; readonly copied: string; readonly notCopied: string };
}

export function Copy({ what, texts }: CopyProps) {
  const [said, setSaid] = useState<string | null>(null);
  useEffect(() => deviceClock.after(SAID_MS, () => setSaid(null)), [said]);
  const copy = (): Promise<void> =>
    navigator.clipboard.writeText(what).then(
      () => setSaid(texts.copied),
      () => setSaid(texts.notCopied),
    );
  return (
    <>
      <button type="button" class="button plain" data-testid="copy" onClick={() => void copy()}>
        {said ?? texts.copy}
      </button>
      <span class="visually-hidden" role="status">
        {said}
      </span>
    </>
  );
}
