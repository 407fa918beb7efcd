/** The map's frame: feeds it, steers it, and says around it what cannot be drawn. */
import { type Signal, useSignalEffect } from "@preact/signals";
import type { Place } from "../../src/model.ts";
import type { BannerView } from "../../src/models/banners.ts";
import type { App } from "../app.ts";
import { distanceText } from "../distance.ts";
import { begun, entered, held, type Making } from "../making.ts";
import type { MarchMap } from "../map/map.ts";
import type { Picked } from "../map/scene.ts";
import type { OpenMarch } from "../open-march.ts";
import { Icon, type IconName } from "../parts/icon.tsx";
import { go } from "../route.ts";
import { text } from "../text.ts";
import { Aim } from "./aim.tsx";
import { AlertCard, pickedAlert } from "./alert-card.tsx";
import { PersonCard } from "./person-card.tsx";
import { type MapFrame, useMarchMap } from "./use-march-map.ts";

interface MapViewProps {
  readonly app: App;
  readonly openMarch: OpenMarch;
  readonly isShown: boolean;
  readonly picked: Signal<Picked | null>;
  readonly making: Signal<Making | null>;
}

export function MapView({ app, openMarch, isShown, picked, making }: MapViewProps) {
  const frame = useMarchMap(openMarch, {
    loaded: () => app.renewal.keepLoaded(),
    picked,
    ...placing(openMarch, making),
  });
  useSignalEffect(() => feed(openMarch, frame.map.value, picked.value));
  useSignalEffect(() => {
    const { fix, isFollowing } = openMarch.sharing;
    if (fix.value !== null && isFollowing.value) frame.map.value?.centreOn(fix.value.place);
  });
  return (
    <div class={isShown ? "map" : "map covered"} inert={!isShown}>
      <div
        ref={frame.target}
        class="map-target"
        tabIndex={0}
        role="application"
        aria-label={text.map.label}
        data-testid="map"
      />
      <Loading frame={frame} />
      <Over openMarch={openMarch} frame={frame} picked={picked} making={making} />
    </div>
  );
}

interface OverProps extends FrameProps, Pick<MapViewProps, "picked" | "making"> {}

/** What lies over the map: one thing at a time, so that none hides another. */
function Over({ openMarch, frame, picked, making }: OverProps) {
  const map = frame.map.value;
  if (map !== null && making.value?.step === "aim") return <Aim map={map} making={making} />;
  if (pickedAlert(openMarch, picked.value) !== undefined) {
    return <AlertCard openMarch={openMarch} picked={picked} map={map} />;
  }
  return (
    <>
      <Foot frame={frame} />
      <EmptyNote openMarch={openMarch} />
      {map !== null && <Buttons openMarch={openMarch} frame={frame} />}
      <AlertButton openMarch={openMarch} making={making} />
      <PersonCard openMarch={openMarch} picked={picked} />
    </>
  );
}

/** A place that was pointed at on the map. Who only watches tells of nothing. */
function placing({ sharing }: OpenMarch, making: Signal<Making | null>) {
  const become = (next: Making): void => {
    if (sharing.mayShare) making.value = next;
  };
  return {
    held: (place: Place): void => become(held(place)),
    entered: (middle: Place): void => become(entered(making.value, middle)),
  };
}

function AlertButton({ openMarch, making }: Pick<OverProps, "openMarch" | "making">) {
  if (!openMarch.sharing.mayShare) return null;
  return (
    <button
      type="button"
      class="icon-button floating alert-button"
      data-testid="tell"
      onClick={() => {
        making.value = begun(openMarch.sharing.isBlurred.peek());
      }}
    >
      <Icon name="alert" />
      {text.alerts.tell}
    </button>
  );
}

