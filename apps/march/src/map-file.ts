/**
 * The map that the operator chose: a PMTiles file on this machine, checked before it is served.
 * It is downloaded whole and read on the phone, so that no request tells where anyone looks.
 *
 * Rule A11: docs/spec/march.md.
 */
import { type FileHandle, open } from "node:fs/promises";
import { Fault } from "@muster/rooms";
import { PMTiles, type RangeResponse, type Source } from "pmtiles";

export interface MapFile {
  readonly path: string;
  /** Whom the data is owed to, as the file itself says. */
  readonly attribution: string;
}

/** Throws the fault `bad_message` with what is wrong with the file. */
export async function openMap(path: string): Promise<MapFile> {
  const file = await open(path).catch((cause: unknown) => {
    throw new Fault("bad_message", `cannot read the map file ${path}`, { cause });
  });
  try {
    const metadata: unknown = await new PMTiles(sourceOf(file, path)).getMetadata();
    return { path, attribution: attributionOf(metadata) };
  } catch (cause) {
    throw new Fault("bad_message", `${path} is not a PMTiles file (version 3)`, { cause });
  } finally {
    await file.close();
  }
}

function attributionOf(metadata: unknown): string {
  const isObject = typeof metadata === "object" && metadata !== null && "attribution" in metadata;
  const html = isObject && typeof metadata.attribution === "string" ? metadata.attribution : "";
  // Metadata is often HTML; only its text is shown.
  return html.replaceAll(/<[^>]*>/g, "").slice(0, 200);
}

function sourceOf(file: FileHandle, key: string): Source {
  return {
    getKey: () => key,
    getBytes: async (offset, length): Promise<RangeResponse> => {
      const { buffer, bytesRead } = await file.read(new Uint8Array(length), 0, length, offset);
      return { data: buffer.slice(0, bytesRead).buffer };
    },
  };
}
