/**
 * Reads a route from GPX 1.0 or 1.1 (topografix.com/GPX/1/1): one track is one contingent, its
 * points in order are one tick apart. Times, heights and waypoints are passed over.
 *
 * Rule S2: docs/spec/march-simulation.md.
 */
import { DOMParser, type Element, onErrorStopParsing } from "@xmldom/xmldom";
import { SimulationFault } from "./fault.ts";
import { checkRoute, type Route } from "./route.ts";

/** GPX says nothing of ticks: as in the default route. */
const TICK_SECONDS = 5;

/** Throws `usage` on what is no GPX, or has no track to follow. */
export function readGpx(text: string, name: string): Route {
  const root = rootOf(text, name);
  if (root?.localName !== "gpx") throw new SimulationFault("usage", `${name} is no GPX file`);
  const tracks = [...root.getElementsByTagNameNS("*", "trk")];
  if (tracks.length === 0) throw new SimulationFault("usage", `${name} has no track (trk)`);
  const contingents = tracks.map((track, index) => ({
    name: nameOf(track) ?? `contingent-${index + 1}`,
    path: [...track.getElementsByTagNameNS("*", "trkpt")].map(pointOf),
  }));
  return checkRoute({ tickSeconds: TICK_SECONDS, contingents }, name);
}

function rootOf(text: string, name: string): Element | null {
  try {
    const parser = new DOMParser({ onError: onErrorStopParsing });
    return parser.parseFromString(text, "text/xml").documentElement;
  } catch (cause) {
    const [line = ""] = String(cause instanceof Error ? cause.message : cause).split("\n");
    throw new SimulationFault("usage", `${name} is no XML: ${line}`, { cause });
  }
}

function nameOf(track: Element): string | null {
  const own = [...track.childNodes].find((node) => (node as Element).localName === "name");
  const text = own?.textContent?.trim() ?? "";
  return text === "" ? null : text;
}

/** What is no number becomes NaN, which no route has. */
function pointOf(point: Element): readonly [number, number] {
  const degrees = (name: string) => Number.parseFloat(point.getAttribute(name) ?? "");
  return [degrees("lat"), degrees("lon")];
}
