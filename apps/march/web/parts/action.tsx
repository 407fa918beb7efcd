/**
 * A button that does something that takes time: it says so, cannot be pressed twice, and what
 * the person has to know of a failure stands beside it.
 */
import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";

interface ActionProps {
  readonly busy: string;
  /** Returns what to say of a failure, or null. Throws only what is a bug. */
  readonly run: () => Promise<string | null>;
  readonly kind?: "primary" | "danger" | "plain";
  readonly type?: "button" | "submit";
  readonly testId?: string;
  readonly children: ComponentChildren;
}

export function useAction(run: () => Promise<string | null>) {
  const [isBusy, setBusy] = useState(false);
  const [said, setSaid] = useState<string | null>(null);
  const start = async (): Promise<void> => {
    if (isBusy) return;
    setBusy(true);
    setSaid(null);
    try {
      setSaid(await run());
    } finally {
      setBusy(false);
    }
  };
  return { isBusy, said, start };
}

export function Action({ busy, run, kind = "primary", testId, children }: ActionProps) {
  const { isBusy, said, start } = useAction(run);
  return (
    <>
      <button
        type="button"
        class={`button ${kind}`}
        aria-disabled={isBusy}
        data-testid={testId}
        onClick={() => void start()}
      >
        {isBusy ? busy : children}
      </button>
      <Trouble said={said} />
    </>
  );
}

/** Always there, so that a screen reader hears when something comes into it. */
export function Trouble({ said }: { readonly said: string | null }) {
  return (
    <p class="trouble" role="alert" data-testid="trouble">
      {said}
    </p>
  );
}
