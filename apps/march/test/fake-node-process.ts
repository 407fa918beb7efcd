/** A node for tests in a process of its own, that can really be killed: prints its address. */
import { openPool } from "../../../test/postgres.ts";
import { serveMarch } from "./fake-node.ts";

const [, , database = ""] = process.argv;
const { url } = await serveMarch(openPool(database));
process.stdout.write(`${url}\n`);
