/** Ways to break how a node is reached: TLS, and who stands in front of it. */
import type { Mutant } from "../../../test/mutants/mutant.ts";

const SRC = "apps/node/src";

export const mutants: readonly Mutant[] = [
  {
    // Any key will do.
    rule: "N34",
    file: `${SRC}/tls-pair.ts`,
    find: "if (leaf.checkPrivateKey(key)) return;",
    replace: "if (leaf !== null) return;",
    test: `${SRC}/tls-pair.test.ts`,
  },
  {
    // A certificate that has ended will do.
    rule: "N34",
    file: `${SRC}/tls-pair.ts`,
    find: "validToDate.getTime() <= nowMs",
    replace: "nowMs < 0",
    test: `${SRC}/tls-pair.test.ts`,
  },
  {
    // A renewal that is half written is told at once.
    rule: "N34",
    file: `${SRC}/tls-watch.ts`,
    find: "if (!isStill || ",
    replace: "if (",
    test: `${SRC}/tls-pair.test.ts`,
  },
  {
    // What is wrong is told at every look.
    rule: "N34",
    file: `${SRC}/tls-watch.ts`,
    find: " || this.#reported === message",
    replace: "",
    test: `${SRC}/tls-pair.test.ts`,
  },
  {
    // A renewal is read and not used.
    rule: "N34",
    file: `${SRC}/http-server.ts`,
    find: "server.setSecureContext({ cert: pair.cert, key: pair.key })",
    replace: "void pair",
    test: `${SRC}/https.test.ts`,
  },
  {
    // Whoever writes in the clear is sent on, and never learns of it.
    rule: "N34",
    file: `${SRC}/redirect.ts`,
    find: "if (!isReading || !isHere) {",
    replace: "if (!isHere) {",
    test: `${SRC}/https.test.ts`,
  },
  {
    // Every server of localhost is asked for by HTTPS from then on.
    rule: "N34",
    file: `${SRC}/http-server.ts`,
    find: 'if (!/^localhost(:|$)/i.test(request.headers.host ?? "")) {',
    replace: "if (request !== null) {",
    test: `${SRC}/https.test.ts`,
  },
  {
    // Who says nothing holds a connection for ever.
    rule: "N31",
    file: `${SRC}/front.ts`,
    find: ".setTimeout(silentMsMax)",
    replace: "",
    test: `${SRC}/https.test.ts`,
  },
  {
    // Behind the front nobody looks for requests that do not come whole.
    rule: "N31",
    file: `${SRC}/front.ts`,
    find: 'each.emit("listening")',
    replace: "void each",
    test: `${SRC}/https.test.ts`,
  },
  {
    // Anybody may say to be anybody.
    rule: "N35",
    file: `${SRC}/trusted-proxies.ts`,
    find: "if (!isTrusted(from)) return peer;",
    replace: "",
    test: `${SRC}/trusted-proxies.test.ts`,
  },
  {
    // What a client wrote itself counts.
    rule: "N35",
    file: `${SRC}/trusted-proxies.ts`,
    find: "hops.findLast(",
    replace: "hops.find(",
    test: `${SRC}/trusted-proxies.test.ts`,
  },
  {
    // One connection asks for as much at once as it likes.
    rule: "N37",
    file: `${SRC}/turns.ts`,
    find: " || count > UNDER_WAY_MAX",
    replace: "",
    test: `${SRC}/turns.test.ts`,
  },
  {
    // Who reads nothing is waited for.
    rule: "N37",
    file: `${SRC}/turns.ts`,
    find: "socket.writableLength > 0",
    replace: "socket.writableLength < 0",
    test: `${SRC}/turns.test.ts`,
  },
  {
    // Everybody is a server in front.
    rule: "N35",
    file: `${SRC}/trusted-proxies.ts`,
    find: "length < 1",
    replace: "length < 0",
    test: `${SRC}/trusted-proxies.test.ts`,
  },
  {
    // A trusted server is the client of all that it passes on.
    rule: "N35",
    file: `${SRC}/http-server.ts`,
    find: "if (client === remoteAddress) return bindings;",
    replace: 'if (client !== "") return bindings;',
    test: `${SRC}/https.test.ts`,
  },
  {
    // An address is printed that the certificate is not for.
    rule: "N30",
    file: `${SRC}/addresses.ts`,
    find: ".find(tls.covers);",
    replace: ".find(() => true);",
    test: `${SRC}/addresses.test.ts`,
  },
];
