/**
 * Writing for a person who has no key of their own, as a command: what the rules allow, the node
 * signs. In turn with all commands, so that no limit is passed by asking twice at once.
 *
 * Rules A5, A7, A14 to A17: docs/spec/march.md.
 */
import type { AnyModel } from "@muster/replica";
import { type Command, Fault, type Grant, type Room, type Written } from "@muster/rooms";
import * as z from "zod/mini";
import { alerts, verdicts } from "./models/alerts.ts";
import { banners } from "./models/banners.ts";
import { posts } from "./models/posts.ts";
import type { Refusal } from "./rules/scene.ts";

const WRITABLE: ReadonlyMap<string, AnyModel> = new Map(
  [banners, alerts, verdicts, posts].map((model) => [model.name, model as AnyModel]),
);

const WriteArgs = z.object({ model: z.string(), value: z.unknown() });

export type MayWrite = (grant: Grant, written: Written) => Refusal | null;

/** Faults: `bad_message`, `forbidden`, `too_many`. */
export function writeForCommand(room: Room, whyNot: MayWrite): Command {
  return async (grant, args) => {
    const parsed = WriteArgs.safeParse(args);
    const model = WRITABLE.get(parsed.data?.model ?? "");
    if (model === undefined) {
      throw new Fault("bad_message", `write one of ${[...WRITABLE.keys()].join(", ")}`);
    }
    const value = checked(model, parsed.data?.value);
    const { nodeAuthor: author } = room;
    const key = model.key(value);
    const refusal = whyNot(grant, { model: model.name, author, stamp: null, key, value });
    if (refusal !== null) throw new Fault(refusal.code, refusal.reason);
    await room.space.write(model, value);
  };
}

function checked(model: AnyModel, value: unknown): unknown {
  const result = model.value["~standard"].validate(value);
  if (result instanceof Promise) throw new TypeError("a schema must not be async");
  if (result.issues === undefined) return result.value;
  throw new Fault("bad_message", result.issues.map(({ message }) => message).join("; "));
}
