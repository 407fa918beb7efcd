/**
 * The map: OpenLayers looks after where it looks (fingers, wheel, keys, projection), and our own
 * layers draw. North is always up, so that words and arrows mean the same.
 *
 * Its element carries `data-view`, what it looks at, as JSON: {center, resolution, size}.
 */
import { boundingExtent } from "ol/extent.js";
import { defaults as defaultInteractions } from "ol/interaction/defaults.js";
import OlMap from "ol/Map.js";
import type MapBrowserEvent from "ol/MapBrowserEvent.js";
import View from "ol/View.js";
import type { Place } from "../../src/model.ts";
import type { Bounds } from "../alert-news.ts";
import { findStreets } from "../api.ts";
import { assignColours, withChosen } from "../contingent-colours.ts";
import { type Pixel, signAt } from "./alert-place.ts";
import { boxesOver } from "./boxes-over.ts";
import { canvasLayer, projected, unprojected } from "./canvas-layer.ts";
import { clearOf } from "./clear-of.ts";
import { drawAlerts } from "./draw-alerts.ts";
import { drawGrid } from "./draw-grid.ts";
import { drawPeople } from "./draw-people.ts";
import { drawWords } from "./draw-words.ts";
import { onLongPress } from "./long-press.ts";
import { type Paint, readPaint } from "./paint.ts";
import { EMPTY_SCENE, type Picked, type Scene } from "./scene.ts";
import type { StreetsLayer } from "./streets.ts";
import { StreetsLook } from "./streets-look.ts";

export interface MapEvents {
  /** A finger moved the map: it no longer follows. */
  moved(): void;
  picked(what: Picked | null): void;
  /** A finger was held there, or the mouse's other button pressed. */
  held(place: Place): void;
  /** Enter was pressed on the map. */
  entered(): void;
  looked(bounds: Bounds): void;
  /** The side of a grid square in metres; null when streets are shown. */
  square(metres: number | null): void;
  attribution(text: string): void;
  streetsFailed(): void;
}

const ZOOM_NEAR = 17;
const ZOOM_MAX = 20;
const ZOOM_MIN = 3;
const MOVE_MS = 250;
const FINGER_PX = 24;

export class MarchMap {
  readonly #target: HTMLElement;
  readonly #events: MapEvents;
  readonly #map: OlMap;
  readonly #ends: (() => void)[] = [];
  readonly #look: StreetsLook<StreetsLayer>;
  #scene = EMPTY_SCENE;
  #paint: Paint;
  #streets: StreetsLayer | null = null;
  #square: number | null = null;
  #isPlaced = false;
  #isClosed = false;
  #isHeld = false;

