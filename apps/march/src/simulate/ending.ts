/**
 * The end of a run: everything is erased, what was sent last comes again, and nothing may show.
 *
 * Rule S6: docs/spec/march-simulation.md.
 */
import { addSamples, type SampleCounts } from "./signature-sample.ts";
import { eraseOnce, LATE_MS_MAX, type Play } from "./stage.ts";
import { until } from "./wait.ts";

/** How long an old post that comes after the erase has to show, if it does. */
const HAUNT_MS = 400;

export interface Erased {
  readonly erased: readonly [number, number];
  readonly errors: readonly string[];
  readonly sample: SampleCounts;
}

export async function eraseAll({ march, crowd, throng, viewers, life }: Play): Promise<Erased> {
  const first = await eraseOnce(march);
  for (const viewer of viewers) viewer.tell({ is: "erased" });
  const cleared = await Promise.all(viewers.map((each) => each.hear("cleared", LATE_MS_MAX)));
  // What was erased comes once more, late: it must not come back.
  crowd.repeatLast();
  const haunted = (await throng?.haunt()) ?? [];
  await until(life, life.timers.now() + HAUNT_MS);
  const second = await eraseOnce(march);
  for (const viewer of viewers) viewer.tell({ is: "end" });
  const ended = await Promise.all(viewers.map((each) => each.hear("ended", LATE_MS_MAX)));
  const errors = viewers.flatMap(({ name }, index) => [
    ...leftOver(name, cleared[index]?.left ?? 0, "after the erase"),
    ...leftOver(name, ended[index]?.left ?? 0, "after old posts came again"),
    ...(ended[index]?.errors ?? []).map((error) => `${name}: ${error}`),
  ]);
  const sample = ended.map((each) => each.sample).reduce(addSamples, await crowd.sample.counts());
  return { erased: [first, second], errors: [...errors, ...haunted], sample };
}

function leftOver(name: string, left: number, when: string): readonly string[] {
  return left === 0 ? [] : [`${name}: ${left} pins are left ${when}`];
}
