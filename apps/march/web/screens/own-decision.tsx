/** A decision that is about nobody else: asks, has the march do it, and is gone. */
import type { OpenMarch } from "../open-march.ts";
import { Confirm } from "../parts/confirm.tsx";
import { decidedText } from "../parts/decided.ts";
import { text } from "../text.ts";

interface OwnDecisionProps {
  readonly openMarch: OpenMarch;
  readonly does: "resign" | "revoke";
  /** The link, where it is about one. */
  readonly about?: string;
  readonly onClose: () => void;
}

export function OwnDecision({ openMarch, does, about = "", onClose }: OwnDecisionProps) {
  const { no, busy, does: words } = text.stewards;
  const run = (): Promise<string | null> =>
    decidedText(does, async () => {
      await openMarch.stewardship.decide(does, about);
      onClose();
    });
  return <Confirm texts={{ ...words[does], no, busy }} run={run} onClose={onClose} />;
}
