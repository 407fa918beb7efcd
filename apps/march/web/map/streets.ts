/**
 * The operator's map: one PMTiles file, downloaded whole and read from memory, so that no
 * request tells where anyone looks. Loaded only where an operator has chosen one.
 *
 * The layers' names are those of Protomaps and of OpenMapTiles.
 */

import type { FeatureLike } from "ol/Feature.js";
import type Layer from "ol/layer/Layer.js";
import VectorTileLayer from "ol/layer/VectorTile.js";
import { fromLonLat } from "ol/proj.js";
import Fill from "ol/style/Fill.js";
import Stroke from "ol/style/Stroke.js";
import Style from "ol/style/Style.js";
import Text from "ol/style/Text.js";
import { PMTilesVectorSource } from "ol-pmtiles";
import { FileSource, PMTiles } from "pmtiles";
import type { Streets } from "../api.ts";
import type { Paint } from "./paint.ts";

export interface StreetsLayer {
  readonly layer: Layer;
  /** Where to look while nobody is to be seen. */
  readonly centre: readonly [x: number, y: number];
  /** Farther out than this the file holds nothing. */
  readonly zoomMin: number;
  repaint(paint: Paint): void;
}

export async function loadStreets(streets: Streets, paint: Paint): Promise<StreetsLayer> {
  const response = await fetch(streets.url);
  if (!response.ok) throw new Error(`the map file answered ${response.status}`);
  const file = new File([await response.blob()], "streets.pmtiles");
  // Its type intersects two types of `url` and would admit neither; it takes a source.
  const held = new FileSource(file);
  const { minZoom, centerLon, centerLat } = await new PMTiles(held).getHeader();
  const source = new PMTilesVectorSource({ url: held as never });
  const layer = new VectorTileLayer({ source, declutter: true, style: styleOf(paint) });
  // Seen from farther out, all the file's nearest tiles would be asked for at once.
  const zoomMin = minZoom === 0 ? 0 : minZoom - 1;
  layer.setMinZoom(zoomMin);
  const [x = 0, y = 0] = fromLonLat([centerLon, centerLat]);
  const repaint = (paint: Paint): void => layer.setStyle(styleOf(paint));
  return { layer, centre: [x, y], zoomMin, repaint };
}

function styleOf({ streets, halo }: Paint): (feature: FeatureLike) => Style | undefined {
  const water = new Style({ fill: new Fill({ color: streets.water }) });
  const green = new Style({ fill: new Fill({ color: streets.green }) });
  const building = new Style({ fill: new Fill({ color: streets.building }) });
  const road = new Style({ stroke: new Stroke({ color: streets.road, width: 3.5 }) });
  const path = new Style({ stroke: new Stroke({ color: streets.path, width: 1.5 }) });
  const named = (said: string): Style =>
    new Style({
      text: new Text({
        text: said,
        font: "600 12px system-ui, sans-serif",
        placement: "point",
        fill: new Fill({ color: streets.label }),
        stroke: new Stroke({ color: halo, width: 3 }),
      }),
    });
  return (feature) => {
    const layer = String(feature.get("layer"));
    const kind = String(feature.get("kind") ?? feature.get("class") ?? "");
    if (layer === "water" || layer === "waterway") return water;
    if (layer === "buildings" || layer === "building") return building;
    if (/^(landuse|landcover|park|natural)$/.test(layer))
      return GREEN.test(kind) ? green : undefined;
    if (/^(roads|transportation)$/.test(layer)) return PATHS.test(kind) ? path : road;
    const name = feature.get("name") as unknown;
    const isPlace = /^(places|place|transportation_name)$/.test(layer);
    return isPlace && typeof name === "string" ? named(name) : undefined;
  };
}

const GREEN = /park|grass|forest|wood|garden|meadow|cemetery|pitch/;
const PATHS = /path|footway|pedestrian|track|service|steps|rail/;
