/** A steward erases every position: asks, does it, and says what became of it. */
import { Fault } from "@muster/rooms/client";
import { useState } from "preact/hooks";
import { refusalOf } from "../decision-refusal.ts";
import type { OpenMarch } from "../open-march.ts";
import { Confirm } from "../parts/confirm.tsx";
import { Sheet } from "../parts/sheet.tsx";
import { text } from "../text.ts";

interface EraseProps {
  readonly openMarch: OpenMarch;
  readonly onClose: () => void;
}

export function EraseDialog({ openMarch, onClose }: EraseProps) {
  const [erased, setErased] = useState<number | null>(null);
  const run = async (): Promise<string | null> => {
    try {
      setErased(await openMarch.eraseAll());
      return null;
    } catch (error) {
      if (!(error instanceof Fault)) throw error;
      return error.code === "unknown_outcome" ? text.erase.unknown : refusalOf(error, "erase");
    }
  };
  if (erased === null) return <Confirm texts={text.erase} run={run} onClose={onClose} />;
  return (
    <Sheet heading={text.erase.done(erased)} onClose={onClose}>
      <p class="visually-hidden" role="status" data-testid="erased" data-count={erased}>
        {text.erase.done(erased)}
      </p>
      <button type="button" class="button primary" onClick={onClose}>
        {text.menu.close}
      </button>
    </Sheet>
  );
}
