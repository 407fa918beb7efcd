/**
 * What a node that speaks HTTPS answers to plain HTTP: the same address with `https`. Only to who
 * reads: what a body or a token held has crossed the network in the clear by then, and a program
 * that is sent on silently would go on doing so. Health and figures are answered as they are, for
 * programs of this machine that know no certificate.
 *
 * Rule N34: docs/spec/node.md.
 */
import type { RequestListener } from "node:http";

const HOST = /^([\w.-]+|\[[\da-f:]+\])(:\d{1,5})?$/i;
const AS_THEY_ARE = ["/healthz", "/metrics"];

export function redirect(answer: RequestListener): RequestListener {
  return (request, response) => {
    const { method = "", url = "/", headers } = request;
    if (AS_THEY_ARE.includes(url)) return answer(request, response);
    const host = headers.host ?? "";
    const isReading = method === "GET" || method === "HEAD";
    const isHere = HOST.test(host) && url.startsWith("/");
    const plain = {
      "content-type": "text/plain",
      "cache-control": "no-store",
      connection: "close",
    };
    if (!isReading || !isHere) {
      response.writeHead(isReading ? 400 : 403, plain);
      response.end("this address speaks HTTPS\n");
      return;
    }
    response.writeHead(308, { ...plain, location: `https://${host}${url}` });
    response.end();
  };
}
