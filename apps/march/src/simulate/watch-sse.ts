/** Watches the stream of Server-Sent Events. */
import { placeOf } from "../model.ts";
import { type ServerEvent, SseReader } from "./sse.ts";
import type { Watch, Watcher } from "./watch.ts";

type Pin =
  | { readonly id: string; readonly gone: true }
  | { readonly id: string; readonly lat: number; readonly lon: number; readonly gone?: undefined };

export const watchSse: Watch = async ({ api, march, token, life, watcher, fail }) => {
  const response = await fetch(`${api.url}/march/${march}/stream`, {
    headers: { authorization: `Bearer ${token}` },
    signal: life.signal,
  });
  const { body } = response;
  if (!response.ok || body === null) throw new Error(`${response.status} from the stream`);
  const { promise, resolve } = Promise.withResolvers<void>();
  void follow(body, (event) => {
    tell(event, watcher);
    // The first event is what stands.
    resolve();
  })
    .then(() => fail(new Error("the stream ended")))
    .catch((error: unknown) => life.signal.aborted || fail(error));
  return promise;
};

async function follow(
  body: ReadableStream<Uint8Array>,
  hears: (event: ServerEvent) => void,
): Promise<void> {
  const reader = new SseReader();
  const decoder = new TextDecoder();
  for await (const bytes of body) {
    for (const event of reader.read(decoder.decode(bytes, { stream: true }))) hears(event);
  }
}

function tell({ event, data }: ServerEvent, watcher: Watcher): void {
  if (event === "erased") return watcher.cleared();
  if (event !== "positions") return;
  for (const pin of JSON.parse(data) as readonly Pin[]) {
    if (pin.gone === true) watcher.gone(pin.id);
    else watcher.saw(pin.id, placeOf(pin.lat, pin.lon));
  }
}
