import assert from "node:assert/strict";
import { test } from "node:test";
import {
  checkDatabaseUrl,
  describeConnectFailure,
  nameDatabase,
  nameTlsMode,
} from "./database-url.ts";

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

test("[N17] a password that is not escaped is not taken for a part of the path", () => {
  for (const password of ["12/s3cret", "12?s3cret", "12#s3cret", "s3/cret", "1/s3@cret"]) {
    assert.throws(
      () => checkDatabaseUrl(`postgres://ada:${password}@db.example/muster`),
      (fault: Error & { code?: string }) =>
        fault.code === "usage" && !/s3|cret|12/.test(fault.message),
      password,
    );
  }
});

test("[N7] a % that begins no letter is refused, wherever it stands", () => {
  for (const place of ["a%zz:p@h/d", "a:s3cret%@h/d", "a:p@h/%ff", "%ff@h/d"]) {
    const complaint = { code: "usage", message: /write %25$/ };
    assert.throws(() => checkDatabaseUrl(`postgres://${place}`), complaint, place);
  }
});

test("[N8] what is no PostgreSQL address is refused with an example, unrepeated", () => {
  for (const text of ["s3cret", "http://s3cret", "postgres://", "postgres:///d", "://s3cret@h"]) {
    assert.throws(
      () => checkDatabaseUrl(text),
      (fault: Error) =>
        /write postgres:\/\/user@host.*, or with a password, .* as DATABASE_URL$/.test(
          fault.message,
        ) && !/s3cret/.test(fault.message),
    );
  }
  for (const text of [
    URL_WITH_SECRET,
    "postgres://u:a%40%2F%25@h/d",
    "postgresql://h/d",
    "postgres:///d?host=/run/postgresql",
  ]) {
    assert.equal(checkDatabaseUrl(text), text);
  }
});

test("[N8] a port that pg would wait for in vain is refused, also in the query", () => {
  for (const port of ["abc", "70000", "0", "", "-1", "1e3"]) {
    assert.throws(() => checkDatabaseUrl(`postgres://u:s3cret@h/d?port=${port}`), {
      code: "usage",
      message: "the database's port is no number from 1 to 65535",
    });
  }
  const good = "postgres://h/d?port=5433";
  assert.equal(checkDatabaseUrl(good), good);
});

const named = (query: string) => nameTlsMode(`postgres://u:p@h/d?${query}`).split("?")[1];

test("[N7] a TLS mode that pg would warn of is named for what pg does", () => {
  for (const mode of ["prefer", "require", "verify-ca"]) {
    assert.equal(named(`a=b&sslmode=${mode}&c=d`), "a=b&sslmode=verify-full&c=d");
  }
  for (const query of [
    "sslmode=disable",
    "sslmode=no-verify",
    "sslmode=require&uselibpqcompat=true",
  ]) {
    assert.equal(named(query), query);
  }
});
