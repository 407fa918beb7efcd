/** The model checker Spin and the C compiler that it needs: found, or installed when apt lets us. */
import { aptInstall } from "./apt.ts";
import { runChild } from "./child.ts";

const LOOK_MS_MAX = 10_000;

/** Returns the empty string when both are there, else what is missing and why. */
export async function provideSpin(say: (line: string) => void): Promise<string> {
  const missing = await missingTools();
  if (missing.length === 0) return "";
  const packages = missing.flatMap((tool) => (tool === "gcc" ? ["gcc", "libc6-dev"] : [tool]));
  const trouble = await aptInstall(packages, "for the models", say);
  const stillMissing = await missingTools();
  return stillMissing.length === 0 ? "" : `no ${stillMissing.join(", no ")}: ${trouble}`;
}

async function missingTools(): Promise<readonly string[]> {
  const found = await Promise.all([runs("spin", "-V"), runs("gcc", "--version")]);
  return ["spin", "gcc"].filter((_, tool) => found[tool] !== true);
}

async function runs(command: string, arg: string): Promise<boolean> {
  const { code } = await runChild(command, [arg], { limitMs: LOOK_MS_MAX });
  return code === 0;
}
