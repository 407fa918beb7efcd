/** The public face of @muster/rooms that clients and servers share. */
export type { Brief } from "./brief.ts";
export { FAULTS, Fault, type FaultCode } from "./fault.ts";
export {
  type Audience,
  type Chore,
  type Command,
  defineRoom,
  type NoteSource,
  type Opening,
  type Room,
  type RoomDefinition,
  type RoomRules,
  type Written,
} from "./room.ts";
export { repeat, systemTimers, type Timers } from "./timers.ts";
export { type Grant, type RoomName, signToken, verifyToken } from "./token.ts";
export type { Note } from "./wire.ts";
