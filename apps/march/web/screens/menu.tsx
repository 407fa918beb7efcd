/** The menu: inviting, settings, the truth about security, leaving, panic. */
import { durationText } from "../age.ts";
import type { App } from "../app.ts";
import { shownName } from "../contingent-names.ts";
import type { OpenMarch } from "../open-march.ts";
import { Sheet } from "../parts/sheet.tsx";
import { timeText } from "../parts/time.ts";
import { codeOf } from "../person-code.ts";
import { go, type Screen } from "../route.ts";
import { text } from "../text.ts";
import { PanicButton } from "./panic.tsx";

interface MenuProps {
  readonly app: App;
  readonly openMarch: OpenMarch;
  readonly onClose: () => void;
  readonly onLeave: () => void;
}

export function MenuDialog({ app, openMarch, onClose, onLeave }: MenuProps) {
  const leaveTo = (screen: Screen) => (): void => {
    onClose();
    go(screen);
  };
  return (
    <Sheet heading={text.menu.heading} onClose={onClose}>
      {openMarch.sharing.mayShare && (
        // A display's own invite shows everyone exactly: it is not for passing on.
        <Entry testId="invite" label={text.menu.invite} onClick={leaveTo("invite")} />
      )}
      <div class="menu-pair">
        <Entry testId="stewards" label={text.stewards.entry} onClick={leaveTo("stewards")} />
        <Entry testId="mine" label={text.stewards.mine.entry} onClick={leaveTo("mine")} />
        <Entry testId="settings" label={text.menu.settings} onClick={leaveTo("settings")} />
        <Entry testId="security" label={text.menu.security} onClick={leaveTo("security")} />
      </div>
      <Entry testId="leave" label={text.menu.leave} onClick={onLeave} isDanger />
      <PanicButton app={app} />
      <Facts openMarch={openMarch} />
      <button type="button" class="button quiet" onClick={onClose}>
        {text.menu.close}
      </button>
    </Sheet>
  );
}

interface EntryProps {
  readonly testId: string;
  readonly label: string;
  readonly onClick: () => void;
  readonly isDanger?: boolean;
}

function Entry({ testId, label, onClick, isDanger = false }: EntryProps) {
  return (
    <button
      type="button"
      class={isDanger ? "button danger-plain" : "button plain"}
      data-testid={testId}
      onClick={onClick}
    >
      {label}
    </button>
  );
}

function Facts({ openMarch }: Pick<MenuProps, "openMarch">) {
  const { march, joined, sharing, saying, nowMs } = openMarch;
  const own = shownName(joined.contingent, saying.banners.value);
  return (
    <p class="hint">
      {sharing.mayShare && `${text.menu.youAre(codeOf(joined.person), own)} `}
      {text.menu.ends(timeText(march.endsAt, nowMs.value), durationText(march.lifetimeMs))}
    </p>
  );
}
