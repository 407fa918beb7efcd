/**
 * The march: how it stands at the top, the map or the list in the middle, and what a thumb
 * reaches at the bottom. The map stays where it is while the list is shown over it.
 */
import { type Signal, useSignal } from "@preact/signals";
import type { App } from "../app.ts";
import { Icon } from "../parts/icon.tsx";
import { go, screen, swap } from "../route.ts";
import type { Session } from "../session.ts";
import { text } from "../text.ts";
import { EraseDialog } from "./erase.tsx";
import { LeaveDialog } from "./leave.tsx";
import { ListView } from "./list.tsx";
import { MapView } from "./map-view.tsx";
import { MenuDialog } from "./menu.tsx";
import { StatusBar } from "./status-bar.tsx";

interface MarchProps {
  readonly app: App;
  readonly session: Session;
}

type Sheet = "menu" | "erase" | "leave";

export function MarchScreen({ app, session }: MarchProps) {
  const sheet = useSignal<Sheet | null>(null);
  const isList = screen.value === "list";
  return (
    <main class="march">
      <h1 class="visually-hidden">{session.march.name || text.march.untitled}</h1>
      <StatusBar session={session} />
      <div class="stage">
        <MapView session={session} isShown={!isList} />
        {isList && <ListView session={session} />}
      </div>
      <Bar session={session} isList={isList} sheet={sheet} />
      <Sheets app={app} session={session} sheet={sheet} />
    </main>
  );
}

interface SheetsProps extends MarchProps {
  readonly sheet: Signal<Sheet | null>;
}

function Sheets({ app, session, sheet }: SheetsProps) {
  const open = (next: Sheet | null) => (): void => {
    sheet.value = next;
  };
  const close = open(null);
  const actions = { onClose: close, onErase: open("erase"), onLeave: open("leave") };
  if (sheet.value === "menu") return <MenuDialog app={app} session={session} {...actions} />;
  if (sheet.value === "erase") return <EraseDialog session={session} onClose={close} />;
  if (sheet.value === null) return null;
  return <LeaveDialog app={app} session={session} onClose={close} />;
}

interface BarProps extends Pick<SheetsProps, "session" | "sheet"> {
  readonly isList: boolean;
}

function Bar({ session, isList, sheet }: BarProps) {
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
      {session.sharing.mayShare && <ShareButton session={session} />}
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

function ShareButton({ session: { sharing } }: { readonly session: Session }) {
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
