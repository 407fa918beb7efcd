/**
 * The shape of each kind of alert, the same on the map and in lists. None is round: people and
 * contingents are. Corners are in units of the sign's own size, around its middle, y downwards.
 *
 * Rule W51: docs/spec/march-page.md.
 */
import type { AlertKind } from "../src/models/alerts.ts";

export type Corner = readonly [x: number, y: number];

export const SHAPES: Readonly<Record<AlertKind, readonly Corner[]>> = {
  "police-line": polygon(4, 45, 1.12),
  /** An arrow upwards: a way out. */
  exit: [
    [0, -1.15],
    [1.1, -0.1],
    [0.8, -0.1],
    [0.8, 0.95],
    [-0.8, 0.95],
    [-0.8, -0.1],
    [-1.1, -0.1],
  ],
  danger: [
    [0, -1.2],
    [1.2, 0.9],
    [-1.2, 0.9],
  ],
  medic: polygon(6, 30, 1.15),
  route: polygon(4, 0, 1.25),
  /** A shield that points at the place. */
  "meeting-point": [
    [-0.95, -0.95],
    [0.95, -0.95],
    [0.95, 0.25],
    [0, 1.2],
    [-0.95, 0.25],
  ],
};

/** Where the sign stands in its shape: lower in a triangle. */
export const SIGN_Y: Readonly<Partial<Record<AlertKind, number>>> = {
  danger: 0.3,
  exit: 0.12,
  "meeting-point": -0.1,
};

function polygon(corners: number, turnedDeg: number, radius: number): readonly Corner[] {
  return Array.from({ length: corners }, (_, i): Corner => {
    const angle = ((i * 360) / corners + turnedDeg) * (Math.PI / 180);
    return [radius * Math.sin(angle), -radius * Math.cos(angle)];
  });
}
