/**
 * The rules of the repository that no linter knows, as pure functions from its
 * files to complaints. `tidy.test.ts` expects none; each rule has a test with a
 * bad example that it must catch, beside it in `tidy/`.
 *
 * Rules H1 to H17: docs/spec/house.md.
 */
import { worldComesInThroughPorts } from "./tidy/ambient.ts";
import {
  exportsAreNamed,
  filesAreNamedForAnIdea,
  filesAreShort,
  nothingIsLeftForLater,
} from "./tidy/code.ts";
import { documentsAreShort, documentsNameRealFiles } from "./tidy/documents.ts";
import { browserCodeNeedsNoNode, noCycles, relativeImportsAreExact } from "./tidy/imports.ts";
import { dependenciesAreChosen, layersPointDown } from "./tidy/layers.ts";
import type { Rule } from "./tidy/rule.ts";
import { everyNamedRuleIsStated, everyRuleHasATest, everyRuleIsStatedOnce } from "./tidy/spec.ts";
import { lockNamesNoRegistry, versionsAreExact } from "./tidy/versions.ts";

export const RULES: readonly Rule[] = [
  layersPointDown,
  dependenciesAreChosen,
  browserCodeNeedsNoNode,
  noCycles,
  relativeImportsAreExact,
  filesAreShort,
  filesAreNamedForAnIdea,
  worldComesInThroughPorts,
  exportsAreNamed,
  nothingIsLeftForLater,
  everyRuleHasATest,
  everyNamedRuleIsStated,
  everyRuleIsStatedOnce,
  documentsNameRealFiles,
  documentsAreShort,
  versionsAreExact,
  lockNamesNoRegistry,
];
