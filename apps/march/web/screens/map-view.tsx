/** The map's frame: feeds it, steers it, and says around it what cannot be drawn. */
import { useSignalEffect } from "@preact/signals";
import type { App } from "../app.ts";
import { distanceText } from "../distance.ts";
import type { MarchMap } from "../map/map.ts";
import type { OpenMarch } from "../open-march.ts";
import { Icon, type IconName } from "../parts/icon.tsx";
import { go } from "../route.ts";
import { text } from "../text.ts";
import { PersonCard } from "./person-card.tsx";
import { type MapFrame, useMarchMap } from "./use-march-map.ts";

interface MapViewProps {
  readonly app: App;
  readonly openMarch: OpenMarch;
  readonly isShown: boolean;
}

export function MapView({ app, openMarch, isShown }: MapViewProps) {
  const frame = useMarchMap(openMarch, () => app.renewal.keepLoaded());
  useSignalEffect(() => feed(openMarch, frame.map.value, frame.picked.value));
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
      <Foot frame={frame} />
      <Loading frame={frame} />
      <EmptyNote openMarch={openMarch} />
      {frame.map.value !== null && <Buttons openMarch={openMarch} frame={frame} />}
      <PersonCard openMarch={openMarch} picked={frame.picked} />
    </div>
  );
}

/** What is to be seen, and the first time also where to look. */
function feed(openMarch: OpenMarch, map: MarchMap | null, picked: string | null): void {
  const { pins, others, nodeNowMs, sharing } = openMarch;
  const me = sharing.fix.value;
  map?.show({ pins: pins.value, others: others.value, me, nowMs: nodeNowMs.value, picked });
  if (map === null || map.isPlaced) return;
  if (me !== null) map.centreOn(me.place);
  else map.fit(placesOf(openMarch));
}

function placesOf({ pins, others, sharing }: OpenMarch) {
  const me = sharing.fix.value === null ? [] : [sharing.fix.value.place];
  return [...pins.value, ...others.value].map(({ place }) => place).concat(me);
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
      class="icon-button floating"
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
