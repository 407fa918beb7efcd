/** The public face of @muster/replica. */
export { type AuthorId, authorBytes, authorOf, identityOf } from "./author.ts";
export { Reader, Writer } from "./bytes.ts";
export { type Checked, checkBody } from "./checked.ts";
export { Malformed, REFUSALS, type RefusalCode } from "./fault.ts";
export {
  type FieldCodecs,
  grammar,
  type MessageOf,
} from "./grammar.ts";
export { generateKeys, type Identity, openIdentity, sha256, Verifier } from "./identity.ts";
export { MemoryStore } from "./memory.ts";
export { type Conflict, type Merged, merge3, type Path, type Side } from "./merge3/merge3.ts";
export {
  type AnyModel,
  type Drop,
  type Entry,
  type Model,
  modelsByName,
  type Schema,
} from "./model.ts";
export {
  addWinsSet,
  type SetChange,
  type SetDelta,
  type SetModel,
  type SetValue,
  type SetView,
} from "./models/add-wins-set.ts";
export {
  appendLog,
  type LogDelta,
  type LogModel,
  type LogValue,
  type LogView,
} from "./models/append-log.ts";
export {
  type Addition,
  type CounterDelta,
  type CounterModel,
  type CounterView,
  counter,
} from "./models/counter.ts";
export type { Item, Splice, Stamped } from "./models/item.ts";
export { type Latest, type LatestDelta, type LatestView, latest } from "./models/latest.ts";
export { type MapDelta, type MapModel, type MapValue, type MapView, map } from "./models/map.ts";
export {
  type MultiDelta,
  type MultiModel,
  type MultiValue,
  type MultiView,
  multiRegister,
} from "./models/multi-register.ts";
export type { Sequence } from "./models/ordered.ts";
export {
  type Beside,
  type ListDelta,
  type ListItem,
  type ListModel,
  type ListValue,
  type ListView,
  orderedList,
  type Target,
} from "./models/ordered-list.ts";
export type { Position, Step } from "./models/position.ts";
export {
  type GeoPlace,
  type PositionsModel,
  positions,
  type SeenPosition,
} from "./models/positions.ts";
export { type RegisterModel, register } from "./models/register.ts";
export {
  type Stroke,
  type StrokesDelta,
  type StrokesModel,
  type StrokesView,
  type StrokeValue,
  strokes,
} from "./models/strokes.ts";
export { decodeRecord, RECORD_BYTES_MAX, recordId, type SignedRecord } from "./record.ts";
export { isRestated, restated } from "./restated.ts";
export { expiryOf, SLOT_MS } from "./slot.ts";
export { type Outcome, type ReceiveOptions, Space } from "./space.ts";
export type { SpaceOptions } from "./space-options.ts";
export { AHEAD_MS_MAX, type Clock, compareStamps, type Stamp } from "./stamp.ts";
export type { Kept, Store } from "./store.ts";
export { CorrectedClock } from "./sync/corrected-clock.ts";
export { ENDS, type EndCode, type SyncEvent } from "./sync/event.ts";
export { Ledger } from "./sync/ledger.ts";
export type { Link, Peer, Pipe, Timers } from "./sync/link.ts";
export { connectPort, type PortLike } from "./sync/message-port.ts";
export { connectNodeStream, type ReadableLike, type WritableLike } from "./sync/node-stream.ts";
export type { Measured } from "./sync/offset.ts";
export { createStream, type SyncStream } from "./sync/stream.ts";
export { openSync, type Sync, type SyncOptions } from "./sync/sync.ts";
export { systemTimers } from "./sync/timers.ts";
export { connectSocket, type SocketLike } from "./sync/websocket.ts";
export type { Change } from "./views.ts";
export { covers, higher, NOTHING_ERASED, type Watermark } from "./watermark.ts";
