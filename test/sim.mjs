/**
 * `npm run sim`. Plain JavaScript, because it starts on whatever Node the machine has: the launcher
 * goes on under the pinned one.
 */
import { launch } from "../bin/launch.mjs";

process.exitCode = await launch("test/sim.ts", process.argv.slice(2));