/** What is to be seen, and the first time also where to look. */
function feed(openMarch: OpenMarch, map: MarchMap | null, picked: Picked | null): void {
  const { pins, others, nodeNowMs, sharing, saying } = openMarch;
  const me = sharing.fix.value;
  const { names, chosen } = bannersOf(saying.banners.value);
  const [alerts, nowMs] = [saying.alerts.value, nodeNowMs.value];
  map?.show({ pins: pins.value, others: others.value, alerts, me, nowMs, picked, names, chosen });
  if (map === null || map.isPlaced) return;
  if (me !== null) map.centreOn(me.place);
  else map.fit(placesOf(openMarch));
}

function bannersOf(banners: BannerView) {
  const all = [...banners.values()].map(({ value }) => value);
  return {
    names: new Map(all.map(({ contingent, name }) => [contingent, name])),
    chosen: new Map(all.map(({ contingent, colour }) => [contingent, colour])),
  };
}

function placesOf({ pins, others, sharing, saying }: OpenMarch) {
  const me = sharing.fix.value === null ? [] : [sharing.fix.value.place];
  return [...pins.value, ...others.value, ...saying.alerts.value]
    .map(({ place }) => place)
    .concat(me);
}

interface FrameProps {
  readonly openMarch: OpenMarch;
  readonly frame: MapFrame;
}

function Buttons({ openMarch, frame: { map } }: FrameProps) {
  const { isFollowing } = openMarch.sharing;
  const fit = (): void => {
    isFollowing.value = false;
    map.value?.fit(placesOf(openMarch));
  };
  const follow = (): void => {
    isFollowing.value = !isFollowing.value;
  };
  return (
    <div class="map-buttons">
      <MapButton name="plus" label={text.map.zoomIn} onClick={() => map.value?.zoomBy(1)} />
      <MapButton name="minus" label={text.map.zoomOut} onClick={() => map.value?.zoomBy(-1)} />
      <MapButton name="fit" label={text.map.fit} onClick={fit} />
      <button
        type="button"
        class="icon-button floating follow"
        aria-pressed={isFollowing.value}
        data-testid="follow"
        onClick={follow}
      >
        <Icon name="me" />
        {text.map.follow}
      </button>
    </div>
  );
}

interface MapButtonProps {
  readonly name: IconName;
  readonly label: string;
  readonly onClick: () => void;
}

function MapButton({ name, label, onClick }: MapButtonProps) {
  return (
    <button
      type="button"
      class={`icon-button floating map-${name}`}
      aria-label={label}
      title={label}
      onClick={onClick}
    >
      <Icon name={name} />
    </button>
  );
}

function Foot({ frame: { square, attribution } }: Pick<FrameProps, "frame">) {
  const metres = square.value;
  const grid = metres === null ? "" : text.map.square(distanceText(Math.max(10, metres)));
  return (
    <p class="map-foot">{[grid, attribution.value].filter((said) => said !== "").join(" · ")}</p>
  );
}

function Loading({ frame: { state, retry } }: Pick<FrameProps, "frame">) {
  if (state.value === "ready") return null;
  const isFailed = state.value === "failed";
  return (
    <div class="map-note" role="status">
      <p>{isFailed ? text.map.failed : text.map.loading}</p>
      {isFailed && (
        <button type="button" class="button plain" onClick={retry}>
          {text.map.again}
        </button>
      )}
    </div>
  );
}

function EmptyNote({ openMarch }: { readonly openMarch: OpenMarch }) {
  const { mayShare: mayInvite, isSharing } = openMarch.sharing;
  const isAlone = openMarch.pins.value.every(({ isMe }) => isMe);
  if (!isAlone || openMarch.link.value !== "live") return null;
  return (
    <div class="empty" data-testid="empty">
      <p>{emptyText(mayInvite, isSharing.value)}</p>
      {mayInvite && (
        <button type="button" class="button plain" onClick={() => go("invite")}>
          {text.map.emptyInvite}
        </button>
      )}
    </div>
  );
}

function emptyText(mayShare: boolean, isSharing: boolean): string {
  if (!mayShare) return text.map.emptyDisplay;
  return isSharing ? text.map.empty : text.map.emptyNotSharing;
}
