/**
 * The steps of `npm test`, cheapest first: what a reader sees at once (format,
 * lint, types) before what takes minutes (processes, a browser, mutants).
 */
import { join } from "node:path";
import { checkModels } from "../models.ts";
import { checkMutants } from "../mutants/check.ts";
import { openTestServer } from "../postgres.ts";
import type { StepName } from "./args.ts";
import { runChild } from "./child.ts";
import { provideChromium } from "./chromium.ts";
import {
  type File,
  isE2e,
  isHouse,
  isPg,
  isSpin,
  isUnit,
  needsBrowser,
  ROOT,
  repositoryFiles,
} from "./files.ts";
import { reportCheck, reportSuite, say } from "./report.ts";
import { provideSpin } from "./spin.ts";
import { runSuite } from "./suite-run.ts";
import { add, NOTHING, type Tally } from "./tally.ts";

type Step = (paths: readonly string[]) => Promise<Tally>;

const CHECK_MS_MAX = 3 * 60_000;
const UNIT_MS_MAX = 5 * 60_000;
const UNIT_TEST_MS_MAX = 60_000;
/** One file with real processes, a database, perhaps a browser. */
const FILE_MS_MAX = 6 * 60_000;
const FILE_TEST_MS_MAX = 3 * 60_000;
/** They wait for processes and clocks half of the time: three keep two cores busy. */
const FILES_AT_ONCE = 3;

export const STEP_RUNS: Readonly<Record<StepName, Step>> = {
  format: () => check("biome check", "@biomejs/biome/bin/biome", ["check", "."]),
  lint: () => check("oxlint", "oxlint/bin/oxlint", LINT_ARGS),
  types: () => check("tsc", "typescript/bin/tsc", []),
  tidy: () => inOneProcess(isHouse, []),
  models: runModels,
  unit: (paths) => inOneProcess(isUnit, paths),
  pg: runPg,
  e2e: runE2e,
  mutants: checkMutants,
};

export const LINT_ARGS = ["--type-aware", "--deny-warnings"];

async function check(name: string, script: string, args: readonly string[]): Promise<Tally> {
  const path = join(ROOT, "node_modules", script);
  const { code, output, timedOut } = await runChild(process.execPath, [path, ...args], {
    limitMs: CHECK_MS_MAX,
    cwd: ROOT,
  });
  const late = timedOut ? `not done after ${CHECK_MS_MAX / 1000} s` : "";
  return reportCheck(name, code === 0, output + late);
}

async function inOneProcess(
  kind: (path: string) => boolean,
  paths: readonly string[],
): Promise<Tally> {
  const files = chosen(kind, paths).map((file) => join(ROOT, file.path));
  if (files.length === 0) return NOTHING;
  const options = { limitMs: UNIT_MS_MAX, testMsMax: UNIT_TEST_MS_MAX };
  return reportSuite(await runSuite(files, options));
}

/** Each file in a process of its own: they start servers, and a crash must name its file. */
async function eachAlone(
  files: readonly File[],
  env: Readonly<Record<string, string>>,
): Promise<Tally> {
  const options = { limitMs: FILE_MS_MAX, testMsMax: FILE_TEST_MS_MAX, env };
  const queue = files.values();
  const lane = async (): Promise<Tally> => {
    let tally = NOTHING;
    for (const { path } of queue) {
      tally = add(tally, reportSuite(await runSuite([join(ROOT, path)], options)));
    }
    return tally;
  };
  return (await Promise.all(Array.from({ length: FILES_AT_ONCE }, lane))).reduce(add, NOTHING);
}

/** On one server: each file has databases of its own there. */
async function runPg(paths: readonly string[]): Promise<Tally> {
  const server = await openTestServer();
  const tally = await eachAlone(chosen(isPg, paths), { DATABASE_URL: server.url });
  await server.close();
  return tally;
}

async function runE2e(paths: readonly string[]): Promise<Tally> {
  const files = chosen(isE2e, paths);
  const inBrowser = files.filter(needsBrowser);
  if (inBrowser.length === 0) return eachAlone(files, {});
  const chromium = await provideChromium(say);
  if ("path" in chromium) return eachAlone(files, { MUSTER_CHROMIUM: chromium.path });
  const others = await eachAlone(
    files.filter((file) => !inBrowser.includes(file)),
    {},
  );
  const unseen = inBrowser.map(({ path }) => path);
  return add(others, without(unseen, chromium.missing));
}

/** First that a broken model is noticed at all, then the models. */
async function runModels(paths: readonly string[]): Promise<Tally> {
  const missing = await provideSpin(say);
  const spinTests = chosen(isSpin, []);
  if (missing !== "") return without(["models", ...spinTests.map(({ path }) => path)], missing);
  const noticed = paths.length > 0 ? NOTHING : await eachAlone(spinTests, {});
  return add(noticed, await checkModels(paths));
}

/** A developer's laptop may go without a tool, loudly; the build machine may not. */
function without(names: readonly string[], missing: string): Tally {
  const inCi = process.env["CI"] === "true";
  for (const name of names) say(`  ${inCi ? "FAILED" : "SKIPPED"} ${name}: ${missing}`);
  return inCi ? { passed: 0, failed: names.length } : { ...NOTHING, isSkipped: true };
}

function chosen(kind: (path: string) => boolean, paths: readonly string[]): readonly File[] {
  return repositoryFiles().filter(
    ({ path }) => kind(path) && (paths.length === 0 || paths.some((part) => path.includes(part))),
  );
}
