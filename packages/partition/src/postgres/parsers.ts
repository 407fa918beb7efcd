/**
 * How the answers to the protocol's own statements are read: whatever an application wants of its
 * pool, such as JSON as text, is for its own.
 *
 * Rule P14: docs/spec/partition.md.
 */
import type { CustomTypesConfig } from "pg";

/** By the ids that PostgreSQL has for boolean, integer, real numbers and JSON. */
const PARSERS: Readonly<Record<number, (text: string) => unknown>> = {
  16: (text) => text === "t",
  23: Number,
  701: Number,
  114: JSON.parse,
};

const asText = (text: string) => text;

export const TYPES: CustomTypesConfig = {
  getTypeParser: (id: number) => PARSERS[id] ?? asText,
};
