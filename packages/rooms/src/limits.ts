/** Every bound of this package, by name. Rules M12, M14: docs/spec/rooms.md. */

/** One message from a client, in bytes. */
export const MESSAGE_BYTES_MAX = 16_384;
export const ROOMS_PER_CONNECTION_MAX = 8;
export const CONNECTIONS_MAX = 20_000;
export const ROOMS_MAX = 10_000;
/** A connection that has joined no room by then is closed. */
export const JOIN_MS_MAX = 5_000;

/** Messages a connection may send at once, and how many a second it earns back. */
export const BURST_MESSAGES = 60;
export const MESSAGES_PER_SECOND = 20;
/** Messages of one connection that wait for their signature check at once. */
export const WAITING_MESSAGES_MAX = 64;

/** How long changes gather before they go out as one frame for each audience. */
export const FLUSH_MS = 50;
/** In a room that holds much they gather for longer: so long for each record, and at most so long. */
export const FLUSH_MS_PER_RECORD = 0.1;
export const FLUSH_MS_MAX = 500;
/** How long changes gather that are told by numbers alone, unless a room says otherwise. */
export const GATHER_MS = 500;
/** Unsent bytes above which a session gets no frames, until all is sent and it is told all anew. */
export const STALLED_BYTES = 262_144;
/** Unsent bytes above which a connection is closed: it goes on asking, and does not read. */
export const QUEUED_BYTES_MAX = 524_288;
/** How long unsent bytes may wait, unless `STALLED_BYTES` of them went, before it is closed. */
export const STALLED_MS_MAX = 20_000;
/** How long a client has to agree to the end of its connection. */
export const CLOSE_MS_MAX = 5_000;

/** How often the node says that it is there, with its time. */
export const BEAT_MS = 5_000;
/** A client that hears nothing for so long takes the connection for dead. */
export const SILENCE_MS_MAX = 15_000;
/** Beats that a client may leave without an answer before the node takes it for gone. */
export const UNANSWERED_BEATS_MAX = 3;

/** Records that a room holds. */
export const RECORDS_MAX = 20_000;
/** The body of a note, in bytes, and its name. */
export const NOTE_BYTES_MAX = 65_536;
export const NOTE_NAME_BYTES_MAX = 64;
/** A batch, in bytes: every record of a room that is as large as can be. */
export const BATCH_BYTES_MAX = 134_217_728;
/** Rolls that a client says it knows when it joins. */
export const KNOWN_ROLLS_MAX = 16;
/** How long what is kept of a room may take to be read or written. */
export const OPEN_MS_MAX = 5_000;
export const ERASE_MS_MAX = 5_000;
/** How long a command may keep those after it waiting, and how many may wait, of all and of one. */
export const COMMAND_MS_MAX = 10_000;
export const COMMANDS_MAX = 64;
/** As many as a client lets wait. */
export const COMMANDS_OF_PERSON_MAX = 8;

/** A room that nobody uses and that holds no records is let go after so long. */
export const IDLE_MS = 60_000;
/** How often expired records are dropped. */
export const EXPIRE_MS = 500;

/** What a client keeps unacknowledged. */
export const OUTBOX_MAX = 256;
/** Records that a client remembers in case its own are refused: as many as a room holds. */
export const FORMER_MAX = RECORDS_MAX;
/** How fast a client sends, in all its rooms: below what the node takes, so that none is refused. */
export const WRITES_BURST = 30;
export const WRITES_PER_SECOND = 15;
/** Writes and calls under way: with the burst fewer than a node takes at once, however late. */
export const UNANSWERED_MAX = 20;
/** Calls of one room that wait for an answer. */
export const CALLS_MAX = 8;
/** How long others have to give a new owner what they wrote, before a client lets go of it. */
export const REFILL_MS_MAX = 10_000;
/** The arguments of a call, in bytes: with its name and a token they fit into one message. */
export const CALL_BYTES_MAX = 12_288;
export const CALL_MS_MAX = 15_000;
export const BACKOFF_MS_MIN = 250;
/** A node that was down for long has its clients back within 10 s of its start, joins included. */
export const BACKOFF_MS_MAX = 8_000;
