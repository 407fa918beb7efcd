#!/usr/bin/env node
/**
 * The `muster` command: hands its arguments to apps/node under Node 24.
 */
import { launch } from "./launch.mjs";

process.exitCode = await launch("apps/node/src/main.ts", process.argv.slice(2));
