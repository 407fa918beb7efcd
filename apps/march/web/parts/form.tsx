/** A form whose button stays in reach of the thumb, with what went wrong right above it. */
import type { ComponentChildren } from "preact";
import { Trouble, useAction } from "./action.tsx";

interface FormProps {
  readonly submit: string;
  readonly busy: string;
  readonly testId: string;
  /** Returns what to say of a failure, or null. */
  readonly run: () => Promise<string | null>;
  readonly children: ComponentChildren;
}

export function Form({ submit, busy, testId, run, children }: FormProps) {
  const { isBusy, said, start } = useAction(run);
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void start();
      }}
    >
      {children}
      <div class="foot">
        <Trouble said={said} />
        <button type="submit" class="button primary" aria-disabled={isBusy} data-testid={testId}>
          {isBusy ? busy : submit}
        </button>
      </div>
    </form>
  );
}
