/**
 * Session tokens: who may do what in one room, until when. Signed by the room's own key (JWT,
 * HS256, RFC 7519), checked at the edge before any byte of the room is sent.
 *
 * Rule M14: docs/spec/rooms.md.
 */
import { errors, jwtVerify, SignJWT } from "jose";
import { Fault } from "./fault.ts";

export interface RoomName {
  readonly kind: string;
  readonly id: string;
}

/** What a token says, once verified. */
export interface Grant {
  readonly person: string;
  readonly rights: readonly string[];
  /** The application's own facts about the person in this room. */
  readonly about: Readonly<Record<string, string>>;
  /** Milliseconds since the epoch, whole seconds. */
  readonly expiresAt: number;
}

/** The room's name in one text: of its space, and wherever rooms are told apart. */
export function roomKey({ kind, id }: RoomName): string {
  return `${kind}/${id}`;
}

const ISSUER = "muster";

/** What a hash of 256 bits asks for (RFC 7518, 3.2). */
const KEY_BYTES_MIN = 32;

/** Throws `RangeError` on a key that could be guessed. */
export function checkTokenKey(key: Uint8Array): void {
  if (key.length >= KEY_BYTES_MIN) return;
  throw new RangeError(`a token key of ${key.length} bytes, at least ${KEY_BYTES_MIN}`);
}

/** Throws `RangeError` on a key of less than 32 bytes. */
export async function signToken(key: Uint8Array, room: RoomName, grant: Grant): Promise<string> {
  checkTokenKey(key);
  return new SignJWT({ rights: grant.rights, about: grant.about })
    .setProtectedHeader({ alg: "HS256" })
    .setIssuer(ISSUER)
    .setAudience(roomKey(room))
    .setSubject(grant.person)
    .setExpirationTime(Math.floor(grant.expiresAt / 1000))
    .sign(key);
}

/** Throws `unauthorised` for a token that is not of this room and key, `ended` for an old one. */
// oxlint-disable-next-line max-params
export async function verifyToken(
  key: Uint8Array,
  room: RoomName,
  token: string,
  nowMs: number,
): Promise<Grant> {
  try {
    const { payload } = await jwtVerify(token, key, {
      algorithms: ["HS256"],
      issuer: ISSUER,
      audience: roomKey(room),
      requiredClaims: ["sub", "exp", "rights", "about"],
      currentDate: new Date(nowMs),
    });
    return grantOf(payload);
  } catch (cause) {
    if (cause instanceof errors.JWTExpired) throw new Fault("ended", "the token has expired");
    throw new Fault("unauthorised", "the token is not one of this room", { cause });
  }
}

/** The claims were signed by us, yet another version of us may have signed them. */
function grantOf(payload: Readonly<Record<string, unknown>>): Grant {
  const { sub, exp, rights, about } = payload;
  const isList = Array.isArray(rights) && rights.every((right) => typeof right === "string");
  const isRecord =
    typeof about === "object" &&
    about !== null &&
    Object.values(about).every((value) => typeof value === "string");
  if (typeof sub !== "string" || typeof exp !== "number" || !isList || !isRecord) {
    throw new TypeError("the claims have another shape");
  }
  return { person: sub, rights, about: about as Record<string, string>, expiresAt: exp * 1000 };
}
