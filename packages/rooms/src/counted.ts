/** What an edge counts, for its operator. Rule M16: docs/spec/rooms.md. */
import type { RefusalCode } from "@muster/replica";

export type Counted =
  | "connection_refused"
  /** Of WebSockets, and their bytes before framing and TLS. */
  | "message_in"
  | "message_in_bytes"
  | "message_out"
  | "message_out_bytes"
  /** Beyond the rate of its connection. */
  | "message_refused"
  /** News, or held already. */
  | "record_taken"
  | `record_refused_${RefusalCode}`;
