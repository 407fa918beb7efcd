/**
 * A step of the build: draws the icons that a phone shows of an installed page, in the sizes that
 * phones ask for. The drawing is that of `public/icon.svg`: a ground and three people.
 */
import { crc32, deflateSync } from "node:zlib";
import type { Plugin } from "vite";

/** In the units of the drawing, 64 wide. */
const PEOPLE = [
  [20, 40],
  [44, 40],
  [32, 22],
] as const;
const RADIUS = 7;
const CORNER = 14;
const GROUND = [0xb3, 0x26, 0x1e] as const;
/** Each pixel is looked at in so many rows and columns, which makes its edges smooth. */
const SAMPLES = 4;

interface Icon {
  readonly size: number;
  /** A mask that the phone chooses cuts it: the ground fills all, and the drawing is smaller. */
  readonly isMasked: boolean;
}

const ICONS: Readonly<Record<string, Icon>> = {
  "icon-180.png": { size: 180, isMasked: true },
  "icon-192.png": { size: 192, isMasked: false },
  "icon-512.png": { size: 512, isMasked: false },
  "icon-masked-512.png": { size: 512, isMasked: true },
};

export function icons(): Plugin {
  return {
    name: "march-icons",
    generateBundle() {
      for (const [fileName, icon] of Object.entries(ICONS)) {
        this.emitFile({ type: "asset", fileName, source: png(icon.size, drawn(icon)) });
      }
    },
  };
}

/** Rows of red, green, blue and how opaque. */
function drawn({ size, isMasked }: Icon): Buffer {
  const pixels = Buffer.alloc(size * size * 4);
  for (let y = 0; y < size; y += 1) {
    for (let x = 0; x < size; x += 1) {
      pixels.set(pixelAt({ x, y, size, isMasked }), (y * size + x) * 4);
    }
  }
  return pixels;
}

function pixelAt({ x, y, size, isMasked }: Icon & { readonly x: number; readonly y: number }) {
  let white = 0;
  let ground = 0;
  for (let i = 0; i < SAMPLES * SAMPLES; i += 1) {
    const u = unit(x + ((i % SAMPLES) + 0.5) / SAMPLES, { size, isMasked });
    const v = unit(y + (Math.floor(i / SAMPLES) + 0.5) / SAMPLES, { size, isMasked });
    if (!isMasked && !isOnGround(u, v)) continue;
    ground += 1;
    if (PEOPLE.some(([cx, cy]) => Math.hypot(u - cx, v - cy) <= RADIUS)) white += 1;
  }
  const share = ground === 0 ? 0 : white / ground;
  const colour = GROUND.map((part) => Math.round(part + (255 - part) * share));
  return [...colour, Math.round((ground / (SAMPLES * SAMPLES)) * 255)];
}

function unit(pixel: number, { size, isMasked }: Icon): number {
  const at = (pixel / size) * 64;
  return isMasked ? (at - 32) / 0.8 + 32 : at;
}

function isOnGround(u: number, v: number): boolean {
  const dx = Math.max(CORNER - u, u - (64 - CORNER), 0);
  const dy = Math.max(CORNER - v, v - (64 - CORNER), 0);
  return Math.hypot(dx, dy) <= CORNER;
}

/** Portable Network Graphics, W3C recommendation of 2003: 8 bits a channel, no filter. */
function png(size: number, pixels: Buffer): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(size, 0);
  header.writeUInt32BE(size, 4);
  header.set([8, 6, 0, 0, 0], 8);
  const rows = Array.from({ length: size }, (_, y) =>
    Buffer.concat([Buffer.of(0), pixels.subarray(y * size * 4, (y + 1) * size * 4)]),
  );
  return Buffer.concat([
    Buffer.from("\x89PNG\r\n\x1a\n", "latin1"),
    chunk("IHDR", header),
    chunk("IDAT", deflateSync(Buffer.concat(rows), { level: 9 })),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, "latin1"), data]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  const check = Buffer.alloc(4);
  check.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, check]);
}