  constructor(target: HTMLElement, events: MapEvents) {
    this.#target = target;
    this.#events = events;
    this.#paint = readPaint(target);
    this.#map = new OlMap({
      target,
      controls: [],
      interactions: defaultInteractions({ altShiftDragRotate: false, pinchRotate: false }),
      layers: [this.#gridLayer(), this.#peopleLayer()],
      view: new View({ center: [0, 0], zoom: ZOOM_NEAR, minZoom: ZOOM_MIN, maxZoom: ZOOM_MAX }),
    });
    this.#listen();
    this.#look = new StreetsLook({
      find: findStreets,
      load: async (streets) => (await import("./streets.ts")).loadStreets(streets, this.#paint),
      found: (layer, { attribution }) => this.#addStreets(layer, attribution),
      failed: () => {
        if (!this.#isClosed) events.streetsFailed();
      },
    });
    this.lookForStreets();
  }

  /** The node is heard: it may have streets that were not loaded before. */
  lookForStreets(): void {
    if (!this.#isClosed) void this.#look.look();
  }

  /** Whether it has been told where to look. */
  get isPlaced(): boolean {
    return this.#isPlaced;
  }

  show(scene: Scene): void {
    const names = scene.others.map(({ contingent }) => contingent);
    const known = withChosen(this.#scene.colours, scene.chosen);
    const colours = assignColours(names, known, this.#paint.others.length);
    this.#scene = { ...scene, colours };
    this.#map.render();
  }

  /** Goes there, above what covers so many pixels of the map's foot; first at once, and near. */
  centreOn(place: Place, coveredPx = 0): void {
    const view = this.#map.getView();
    const [x, y] = projected(place);
    const center = [x, y - (coveredPx / 2) * (view.getResolution() ?? 0)];
    if (this.#isPlaced && !prefersStill()) view.animate({ center, duration: MOVE_MS });
    else view.setCenter(center);
    if (!this.#isPlaced) view.setZoom(ZOOM_NEAR);
    this.#isPlaced = true;
  }

  /** Shows all of these places. */
  fit(places: readonly Place[]): void {
    if (places.length === 0) return;
    const extent = boundingExtent(places.map(projected));
    const [width = 0, height = 0] = this.#map.getSize() ?? [];
    const padding = clearOf(boxesOver(this.#target), { width, height });
    const duration = this.#isPlaced && !prefersStill() ? MOVE_MS : 0;
    this.#map.getView().fit(extent, { padding, maxZoom: ZOOM_NEAR, duration });
    this.#isPlaced = true;
  }

  /** What is in the middle of the map. */
  get middle(): Place {
    return unprojected(this.#map.getView().getCenter() ?? [0, 0]);
  }

  zoomBy(steps: number): void {
    const view = this.#map.getView();
    view.animate({
      zoom: (view.getZoom() ?? ZOOM_NEAR) + steps,
      duration: prefersStill() ? 0 : MOVE_MS,
    });
  }

  close(): void {
    this.#isClosed = true;
    for (const end of this.#ends) end();
    this.#map.setTarget();
    this.#map.dispose();
  }

  #gridLayer() {
    return canvasLayer((frame) => {
      const zoom = this.#map.getView().getZoom() ?? 0;
      const hasStreets = this.#streets !== null && zoom > this.#streets.zoomMin;
      const drawn = hasStreets ? null : drawGrid(frame, this.#paint);
      // Until it is placed, the grid is a sign of a map: it measures nothing.
      const square = this.#isPlaced ? drawn : null;
      if (square === this.#square) return;
      this.#square = square;
      this.#events.square(square);
    });
  }

  #peopleLayer() {
    const layer = canvasLayer((frame) => {
      const [scene, paint] = [this.#scene, this.#paint];
      const people = drawPeople(frame, scene, paint);
      // Alerts lie over people, and their words come first.
      const over = { words: [], taken: boxesOver(this.#target) };
      drawWords(frame, [over, drawAlerts(frame, scene, paint), people], paint);
    });
    layer.setZIndex(2);
    return layer;
  }

  #listen(): void {
    this.#map.on("pointerdrag", () => this.#events.moved());
    this.#map.on("click", (event) => {
      // The finger that is lifted after a long press taps nothing.
      if (!this.#isHeld) this.#events.picked(this.#under(event));
    });
    this.#map.on("postrender", () => this.#tell());
    const dark = matchMedia("(prefers-color-scheme: dark)");
    const repaint = (): void => {
      this.#paint = readPaint(this.#target);
      this.#streets?.repaint(this.#paint);
      this.#map.render();
    };
    const keyed = (event: KeyboardEvent): void => {
      if (event.key.startsWith("Arrow")) this.#events.moved();
      if (event.key === "Enter") this.#events.entered();
    };
    dark.addEventListener("change", repaint);
    this.#target.addEventListener("keydown", keyed);
    const held = (pixel: readonly [number, number]): void => {
      this.#isHeld = true;
      this.#events.held(unprojected(this.#map.getCoordinateFromPixel([...pixel])));
    };
    const down = (): void => {
      this.#isHeld = false;
    };
    this.#target.addEventListener("pointerdown", down, true);
    this.#ends.push(
      onLongPress(this.#target, held),
      () => this.#target.removeEventListener("pointerdown", down, true),
      () => dark.removeEventListener("change", repaint),
      () => this.#target.removeEventListener("keydown", keyed),
    );
  }

  #addStreets(loaded: StreetsLayer, attribution: string): void {
    if (this.#isClosed) return;
    this.#streets = loaded;
    loaded.layer.setZIndex(1);
    // It may have become dark while they were loading.
    loaded.repaint(this.#paint);
    if (!this.#isPlaced) this.#map.getView().setCenter([...loaded.centre]);
    this.#map.addLayer(loaded.layer);
    this.#events.attribution(attribution);
  }

  /** What is nearest to a finger, if it is near enough; an alert rather than a person. */
  #under({ pixel }: MapBrowserEvent): Picked | null {
    const { alerts, pins } = this.#scene;
    const alert = this.#nearest(alerts, pixel, signAt);
    if (alert !== null) return { is: "alert", id: alert.id };
    const pin = this.#nearest(pins, pixel, (at) => at);
    return pin === null ? null : { is: "person", id: pin.person };
  }

  #nearest<Thing extends { readonly place: Place }>(
    things: readonly Thing[],
    [x = 0, y = 0]: readonly number[],
    drawnAt: (place: Pixel) => Pixel,
  ): Thing | null {
    let best: Thing | null = null;
    let bestPx = FINGER_PX;
    for (const thing of things) {
      const at = this.#map.getPixelFromCoordinate(projected(thing.place));
      const [atX, atY] = drawnAt([at?.[0] ?? Infinity, at?.[1] ?? Infinity]);
      const far = Math.hypot(atX - x, atY - y);
      if (far >= bestPx) continue;
      best = thing;
      bestPx = far;
    }
    return best;
  }

  #tell(): void {
    const view = this.#map.getView();
    const [center, resolution, size] = [
      view.getCenter(),
      view.getResolution(),
      this.#map.getSize(),
    ];
    const told = JSON.stringify({ center, resolution, size });
    if (this.#target.dataset["view"] === told) return;
    this.#target.dataset["view"] = told;
    if (!this.#isPlaced) return;
    const [x0 = 0, y0 = 0, x1 = 0, y1 = 0] = view.calculateExtent(size);
    this.#events.looked({ southWest: unprojected([x0, y0]), northEast: unprojected([x1, y1]) });
  }
}

function prefersStill(): boolean {
  return matchMedia("(prefers-reduced-motion: reduce)").matches;
}
