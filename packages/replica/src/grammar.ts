/**
 * Messages as bytes: one byte names the message, then come its fields in the order of a schema,
 * nothing after. Writer and reader both follow the schema, so a message has one encoding.
 *
 *   schema   each message by name: its byte, and its fields by name, each of a type
 *   fields   each type by name: how it is written and read
 *
 * Rules R41: docs/spec/replica-wire.md, M20: docs/spec/rooms-wire.md.
 */
import { Reader, Writer } from "./bytes.ts";
import { Malformed } from "./fault.ts";

/** What `Types` names, each in bytes. */
export type FieldCodecs<Types> = {
  readonly [Type in keyof Types]: {
    /** Throws `RangeError` on what no reader would take. */
    readonly write: (to: Writer, value: Types[Type]) => void;
    /** Throws `Malformed` on bytes that `write` would not have written. */
    readonly read: (from: Reader) => Types[Type];
  };
};

/** The messages by name. `code` is a byte that no other has; a field is of a type in `Types`. */
export type MessageSchema<Types> = Readonly<
  Record<string, { readonly code: number; readonly fields: Readonly<Record<string, keyof Types>> }>
>;

/** A message of `Schema`: any, or the one that `Name` names. */
export type MessageOf<
  Schema extends MessageSchema<Types>,
  Types,
  Name extends keyof Schema = keyof Schema,
> = {
  [N in Name]: { readonly is: N } & {
    readonly [F in keyof Schema[N]["fields"]]: Types[Schema[N]["fields"][F]];
  };
}[Name];

export interface Grammar<Message> {
  /**
   * Throws `RangeError` on what no reader would take. Of a message that is known to have other
   * than a few hundred bytes, `bytesExpected` spares copying.
   */
  readonly encode: (message: Message, bytesExpected?: number) => Uint8Array<ArrayBuffer>;
  /** Throws `Malformed` unless the bytes are exactly one message as `encode` writes it. */
  readonly decode: (bytes: Uint8Array) => Message;
}

/** A field of a message, taken apart once for all messages. */
interface Field {
  readonly name: string;
  readonly write: (to: Writer, value: never) => void;
  readonly read: (from: Reader) => unknown;
}

interface Shape {
  readonly is: string;
  readonly code: number;
  readonly fields: readonly Field[];
}

/** How the messages of a schema are written and read. */
export function grammar<Types, Schema extends MessageSchema<Types>>(
  schema: Schema,
  codecs: FieldCodecs<Types>,
): Grammar<MessageOf<Schema, Types>> {
  const shapes = Object.entries(schema).map(([is, { code, fields }]): Shape => {
    const all = Object.entries(fields).map(([name, type]) => {
      const { write, read } = codecs[type];
      return { name, write, read };
    });
    return { is, code, fields: all };
  });
  const byName = new Map(shapes.map((shape) => [shape.is, shape]));
  const byCode = new Map(shapes.map((shape) => [shape.code, shape]));
  return {
    encode: (message, bytesExpected) => {
      const values = message as unknown as Readonly<Record<string, never>>;
      const { code, fields } = byName.get(values["is"]!)!;
      const writer = new Writer(bytesExpected).byte(code);
      for (const { name, write } of fields) write(writer, values[name]!);
      return writer.bytes();
    },
    decode: (bytes) => {
      const reader = new Reader(bytes);
      const code = reader.byte();
      const shape = byCode.get(code);
      if (shape === undefined) throw new Malformed(`no message has the number ${code}`);
      const message: Record<string, unknown> = { is: shape.is };
      for (const { name, read } of shape.fields) message[name] = read(reader);
      reader.end();
      return message as unknown as MessageOf<Schema, Types>;
    },
  };
}
