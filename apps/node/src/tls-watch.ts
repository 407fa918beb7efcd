/**
 * Looks at the files of a certificate again and again, so that a renewal needs no restart. What is
 * read, not when it was written, decides: links, copies and mounts change in ways of their own.
 *
 *     same ──► nothing      another pair ──► used      none that holds ──► the old one stays, one line
 *
 * A signal could say it as well, but a hangup is how a terminal that is closed stops a node (N5).
 * Rule N34: docs/spec/node.md.
 */
import { describeError } from "./describe-error.ts";
import { readTlsPair, type TlsPair, type TlsPaths } from "./tls-pair.ts";

export interface WatchedTls {
  readonly paths: TlsPaths;
  /** The pair in use. */
  readonly pair: TlsPair;
  readonly use: (pair: TlsPair) => void;
  readonly report: (line: string) => void;
  readonly now: () => number;
}

export const LOOK_MS = 10_000;
const DAY_MS = 86_400_000;
/** Those who renew by themselves do so 30 days before the end. */
const WARN_MS = 14 * DAY_MS;

/** One look. Two files change one after the other: a pair that is wrong once may be half written. */
export class TlsWatch {
  readonly #watched: WatchedTls;
  #used: TlsPair;
  #suspect = "";
  #reported = "";
  #warned = "";

  constructor(watched: WatchedTls) {
    this.#watched = watched;
    this.#used = watched.pair;
  }

  /** Never fails: what is wrong with the files is reported, once. */
  async look(): Promise<void> {
    const { paths, use, report, now } = this.#watched;
    const read = await readTlsPair(paths, now()).catch(
      (cause: unknown) => describeError(cause).split("\n", 1)[0] ?? "",
    );
    if (typeof read === "string") this.#complain(read);
    else {
      this.#suspect = "";
      this.#reported = "";
      if (!isSame(read, this.#used)) {
        use(read);
        this.#used = read;
        report(`a new certificate is in use, until ${dayOf(read.endsMs)}`);
      }
    }
    this.#warnOfEnd(now());
  }

  #complain(message: string): void {
    const isStill = this.#suspect === message;
    this.#suspect = message;
    if (!isStill || this.#reported === message) return;
    this.#reported = message;
    this.#watched.report(`${message}; the certificate that was read before stays in use`);
  }

  #warnOfEnd(nowMs: number): void {
    const warning = warningOf(this.#used, nowMs);
    if (warning !== null && warning !== this.#warned) this.#watched.report(warning);
    this.#warned = warning ?? "";
  }
}

/** What to say of a certificate that ends soon; null of one that does not. */
export function warningOf({ endsMs }: Pick<TlsPair, "endsMs">, nowMs: number): string | null {
  if (endsMs <= nowMs) return "warning: the certificate has ended, and phones refuse it: renew it";
  if (endsMs - nowMs > WARN_MS) return null;
  return `warning: the certificate ends on ${dayOf(endsMs)}: renew it`;
}

function isSame(a: TlsPair, b: TlsPair): boolean {
  return a.cert.equals(b.cert) && a.key.equals(b.key);
}

function dayOf(ms: number): string {
  return new Date(ms).toISOString().slice(0, 10);
}

/** Looks every `LOOK_MS`. Returns what ends it. */
export function watchTls(watched: WatchedTls): () => void {
  const watch = new TlsWatch(watched);
  const timer = setInterval(() => void watch.look(), LOOK_MS).unref();
  return () => clearInterval(timer);
}
