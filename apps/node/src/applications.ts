/**
 * The applications that a node runs. One line adds one.
 */
import type { Application } from "./application.ts";

export const APPLICATIONS: readonly Application[] = [];
