/** What is wrong with the lists of mutants before any of them is run (H18). */
import type { File } from "../runner/files.ts";
import { rulesOf } from "../tidy/spec.ts";
import type { Mutant } from "./mutant.ts";

/** Its rules are tested with bad examples, which are mutants of a kind. */
const EXEMPT = "docs/spec/house.md";

export function complaintsAbout(mutants: readonly Mutant[], files: readonly File[]): string[] {
  const texts = new Map(files.map((file) => [file.path, file.text]));
  const rules = rulesOf(files.filter((file) => file.path !== EXEMPT));
  const known = new Set(rules.map((rule) => rule.id));
  const broken = new Set(mutants.map((mutant) => mutant.rule));
  return [
    ...rules
      .filter((rule) => !broken.has(rule.id))
      .map((rule) => `${rule.path}: ${rule.id} has no mutant`),
    ...mutants.flatMap((mutant) =>
      faultsOf(mutant, known, texts).map((fault) => `mutant of ${mutant.rule}: ${fault}`),
    ),
  ];
}

function faultsOf(
  mutant: Mutant,
  known: ReadonlySet<string>,
  texts: ReadonlyMap<string, string>,
): string[] {
  const faults: string[] = [];
  if (!known.has(mutant.rule)) faults.push("no such rule in docs/spec");
  if (!texts.has(mutant.test)) faults.push(`${mutant.test} does not exist`);
  if (mutant.find === mutant.replace) faults.push("it changes nothing");
  const text = texts.get(mutant.file);
  if (text === undefined) return [...faults, `${mutant.file} does not exist`];
  const times = mutant.find === "" ? 0 : text.split(mutant.find).length - 1;
  if (times !== 1) {
    faults.push(`${JSON.stringify(mutant.find)} occurs ${times} times in ${mutant.file}, not once`);
  }
  return faults;
}
