/**
 * One byte of an update is changed, in all its places in turn. It counts as accepted when a fresh
 * replica then shows what nobody wrote: neither what it showed before nor what the true update
 * says. Between them the true update is tried, which shows that a replica would take it.
 *
 * Rule N36: docs/spec/node.md.
 */
import type { Flip, Trial, Variants } from "./subject.ts";

export interface Corrupted {
  readonly tried: number;
  readonly accepted: number;
  readonly controls: number;
  readonly controlsAccepted: number;
}

/** At once: some wait for what does not come. */
const AT_ONCE = 400;
const CONTROL_EVERY = 100;

export async function measureCorruption(
  { main, others = {} }: Variants<Trial>,
  tried: number,
): Promise<Variants<Corrupted>> {
  const figures: Record<string, Corrupted> = {};
  for (const [name, trial] of Object.entries(others)) figures[name] = await corrupted(trial, tried);
  return { main: await corrupted(main, tried), others: figures };
}

async function corrupted(trial: Trial, tried: number): Promise<Corrupted> {
  const after = await trial.shows(null);
  const controls = Math.ceil(tried / CONTROL_EVERY);
  const attempts: (Flip | null)[] = [];
  for (let index = 0; index < tried; index += 1) {
    if (index % CONTROL_EVERY === 0) attempts.push(null);
    attempts.push(flipOf(index, trial.bytes));
  }
  let [accepted, controlsAccepted] = [0, 0];
  for (let from = 0; from < attempts.length; from += AT_ONCE) {
    const batch = attempts.slice(from, from + AT_ONCE);
    const shown = await Promise.all(batch.map((flip) => trial.shows(flip)));
    for (const [index, each] of shown.entries()) {
      if (batch[index] !== null) accepted += Number(each !== trial.before && each !== after);
      else controlsAccepted += Number(each !== trial.before && each === after);
    }
  }
  return { tried, accepted, controls, controlsAccepted };
}

/** Every place in turn, and in each round another change: the same in every run. */
export function flipOf(index: number, bytes: number): Flip {
  const round = Math.floor(index / bytes);
  return { at: index % bytes, xor: 1 + ((index * 37 + round * 101) % 255) };
}
