/**
 * Names of contingents: nobody's may look like another's, which the page says before the node does.
 *
 * Rule W57: docs/spec/march-page.md.
 */
import type { SeenContingent } from "../src/models/banners.ts";

/** Whether another contingent has this name, or was joined by it. `own` may keep its name. */
export function isTaken(
  name: string,
  contingents: readonly Pick<SeenContingent, "contingent" | "name">[],
  own: string | null,
): boolean {
  const wanted = alike(name);
  return contingents.some(
    (other) =>
      other.contingent !== own &&
      (alike(other.name) === wanted || alike(other.contingent) === wanted),
  );
}

/** Whether this person may say what their contingent is called. */
export function mayName(
  {
    contingent,
    me,
    isSteward,
  }: { readonly contingent: string; readonly me: string; readonly isSteward: boolean },
  contingents: readonly Pick<SeenContingent, "contingent" | "by">[],
): boolean {
  const by = contingents.find((other) => other.contingent === contingent)?.by ?? null;
  return by === null || by === me || isSteward;
}

function alike(name: string): string {
  return name.normalize("NFKC").toLowerCase().replaceAll(/\s+/g, " ");
}
