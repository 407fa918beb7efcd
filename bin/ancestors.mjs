/**
 * Notices that npm, which started us, has ended.
 *
 * npm runs a script through a shell, and a `kill -9` of npm reaches neither the
 * shell nor us. So we look: our parent, and above a shell its parent too, must
 * stay who they were. Outside npm nothing is watched, since a program may be
 * left running by the terminal that started it.
 *
 * Rule N4: docs/spec/node.md.
 */
import { readFileSync } from "node:fs";

const LOOK_EVERY_MS = 100;
const SHELLS = /^(sh|dash|bash|ash|busybox|zsh)$/;

/**
 * @param {(name: string) => void} onEnd called once, with the name of who ended
 * @returns {() => void} stops watching
 */
export function watchAncestors(onEnd) {
  if (process.env.npm_lifecycle_event === undefined) return () => {};
  const parent = process.ppid;
  const shell = statusOf(parent);
  const grandparent = shell !== null && SHELLS.test(shell.name) ? shell.parent : null;
  const timer = setInterval(() => {
    const ended =
      process.ppid !== parent || (grandparent !== null && statusOf(parent)?.parent !== grandparent);
    if (!ended) return;
    clearInterval(timer);
    onEnd("npm");
  }, LOOK_EVERY_MS);
  timer.unref();
  return () => clearInterval(timer);
}

/** The name and parent of a process; null where there is no /proc. */
function statusOf(pid) {
  try {
    const [, name, rest] = /^\d+ \((.*)\) (.*)$/s.exec(readFileSync(`/proc/${pid}/stat`, "utf8"));
    return { name, parent: Number(rest.split(" ")[1]) };
  } catch {
    return null;
  }
}
