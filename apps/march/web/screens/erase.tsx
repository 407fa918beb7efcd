/** A steward erases every position: asks, does it, and says what became of it. */
import { Fault } from "@muster/rooms/client";
import { useState } from "preact/hooks";
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
      if (error.code === "unknown_outcome") return text.erase.unknown;
      return text.erase.failed(error.message);
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
