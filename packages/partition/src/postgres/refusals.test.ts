import assert from "node:assert/strict";
import test from "node:test";
import { DatabaseError } from "pg";
import { Fault } from "../fault.ts";
import { faultOf } from "./refusals.ts";

function said(code: string): DatabaseError {
  const error = new DatabaseError("no", 2, "error");
  error.code = code;
  return error;
}

const codeOf = (error: unknown) => (error instanceof Fault ? error.code : null);

test("[P14] what may pass is tried again, what a person must mend is told", () => {
  const passing = [
    "08006",
    "0A000",
    "25006",
    "28P01",
    "40P01",
    "53300",
    "55000",
    "55P03",
    "57014",
    "57P03",
  ];
  for (const code of passing) assert.equal(codeOf(faultOf(said(code))), "database_unavailable");
  assert.equal(codeOf(faultOf(new Error("Query read timeout"))), "database_unavailable");
  assert.equal(codeOf(faultOf(said("42P01"))), "database_older");
  assert.equal(codeOf(faultOf(said("42501"))), "database_rights");
});

test("[P14] a bug is no absent database: it stays what it is", () => {
  for (const bug of [said("22012"), said("23505"), said("42601"), new TypeError("no")]) {
    assert.equal(faultOf(bug), bug);
  }
});
