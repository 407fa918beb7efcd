/** The menu: how often to share, inviting, the truth about security, erasing, leaving. */

import { durationText } from "../age.ts";
import type { App } from "../app.ts";
import { INTERVALS_MS } from "../pacer.ts";
import { Choices } from "../parts/choices.tsx";
import { Sheet } from "../parts/sheet.tsx";
import { timeText } from "../parts/time.ts";
import { codeOf } from "../person-code.ts";
import { go, type Screen } from "../route.ts";
import type { Session } from "../session.ts";
import { text } from "../text.ts";

interface MenuProps {
  readonly app: App;
  readonly session: Session;
  readonly onClose: () => void;
  readonly onErase: () => void;
  readonly onLeave: () => void;
}

export function MenuDialog({ app, session, onClose, onErase, onLeave }: MenuProps) {
  const { march, joined, sharing } = session;
  const leaveTo = (screen: Screen): void => {
    onClose();
    go(screen);
  };
  return (
    <Sheet heading={text.menu.heading} onClose={onClose}>
      {sharing.mayShare && (
        <Choices
          legend={text.menu.interval}
          hint={text.menu.intervalHint}
          name="interval"
          values={INTERVALS_MS.map((ms) => [ms, durationText(ms)] as const)}
          chosen={sharing.intervalMs.value}
          onChoose={(ms) => void app.changeInterval(session, ms)}
        />
      )}
      <button
        type="button"
        class="button plain"
        data-testid="invite"
        onClick={() => leaveTo("invite")}
      >
        {text.menu.invite}
      </button>
      <button type="button" class="button plain" onClick={() => leaveTo("security")}>
        {text.menu.security}
      </button>
      {session.isSteward && (
        <button type="button" class="button danger-plain" data-testid="erase" onClick={onErase}>
          {text.menu.erase}
        </button>
      )}
      <button type="button" class="button danger-plain" data-testid="leave" onClick={onLeave}>
        {text.menu.leave}
      </button>
      <p class="hint">
        {sharing.mayShare && `${text.menu.youAre(codeOf(joined.person), joined.contingent)} `}
        {text.menu.ends(
          timeText(march.endsAt, session.nowMs.value),
          durationText(march.lifetimeMs),
        )}
      </p>
      <button type="button" class="button quiet" onClick={onClose}>
        {text.menu.close}
      </button>
    </Sheet>
  );
}
