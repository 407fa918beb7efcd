/**
 * The march: how it stands at the top, the map or the list in the middle, and what a thumb
 * reaches at the bottom. The map stays where it is while the list is shown over it.
 */
import { type Signal, useSignal } from "@preact/signals";
import type { App } from "../app.ts";
import { begun, type Making } from "../making.ts";
import type { Picked } from "../map/scene.ts";
import type { OpenMarch } from "../open-march.ts";
import { Icon } from "../parts/icon.tsx";
import { go, screen, swap } from "../route.ts";
import type { ShownAlert } from "../shown-alerts.ts";
import { text } from "../text.ts";
import { LeaveDialog } from "./leave.tsx";
import { ListView } from "./list.tsx";
import { MapView } from "./map-view.tsx";
import { MenuDialog } from "./menu.tsx";
import { MyBanner } from "./my-banner.tsx";
import { RenewalNotice } from "./renewal-notice.tsx";
import { SaidNotices } from "./said-notices.tsx";
import { StatusBar } from "./status-bar.tsx";
import { StewardNewsCard } from "./steward-news.tsx";
import { TellAlert } from "./tell-alert.tsx";

interface MarchProps {
  readonly app: App;
  readonly openMarch: OpenMarch;
}

type Sheet = "menu" | "leave";

export function MarchScreen({ app, openMarch }: MarchProps) {
  const sheet = useSignal<Sheet | null>(null);
  const picked = useSignal<Picked | null>(null);
  const making = useSignal<Making | null>(null);
  const told = useSignal<string | null>(null);
  const isList = screen.value === "list" && making.value?.step !== "aim";
  const show = ({ id }: ShownAlert): void => {
    picked.value = { is: "alert", id };
    if (screen.value === "list") swap("home");
  };
  const tell = (): void => {
    making.value = begun(openMarch.sharing.isBlurred.peek());
  };
  return (
    <main class="march">
      <h1 class="visually-hidden">{openMarch.march.name || text.march.untitled}</h1>
      <StatusBar openMarch={openMarch} />
      <RenewalNotice app={app} />
      <StewardNewsCard app={app} openMarch={openMarch} />
      <MyBanner openMarch={openMarch} />
      <SaidNotices openMarch={openMarch} told={told} onShow={show} />
      <div class="stage">
        <MapView
          app={app}
          openMarch={openMarch}
          isShown={!isList}
          picked={picked}
          making={making}
        />
        {isList && <ListView openMarch={openMarch} onShow={show} onTell={tell} />}
      </div>
      <Bar openMarch={openMarch} isList={isList} sheet={sheet} />
      <TellAlert openMarch={openMarch} making={making} told={told} />
      <Sheets app={app} openMarch={openMarch} sheet={sheet} />
    </main>
  );
}

interface SheetsProps extends MarchProps {
  readonly sheet: Signal<Sheet | null>;
}

function Sheets({ app, openMarch, sheet }: SheetsProps) {
  const open = (next: Sheet | null) => (): void => {
    sheet.value = next;
  };
  const close = open(null);
  const actions = { onClose: close, onLeave: open("leave") };
  if (sheet.value === "menu") return <MenuDialog app={app} openMarch={openMarch} {...actions} />;
  if (sheet.value === null) return null;
  return <LeaveDialog app={app} openMarch={openMarch} onClose={close} />;
}

interface BarProps extends Pick<SheetsProps, "openMarch" | "sheet"> {
  readonly isList: boolean;
}

function Bar({ openMarch, isList, sheet }: BarProps) {
  return (
    <nav class="bar">
      <button
        type="button"
        class="bar-button"
        data-testid="list"
        onClick={() => (isList ? swap("home") : go("list"))}
      >
        <Icon name={isList ? "map" : "list"} />
        {isList ? text.march.map : text.march.list}
      </button>
      {openMarch.sharing.mayShare && <ShareButton openMarch={openMarch} />}
      <button
        type="button"
        class="bar-button"
        data-testid="menu"
        onClick={() => {
          sheet.value = "menu";
        }}
      >
        <Icon name="menu" />
        {text.march.menu}
      </button>
    </nav>
  );
}

function ShareButton({ openMarch: { sharing } }: { readonly openMarch: OpenMarch }) {
  const isOn = sharing.isSharing.value;
  const toggle = (): void => {
    if (isOn) void sharing.stop();
    else sharing.share();
  };
  return (
    <button
      type="button"
      class={isOn ? "share on" : "share"}
      data-testid="share"
      data-sharing={isOn}
      onClick={toggle}
    >
      <Icon name={isOn ? "stop" : "pin"} />
      {isOn ? text.march.stop : text.march.share}
    </button>
  );
}
