/** The pin that was tapped, in words. */
import type { Signal } from "@preact/signals";
import type { Picked } from "../map/scene.ts";
import type { OpenMarch } from "../open-march.ts";
import { Icon } from "../parts/icon.tsx";
import { personText } from "../parts/person.ts";
import { text } from "../text.ts";
import { DecideAbout } from "./decide-about.tsx";

interface PersonCardProps {
  readonly openMarch: OpenMarch;
  readonly picked: Signal<Picked | null>;
}

export function PersonCard({ openMarch, picked }: PersonCardProps) {
  const id = picked.value?.is === "person" ? picked.value.id : null;
  const pin = openMarch.pins.value.find(({ person }) => person === id);
  if (pin === undefined) return null;
  const { name, rest } = personText(pin, {
    from: openMarch.sharing.fix.value?.place ?? null,
    nowMs: openMarch.nodeNowMs.value,
  });
  return (
    <div class="person-card" role="status">
      <p>
        <strong>{name}</strong>
        <span>{rest}</span>
      </p>
      <DecideAbout openMarch={openMarch} person={pin.person} />
      <button
        type="button"
        class="icon-button"
        aria-label={text.map.close}
        onClick={() => {
          picked.value = null;
        }}
      >
        <Icon name="close" />
      </button>
    </div>
  );
}
