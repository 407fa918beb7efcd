/** The map's frame: loads it when the rest of the page is there, feeds it, and steers it. */
import { useSignal, useSignalEffect } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { distanceText } from "../distance.ts";
import type { MarchMap } from "../map/map.ts";
import { Icon, type IconName } from "../parts/icon.tsx";
import { go } from "../route.ts";
import type { Session } from "../session.ts";
import { text } from "../text.ts";
import { PersonCard } from "./person-card.tsx";

interface MapViewProps {
  readonly session: Session;
  readonly isShown: boolean;
}

export function MapView({ session, isShown }: MapViewProps) {
  const target = useRef<HTMLDivElement>(null);
  const map = useSignal<MarchMap | null>(null);
  const state = useSignal<"loading" | "ready" | "failed">("loading");
  const attempt = useSignal(0);
  const square = useSignal<number | null>(null);
  const attribution = useSignal("");
  const picked = useSignal<string | null>(null);
  const { sharing } = session;

  const tries = attempt.value;
  useEffect(() => {
    let isGone = false;
    state.value = "loading";
    const load = async (): Promise<void> => {
      const { MarchMap } = await import("../map/map.ts");
      if (isGone || target.current === null) return;
      map.value = new MarchMap(target.current, {
        moved: () => {
          sharing.isFollowing.value = false;
        },
        picked: (person) => {
          picked.value = person;
        },
        square: (metres) => {
          square.value = metres;
        },
        attribution: (said) => {
          attribution.value = said;
        },
        streetsFailed: () => {
          attribution.value = text.map.streetsFailed;
        },
      });
      state.value = "ready";
    };
    load().catch(() => {
      state.value = "failed";
    });
    return () => {
      isGone = true;
      map.peek()?.close();
      map.value = null;
    };
  }, [tries]);

  useSignalEffect(() => feed(session, map.value, picked.value));
  useSignalEffect(() => {
    const fix = sharing.fix.value;
    if (fix !== null && sharing.isFollowing.value) map.value?.centreOn(fix.place);
  });

  const fit = (): void => {
    sharing.isFollowing.value = false;
    map.value?.fit(placesOf(session));
  };
  return (
    <div class={isShown ? "map" : "map covered"} inert={!isShown}>
      <div
        ref={target}
        class="map-target"
        tabIndex={0}
        role="application"
        aria-label={text.map.label}
        data-testid="map"
      />
      {state.value !== "ready" && (
        <MapLoading
          isFailed={state.value === "failed"}
          onRetry={() => {
            attempt.value += 1;
          }}
        />
      )}
      <div class="map-buttons">
        <MapButton name="plus" label={text.map.zoomIn} onClick={() => map.value?.zoomBy(1)} />
        <MapButton name="minus" label={text.map.zoomOut} onClick={() => map.value?.zoomBy(-1)} />
        <MapButton name="fit" label={text.map.fit} onClick={fit} />
        <MapButton
          name="me"
          label={text.map.follow}
          isPressed={sharing.isFollowing.value}
          onClick={() => {
            sharing.isFollowing.value = !sharing.isFollowing.value;
          }}
        />
      </div>
      <p class="map-foot">
        {square.value === null
          ? attribution.value
          : text.map.square(distanceText(Math.max(10, square.value)))}
      </p>
      <EmptyNote session={session} />
      <PersonCard session={session} picked={picked} />
    </div>
  );
}

/** What is to be seen, and the first time also where to look. */
function feed(session: Session, map: MarchMap | null, picked: string | null): void {
  const { pins, others, nodeNowMs, sharing, march } = session;
  map?.show({
    pins: pins.value,
    others: others.value,
    me: sharing.fix.value,
    nowMs: nodeNowMs.value,
    lifetimeMs: march.lifetimeMs,
    picked,
  });
  if (map === null || map.isPlaced) return;
  if (sharing.fix.value !== null) map.centreOn(sharing.fix.value.place);
  else map.fit(placesOf(session));
}

function placesOf({ pins, others, sharing }: Session) {
  const me = sharing.fix.value === null ? [] : [sharing.fix.value.place];
  return [...pins.value, ...others.value].map(({ place }) => place).concat(me);
}

interface MapButtonProps {
  readonly name: IconName;
  readonly label: string;
  readonly isPressed?: boolean;
  readonly onClick: () => void;
}

function MapButton({ name, label, isPressed, onClick }: MapButtonProps) {
  return (
    <button
      type="button"
      class="icon-button floating"
      aria-label={label}
      aria-pressed={isPressed}
      title={label}
      onClick={onClick}
    >
      <Icon name={name} />
    </button>
  );
}

interface MapLoadingProps {
  readonly isFailed: boolean;
  readonly onRetry: () => void;
}

function MapLoading({ isFailed, onRetry }: MapLoadingProps) {
  return (
    <div class="map-note" role="status">
      <p>{isFailed ? text.map.failed : text.map.loading}</p>
      {isFailed && (
        <button type="button" class="button plain" onClick={onRetry}>
          {text.map.again}
        </button>
      )}
    </div>
  );
}

function EmptyNote({ session }: { readonly session: Session }) {
  const isAlone = session.pins.value.every(({ isMe }) => isMe);
  if (!isAlone || session.link.value !== "live") return null;
  return (
    <div class="empty" data-testid="empty">
      <p>{text.map.empty}</p>
      <button type="button" class="button plain" onClick={() => go("invite")}>
        {text.map.emptyInvite}
      </button>
    </div>
  );
}
