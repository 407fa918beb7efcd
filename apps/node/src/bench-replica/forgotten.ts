/**
 * Texts are written and deleted; one stays. What is kept from then on is searched for their bytes,
 * as UTF-8 and as UTF-16. That the one that stays is found shows that the search finds what is there.
 *
 * Rule N36: docs/spec/node.md.
 */
import { randomBytes } from "node:crypto";
import type { Subject, Texts, Variants } from "./subject.ts";

export interface Forgotten {
  readonly deleted: number;
  readonly found: number;
  readonly controlFound: boolean;
}

/** Few and short: what is longer some of the peers compress, which hides it but forgets nothing. */
const DELETED = 4;
const TEXT_BYTES = 6;

export async function measureForgotten(subject: Subject): Promise<Variants<Forgotten>> {
  const texts = { gone: Array.from({ length: DELETED }, aText), stays: [aText()] };
  const { main, others = {} } = await subject.forget(texts);
  return {
    main: searched(main, texts),
    others: Object.fromEntries(
      Object.entries(others).map(([name, kept]) => [name, searched(kept, texts)]),
    ),
  };
}

export function searched(kept: readonly Uint8Array[], { gone, stays }: Texts): Forgotten {
  const isIn = (text: string) =>
    kept.some((bytes) =>
      (["utf8", "utf16le"] as const).some((as) => Buffer.from(bytes).includes(text, 0, as)),
    );
  return {
    deleted: gone.length,
    found: gone.filter(isIn).length,
    controlFound: stays.every(isIn),
  };
}

function aText(): string {
  return `text ${randomBytes(TEXT_BYTES).toString("hex")}`;
}
