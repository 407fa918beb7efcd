/** Debian's packages, installed when apt lets us. */
import { runChild } from "./child.ts";

const INSTALL_MS_MAX = 10 * 60_000;
const PROGRESS_MS = 10_000;

/** `say` gets lines of progress. Returns what stood in the way, as far as apt has told. */
export async function aptInstall(
  packages: readonly string[],
  why: string,
  say: (line: string) => void,
): Promise<string> {
  const prefix = await rootPrefix();
  if (prefix === undefined) return `no rights to install it: apt-get install ${packages.join(" ")}`;
  const started = performance.now();
  const elapsed = () => `${Math.round((performance.now() - started) / 1000)} s`;
  const steps = [
    ["apt-get", "update"],
    ["apt-get", "install", "-y", "--no-install-recommends", ...packages],
  ];
  for (const step of steps) {
    const [command = "", ...args] = [...prefix, ...step];
    say(`installing ${packages.join(" ")} ${why}: ${step.join(" ")}`);
    const progress = setInterval(() => say(`  still at it, ${elapsed()}`), PROGRESS_MS);
    const env = { DEBIAN_FRONTEND: "noninteractive" };
    const { code, output } = await runChild(command, args, { limitMs: INSTALL_MS_MAX, env });
    clearInterval(progress);
    if (code !== 0) return `${step.join(" ")} failed: ${output.trim().split("\n").at(-1)}`;
  }
  return `apt-get brought no ${packages.join(" ")}`;
}

/** What to put before a command that needs root; undefined when nothing would help. */
async function rootPrefix(): Promise<readonly string[] | undefined> {
  if (process.getuid?.() === 0) return [];
  const { code } = await runChild("sudo", ["-n", "true"], { limitMs: 10_000 });
  return code === 0 ? ["sudo", "-n"] : undefined;
}
