/** Says in the middle of the screen why it does not go on, and what to do. */
import type { NoticeName } from "../notice.ts";
import { Screen } from "../parts/screen.tsx";
import { text } from "../text.ts";

interface NoticeProps {
  readonly name: NoticeName;
  /** Absent where nothing of the page works. */
  readonly home?: () => void;
}

export function Notice({ name, home }: NoticeProps) {
  const { heading, what } = text.notice[name];
  const isReload = name === "outdated" || name === "broken";
  return (
    <Screen heading={heading} hasBack={false}>
      <p class="large" data-testid="notice" data-notice={name}>
        {what}
      </p>
      {isReload && (
        <button type="button" class="button primary" onClick={() => location.reload()}>
          {text.notice.reload}
        </button>
      )}
      {home !== undefined && (
        <button type="button" class="button plain" onClick={home}>
          {text.notice.home}
        </button>
      )}
    </Screen>
  );
}
