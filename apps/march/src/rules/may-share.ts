/**
 * Who may share a position: people of themselves, in the contingent that they joined.
 *
 * Rules A5, A21: docs/spec/march.md.
 */
import type { Grant, Written } from "@muster/rooms";
import { keptUntil, type Position } from "../model.ts";
import { forbidden, type Refusal, type Scene } from "./scene.ts";

export function whyNoPosition({ room }: Scene, grant: Grant, written: Written): Refusal | null {
  const position = written.value as Position;
  const { person, contingent, place } = position;
  if (person !== grant.person) {
    return forbidden("a position belongs to the person who shares it");
  }
  if (contingent !== grant.about["contingent"]) {
    return forbidden("this token is of another contingent");
  }
  const wroteMs = written.stamp?.wallMs ?? room.now();
  const isOver = place !== null && keptUntil(position, wroteMs) <= room.now();
  return isOver ? forbidden("it was to be forgotten by now") : null;
}
