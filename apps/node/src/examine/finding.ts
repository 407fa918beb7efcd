/** What the doctor found of one thing: a line each, and what to do where it is not well. */
export interface Finding {
  readonly name: string;
  readonly state: "ok" | "warning" | "wrong";
  /** May have further lines. */
  readonly found: string;
}

const NAME_CHARS = 11;

export function fine(name: string, found: string): Finding {
  return { name, state: "ok", found };
}

export function warning(name: string, found: string): Finding {
  return { name, state: "warning", found };
}

export function wrong(name: string, found: string): Finding {
  return { name, state: "wrong", found };
}

/** "port       4000 of 127.0.0.1 is free" */
export function linesOf({ name, state, found }: Finding): string {
  const mark = { ok: "", warning: "warning: ", wrong: "WRONG: " }[state];
  const [first = "", ...more] = found.split("\n");
  const below = more.map((line) => `${" ".repeat(NAME_CHARS)}${line}`);
  return [`${name.padEnd(NAME_CHARS)}${mark}${first}`, ...below].join("\n");
}
