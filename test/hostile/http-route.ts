/** The routes that the API says it has, and what they answer to a request. */
import type { TestNode } from "../../apps/march/test/fake-node.ts";

const TOO_LARGE = 413;
/** More than any body may have. */
export const LARGE_BYTES = 100_000;

export interface Route {
  /** As it is described: with `{id}` for the march. */
  readonly path: string;
  readonly method: "get" | "post";
  readonly hasSession: boolean;
}

/** What stands in a path. */
export interface Names {
  readonly id: string;
  readonly alert: string;
  readonly post: string;
}

export interface Answered {
  readonly status: number;
  /** Null: it is no JSON, or a stream that goes on. */
  readonly body: unknown;
}

export async function routesOf(node: TestNode): Promise<readonly Route[]> {
  const { body } = await node.request("/march/openapi.json");
  const { paths } = body as { paths: Record<string, Record<string, { security?: unknown }>> };
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, { security }]) => {
      const hasSession = security !== undefined;
      return { path, method: method as Route["method"], hasSession };
    }),
  );
}

export function nameOf({ method, path }: Pick<Route, "method" | "path">): string {
  return `${method} ${path}`;
}

export interface Sent {
  readonly route: Pick<Route, "path" | "method">;
  readonly names: Names;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | null;
}

export async function send(
  { url }: Pick<TestNode, "url">,
  { route, names, headers, body }: Sent,
): Promise<Answered> {
  const path = route.path.replaceAll(/\{(\w+)\}/g, (_, name: keyof Names) => names[name]);
  const method = route.method.toUpperCase();
  try {
    const init = { method, headers: { "content-type": "application/json", ...headers }, body };
    return await answered(await fetch(url + path, init));
  } catch (error) {
    // Who sends too much may be cut off before all of it is sent.
    if (body === null || body.length <= LARGE_BYTES || !(error instanceof TypeError)) throw error;
    return { status: TOO_LARGE, body: null };
  }
}

async function answered(response: Response): Promise<Answered> {
  const { status, headers } = response;
  const type = headers.get("content-type") ?? "";
  if (type.startsWith("application/json")) return { status, body: await response.json() };
  await response.body?.cancel();
  return { status, body: null };
}

export function sessionOf(token: string): Readonly<Record<string, string>> {
  return { authorization: `Bearer ${token}` };
}
