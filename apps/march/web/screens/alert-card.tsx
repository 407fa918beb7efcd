/** The alert that was tapped, at the foot of the map; the map moves it to where it is seen. */
import type { Signal } from "@preact/signals";
import { useLayoutEffect, useRef } from "preact/hooks";
import type { MarchMap } from "../map/map.ts";
import type { Picked } from "../map/scene.ts";
import type { OpenMarch } from "../open-march.ts";
import { AlertDetails } from "../parts/alert-details.tsx";
import { AlertSign } from "../parts/alert-sign.tsx";
import { Icon } from "../parts/icon.tsx";
import { text } from "../text.ts";
import { DecideAbout } from "./decide-about.tsx";

interface AlertCardProps {
  readonly openMarch: OpenMarch;
  readonly picked: Signal<Picked | null>;
  readonly map: MarchMap | null;
}

export function pickedAlert(openMarch: OpenMarch, picked: Picked | null) {
  if (picked?.is !== "alert") return undefined;
  return openMarch.saying.alerts.value.find(({ id }) => id === picked.id);
}

export function AlertCard({ openMarch, picked, map }: AlertCardProps) {
  const card = useRef<HTMLElement>(null);
  const alert = pickedAlert(openMarch, picked.value);
  useLayoutEffect(() => {
    if (alert === undefined || map === null) return;
    openMarch.sharing.isFollowing.value = false;
    map.centreOn(alert.place, card.current?.offsetHeight ?? 0);
  }, [alert?.id, map]);
  if (alert === undefined) return null;
  return (
    <section
      ref={card}
      class="alert-card"
      data-testid="alert-card"
      aria-label={text.alerts.heading}
    >
      <header>
        <AlertSign kind={alert.kind} state={alert.waits ? "unconfirmed" : alert.state} />
        <h2>{text.alerts.kinds[alert.kind]}</h2>
        <button
          type="button"
          class="icon-button"
          aria-label={text.alerts.close}
          onClick={() => {
            picked.value = null;
          }}
        >
          <Icon name="close" />
        </button>
      </header>
      <AlertDetails openMarch={openMarch} alert={alert} />
      <DecideAbout openMarch={openMarch} person={alert.by} />
    </section>
  );
}
