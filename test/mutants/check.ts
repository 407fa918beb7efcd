/**
 * Every rule has a mutant and every mutant is caught: a test that cannot fail
 * proves nothing (docs/spec/house.md, H18).
 */
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { openTestServer } from "../postgres.ts";
import { isPg, isUnit, ROOT, repositoryFiles } from "../runner/files.ts";
import { say } from "../runner/report.ts";
import { seconds, type Tally } from "../runner/tally.ts";
import { complaintsAbout } from "./complaints.ts";
import type { Mutant } from "./mutant.ts";
import { tryMutant } from "./try.ts";

const LIST = /^(packages|apps)\/.+\/mutants\.ts$/;
/** What a mutant breaks is mostly waited for in vain: more fit at once than there are cores. */
const AT_ONCE = 8;

/** `paths` narrows the run to mutants of these files, or caught by these tests. */
export async function checkMutants(paths: readonly string[]): Promise<Tally> {
  const files = repositoryFiles();
  const mutants = await readLists(files.map((file) => file.path).filter((path) => LIST.test(path)));
  const complaints = complaintsAbout(mutants, files);
  for (const complaint of complaints) say(`  FAILED ${complaint}`);
  const queue = mutants.filter(
    ({ file, test }) =>
      paths.length === 0 || paths.some((part) => file.includes(part) || test.includes(part)),
  );
  // First those that take long: their tests start processes.
  const shared = queue.toSorted((a, b) => Number(isUnit(a.test)) - Number(isUnit(b.test))).values();
  const server = await openTestServer();
  const lanes = Array.from({ length: AT_ONCE }, () => drain(shared, server.url));
  const survivors = (await Promise.all(lanes)).flat();
  // A test may have been kept from its time by the others: now each has the machine for itself.
  const proven = await drain(survivors.values(), server.url);
  await server.close();
  for (const { rule, file } of proven) say(`  FAILED mutant of ${rule} in ${file}: survived twice`);
  return { passed: queue.length - proven.length, failed: complaints.length + proven.length };
}

async function readLists(paths: readonly string[]): Promise<readonly Mutant[]> {
  const lists = await Promise.all(
    paths.map(async (path) => {
      const list = (await import(pathToFileURL(join(ROOT, path)).href)) as {
        readonly mutants: readonly Mutant[];
      };
      return list.mutants;
    }),
  );
  return lists.flat();
}

/**
 * Returns those that survived. `database` is the server that tests of kind pg share; others start
 * what they need.
 */
async function drain(queue: Iterable<Mutant>, database: string): Promise<readonly Mutant[]> {
  const survivors: Mutant[] = [];
  for (const mutant of queue) {
    const started = performance.now();
    const survived = await tryMutant(
      mutant,
      isPg(mutant.test) ? { env: { DATABASE_URL: database } } : {},
    );
    const ms = seconds(performance.now() - started).padStart(7);
    const what = `${ms}  ${mutant.rule.padEnd(4)} ${mutant.file}`;
    say(survived === "" ? `  caught   ${what}` : `  survived ${what}: ${survived}`);
    if (survived !== "") survivors.push(mutant);
  }
  return survivors;
}
