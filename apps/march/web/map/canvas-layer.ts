/**
 * A layer that draws itself onto a canvas of its own, in pixels of the page. It stands for
 * OpenLayers' vector layers, which weigh more than all the rest of the map and are slower for
 * pins that move every few seconds.
 */
import Layer from "ol/layer/Layer.js";
import type { FrameState } from "ol/Map.js";
import { fromLonLat, toLonLat } from "ol/proj.js";
import { degreesOf, type Place, placeOf } from "../../src/model.ts";

export interface Frame {
  readonly context: CanvasRenderingContext2D;
  readonly width: number;
  readonly height: number;
  /** Metres of the projection to a pixel. */
  readonly resolution: number;
  readonly centre: readonly [x: number, y: number];
  readonly pixelOf: (place: Place) => readonly [x: number, y: number];
}

export function canvasLayer(draw: (frame: Frame) => void): Layer {
  const canvas = document.createElement("canvas");
  canvas.className = "map-canvas";
  const context = canvas.getContext("2d")!;
  return new Layer({
    render: (state) => {
      if (state !== null) drawFrame(context, state, draw);
      return canvas;
    },
  });
}

export function projected(place: Place): [x: number, y: number] {
  const { lat, lon } = degreesOf(place);
  return fromLonLat([lon, lat]) as [number, number];
}

export function unprojected(coordinate: readonly number[]): Place {
  const [lon = 0, lat = 0] = toLonLat([...coordinate]);
  // Whoever turns the map around the Earth is still on it.
  return placeOf(lat, ((((lon + 180) % 360) + 360) % 360) - 180);
}

function drawFrame(
  context: CanvasRenderingContext2D,
  { size, pixelRatio, viewState }: FrameState,
  draw: (frame: Frame) => void,
): void {
  const [width = 0, height = 0] = size;
  const { canvas } = context;
  const [wide, high] = [Math.round(width * pixelRatio), Math.round(height * pixelRatio)];
  if (canvas.width !== wide || canvas.height !== high) {
    canvas.width = wide;
    canvas.height = high;
  }
  context.setTransform(pixelRatio, 0, 0, pixelRatio, 0, 0);
  context.clearRect(0, 0, width, height);
  const { resolution } = viewState;
  const [x0 = 0, y0 = 0] = viewState.center;
  const pixelOf = (place: Place): [number, number] => {
    const [x, y] = projected(place);
    return [width / 2 + (x - x0) / resolution, height / 2 - (y - y0) / resolution];
  };
  draw({ context, width, height, resolution, centre: [x0, y0], pixelOf });
}
