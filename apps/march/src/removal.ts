/**
 * Taking back what someone has written, in their place: each record is followed by one of the node
 * that says that it is gone, which reaches whoever holds it.
 *
 * Rules A15, A19, A21: docs/spec/march.md.
 */
import type { Model, Space } from "@muster/replica";
import type { Room } from "@muster/rooms";
import { positions } from "./model.ts";
import { alerts, verdicts } from "./models/alerts.ts";
import { posts } from "./models/posts.ts";

type Writing = Pick<Room, "space">;

/** Returns how many records it took back. What someone named stays: it may be others' too. */
export async function withdrawAllOf({ space }: Writing, person: string): Promise<number> {
  const gone = [
    ...valuesOf(space, positions)
      .filter((held) => held.person === person && held.place !== null)
      .map(({ contingent }) => space.write(positions, { person, contingent, place: null })),
    ...valuesOf(space, alerts)
      .filter(({ by, told }) => by === person && told !== null)
      .map((held) => space.write(alerts, { ...held, told: null })),
    ...valuesOf(space, posts)
      .filter(({ by, said }) => by === person && said !== null)
      .map((held) => space.write(posts, { ...held, said: null })),
    ...valuesOf(space, verdicts)
      .filter((held) => held.person === person && held.says !== null)
      .map((held) => space.write(verdicts, { ...held, says: null })),
  ];
  return (await Promise.all(gone)).length;
}

function valuesOf<Value>(
  space: Space,
  model: Model<Value, ReadonlyMap<string, { readonly value: Value }>>,
): readonly Value[] {
  return [...space.view(model).values()].map(({ value }) => value);
}
