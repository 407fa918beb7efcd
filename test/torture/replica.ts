/** `npm run torture -- replica`: what becomes of changed messages, told in words or as JSON. */
import {
  type CorruptionVerdict,
  corrupt,
  isHeldEnough,
  isWithinGrowth,
} from "../../packages/replica/test/corruption/corruption.ts";
import type { CorruptionOrder } from "./args.ts";
import { describeFaults } from "./summary.ts";

export interface Told {
  readonly told: string;
  readonly isRight: boolean;
}

export async function tortureReplica(
  { tries, seed, json }: CorruptionOrder,
  say: (line: string) => void,
): Promise<Told> {
  const verdict = await corrupt({ tries, seed, say: (tried) => say(`${tried} of ${tries}`) });
  const { accepted, controls, controlsAccepted } = verdict;
  const isRight =
    accepted === 0 &&
    controls === controlsAccepted &&
    isHeldEnough(verdict) &&
    isWithinGrowth(verdict);
  return { told: json ? JSON.stringify(verdict, null, 2) : describe(verdict), isRight };
}

function describe(verdict: CorruptionVerdict): string {
  return [
    ...verdict.complaints,
    `seed ${verdict.seed}: ${verdict.tried} messages changed, ${verdict.accepted} accepted`,
    `messages: ${describeFaults(verdict.byType)}`,
    `changes: ${describeFaults(verdict.byChange)}; of the same meaning ${verdict.sameMeaning}`,
    `dropped for it: ${describeFaults(verdict.dropped)}`,
    `${verdict.controlsAccepted} of ${verdict.controls} controls accepted, ` +
      `the heap grew by ${verdict.heapGrowthMb} MB`,
  ].join("\n");
}
