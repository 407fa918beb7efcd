/**
 * Runs a command that does not outlive whoever started this.
 *
 *     node tether.mjs <command> <args…>
 *
 * Standard input is the tether: when it ends, because its other end was closed
 * or killed, the command and its children are killed.
 *
 * Rule N3: docs/spec/node.md.
 */
import { spawn } from "node:child_process";

const onWindows = process.platform === "win32";
const [command, ...args] = process.argv.slice(2);
// Its own process group, so that the children of the command end with it.
const child = spawn(command, args, {
  stdio: ["ignore", "inherit", "inherit"],
  detached: !onWindows,
  shell: onWindows,
});

child.once("error", (error) => {
  process.stderr.write(`cannot run ${command}: ${error.message}\n`);
  process.exit(127);
});
child.once("exit", (code) => process.exit(code ?? 1));
const cut = () => {
  try {
    process.kill(onWindows ? child.pid : -child.pid, "SIGKILL");
  } catch {
    process.exit(1);
  }
};
// The terminal sends Ctrl-C to us as well; the tether alone decides.
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => {});
process.stdin.on("error", cut).on("close", cut).resume();
