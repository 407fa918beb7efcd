/**
 * `npm test`. Plain JavaScript, because it starts on whatever Node the machine
 * has: the launcher installs what is missing and goes on under the pinned one.
 */
import { launch } from "../bin/launch.mjs";

process.exitCode = await launch("test/run.ts", process.argv.slice(2));
