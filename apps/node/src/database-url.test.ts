import assert from "node:assert/strict";
import { test } from "node:test";
import { checkDatabaseUrl, describeConnectFailure, nameDatabase } from "./database-url.ts";

const URL_WITH_SECRET = "postgres://ada:s3cret@db.example:5432/muster?password=s3cret";

test("[N17] a database is named by user, host and path, never by its password", () => {
  assert.equal(nameDatabase(URL_WITH_SECRET), "ada@db.example:5432/muster");
  for (const code of ["28P01", "ECONNREFUSED", "3D000", "other"]) {
    const cause = Object.assign(new Error(`failed for ${URL_WITH_SECRET.slice(11, 14)}`), { code });
    const fault = describeConnectFailure(URL_WITH_SECRET, cause);
    assert.doesNotMatch(fault.message, /s3cret|\n/);
    assert.match(fault.message, /ada@db\.example:5432\/muster: ./);
  }
});

test("[N8] what is no PostgreSQL address is refused with an example, unrepeated", () => {
  for (const text of ["s3cret", "http://s3cret", "postgres://", "postgres:///d", "://s3cret@h"]) {
    assert.throws(
      () => checkDatabaseUrl(text),
      (fault: Error) =>
        /postgres:\/\/user:password@host/.test(fault.message) && !/s3cret/.test(fault.message),
    );
  }
  for (const text of [URL_WITH_SECRET, "postgresql://h/d", "postgres:///d?host=/run/postgresql"]) {
    assert.equal(checkDatabaseUrl(text), text);
  }
});
