/** The map in words: real lists, nearest first, and a sentence now and then for screen readers. */
import { useRef } from "preact/hooks";
import { Announcer } from "../announcer.ts";
import { shownName } from "../contingent-names.ts";
import type { OpenMarch } from "../open-march.ts";
import { Icon } from "../parts/icon.tsx";
import { personText, type Seen, summaryText, type Worded, wayText } from "../parts/person.ts";
import { inOrder, type Pin } from "../pins.ts";
import type { ShownAlert } from "../shown-alerts.ts";
import { text } from "../text.ts";
import { AlertList } from "./alert-list.tsx";

interface ListProps {
  readonly openMarch: OpenMarch;
  readonly onShow: (alert: ShownAlert) => void;
  readonly onTell: () => void;
}

export function ListView({ openMarch, onShow, onTell }: ListProps) {
  const seen: Seen = {
    from: openMarch.sharing.fix.value?.place ?? null,
    nowMs: openMarch.nodeNowMs.value,
  };
  const pins = inOrder(openMarch.pins.value, seen.from);
  const isDisplay = !openMarch.sharing.mayShare;
  return (
    <section class="list" aria-label={text.march.list} tabIndex={0} data-testid="list-view">
      {!isDisplay && (
        <button type="button" class="button plain tell" data-testid="tell-here" onClick={onTell}>
          <Icon name="alert" />
          {text.alerts.tell}
        </button>
      )}
      <AlertList openMarch={openMarch} seen={seen} onShow={onShow} />
      <h2>{isDisplay ? text.list.everyone : nameOf(openMarch, openMarch.joined.contingent)}</h2>
      <p class="hint">
        {pins.length > 0 && text.list.sharing(pins.length)}
        {pins.length === 0 && (isDisplay ? text.map.emptyDisplay : text.map.empty)}
        {seen.from === null && pins.length > 0 && ` ${text.list.noPlace}`}
      </p>
      <ul class="rows">
        {pins.map((pin) => (
          <Person pin={pin} worded={personText(pin, seen)} key={pin.person} />
        ))}
      </ul>
      {!isDisplay && <Others openMarch={openMarch} seen={seen} />}
      <Announced pins={pins} seen={seen} />
    </section>
  );
}

function Person({ pin, worded }: { readonly pin: Pin; readonly worded: Worded }) {
  const { person, place } = pin;
  return (
    <li
      class={pin.isMe ? "row me" : "row"}
      data-person={person}
      data-lat-e7={place.latE7}
      data-lon-e7={place.lonE7}
    >
      <strong>{worded.name}</strong>
      <span>{worded.rest}</span>
    </li>
  );
}

function Others({ openMarch, seen }: { readonly openMarch: OpenMarch; readonly seen: Seen }) {
  const others = openMarch.others.value;
  return (
    <>
      <h2>{text.list.others}</h2>
      {others.length === 0 && <p class="hint">{text.list.othersNone}</p>}
      <ul class="rows">
        {others.map((summary) => {
          const { rest } = summaryText(summary, seen);
          const name = nameOf(openMarch, summary.contingent);
          return (
            <li
              class="row"
              key={summary.contingent}
              data-contingent={summary.contingent}
              data-people={summary.people}
            >
              <strong>{name}</strong>
              <span>{rest}</span>
            </li>
          );
        })}
      </ul>
    </>
  );
}

function nameOf({ saying }: OpenMarch, contingent: string): string {
  return shownName(contingent, saying.banners.value);
}

function Announced({ pins, seen }: { readonly pins: readonly Pin[]; readonly seen: Seen }) {
  const announcer = useRef<Announcer>(null);
  announcer.current ??= new Announcer();
  const others = pins.filter(({ isMe }) => !isMe);
  const [nearest] = others;
  const isFar = nearest !== undefined && seen.from !== null;
  const way = isFar ? wayText(seen.from, nearest.place) : null;
  const sentence = text.list.announce(others.length, way);
  return (
    <p class="visually-hidden" aria-live="polite">
      {announcer.current.next(sentence, seen.nowMs)}
    </p>
  );
}
