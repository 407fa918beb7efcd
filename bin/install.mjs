/**
 * Installs the packages of package-lock.json when they are not all there.
 *
 * npm writes node_modules/.package-lock.json when it has finished; as long as
 * that agrees with package-lock.json nothing is done. Else `npm ci` runs, one
 * at a time for one folder, and not longer than this process lives. npm's own
 * output is shown only when it fails.
 *
 * Rules N2, N3: docs/spec/node.md.
 */
import { spawn } from "node:child_process";
import { existsSync, readFileSync, rmSync } from "node:fs";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { holdFileLock } from "./file-lock.mjs";

const PROGRESS_EVERY_MS = 5_000;
const OUTPUT_CHARS_MAX = 20_000;
const INSTALLED = "node_modules/.package-lock.json";
const TETHER = fileURLToPath(new URL("tether.mjs", import.meta.url));

/**
 * @param {string} root the folder of package-lock.json
 * @param {AbortSignal} signal
 * @returns {Promise<boolean>} whether everything is installed now; the reason was printed if not
 */
export async function installMissing(root, signal) {
  if (isInstalled(root)) return true;
  let unlock;
  try {
    unlock = await holdFileLock(join(root, ".muster", "install.lock"), {
      signal,
      onWait: () => say("another start is installing the packages; waiting for it…"),
    });
  } catch (error) {
    say(`cannot install packages in ${root}: ${error.message}`);
    return false;
  }
  if (unlock === null) return false;
  try {
    return isInstalled(root) || (await install(root, signal));
  } finally {
    unlock();
  }
}

/** Whether what npm says it installed is what package-lock.json asks for on this platform. */
export function isInstalled(root) {
  const wanted = packagesOf(join(root, "package-lock.json"));
  const found = packagesOf(join(root, INSTALLED));
  if (wanted === null || found === null) return false;
  const paths = Object.keys(wanted).filter((path) => path.includes("node_modules/"));
  return (
    paths.every((path) => agree(wanted[path], found[path])) &&
    Object.keys(found).every((path) => wanted[path] !== undefined)
  );
}

function agree(wanted, found) {
  if (found === undefined)
    return wanted.optional === true || wanted.devOptional === true || wanted.peer === true;
  return (
    wanted.version === found.version &&
    wanted.integrity === found.integrity &&
    wanted.resolved === found.resolved
  );
}

function packagesOf(path) {
  try {
    return JSON.parse(readFileSync(path, "utf8")).packages ?? null;
  } catch {
    return null;
  }
}

async function install(root, signal) {
  const started = Date.now();
  const seconds = () => Math.round((Date.now() - started) / 1000);
  say("installing packages (first start, about a minute)…");
  const progress = setInterval(() => say(`installing packages… ${seconds()} s`), PROGRESS_EVERY_MS);
  try {
    // npm removes what there was bit by bit; until it has finished nothing shall look installed.
    rmSync(join(root, INSTALLED), { force: true });
    const { code, output } = await runNpm(root, signal);
    if (signal.aborted) return false;
    if (code !== 0) {
      process.stderr.write(output);
      say(`npm ci failed (exit code ${code}); what it said stands above`);
      return false;
    }
    say(`packages installed in ${seconds()} s`);
    return true;
  } finally {
    clearInterval(progress);
  }
}

function runNpm(root, signal) {
  const [command, ...first] = npmCommand();
  const args = [...first, "ci", "--include=dev", "--include=optional", "--no-audit", "--no-fund"];
  const child = spawn(process.execPath, [TETHER, command, ...args], {
    cwd: root,
    stdio: ["pipe", "pipe", "pipe"],
  });
  let output = "";
  const keep = (chunk) => {
    output = (output + chunk).slice(-OUTPUT_CHARS_MAX);
  };
  child.stdout.on("data", keep);
  child.stderr.on("data", keep);
  const stop = () => child.stdin.destroy();
  if (signal.aborted) stop();
  signal.addEventListener("abort", stop);
  return new Promise((settle) => {
    child.once("close", (code) => {
      signal.removeEventListener("abort", stop);
      settle({ code: code ?? 1, output });
    });
  });
}

/** The npm that started us, else the one on the path. Other package managers set npm_execpath too. */
function npmCommand() {
  const path = process.env.npm_execpath ?? "";
  if (/^np[mx]-cli\.c?js$/.test(basename(path))) {
    const npm = join(path, "..", "npm-cli.js");
    if (existsSync(npm)) return [process.execPath, npm];
  }
  return [process.platform === "win32" ? "npm.cmd" : "npm"];
}

function say(line) {
  process.stderr.write(`muster: ${line}\n`);
}
