/** What an edge counts, for its operator. Rule M16: docs/spec/rooms.md. */
import type { RefusalCode } from "@muster/replica";

export type Counted =
  | "connection_refused"
  /** Beyond the rate of its connection. */
  | "message_refused"
  /** News, or held already. */
  | "record_taken"
  | `record_refused_${RefusalCode}`;
