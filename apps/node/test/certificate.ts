/**
 * Certificates for tests, each made for the test that uses it by the machine's openssl. None is
 * kept in the repository, and none is worth anything.
 */
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestContext } from "node:test";
import type { TlsPaths } from "../src/tls-pair.ts";

export interface MadeCertificate extends TlsPaths {
  readonly pem: { readonly cert: string; readonly key: string };
}

/** `names` as openssl writes them: "DNS:localhost,IP:127.0.0.1". It holds `days` from now. */
export function makeCertificate(folder: string, names: string, days = 30): MadeCertificate {
  const at = mkdtempSync(join(folder, "certificate-"));
  const [cert, key] = [join(at, "cert.pem"), join(at, "key.pem")];
  const curve = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"];
  const extension = names === "" ? [] : ["-addext", `subjectAltName=${names}`];
  const made = ["-subj", "/CN=test", "-days", String(days), "-keyout", key, "-out", cert];
  execFileSync("openssl", ["req", "-x509", ...curve, ...extension, ...made], { stdio: "pipe" });
  const pem = { cert: readFileSync(cert, "utf8"), key: readFileSync(key, "utf8") };
  return { cert, key, pem };
}

/** A folder that is gone after the test. */
export function folderFor(context: Pick<TestContext, "after">): string {
  const folder = mkdtempSync(join(tmpdir(), "muster-tls-"));
  context.after(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}
