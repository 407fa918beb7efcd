/**
 * Two lines at the top: does this page hear the march, does the march hear this phone. Their
 * seconds are for the eye; a screen reader is told of changes, not of every second.
 */
import { timeText } from "../parts/time.ts";
import type { Session } from "../session.ts";
import { linkLine, sharingLine } from "../status.ts";
import { text } from "../text.ts";

export function StatusBar({ session }: { readonly session: Session }) {
  const link = linkLine(session.link.value, session.fault.value?.code ?? null);
  const sharing = sharingLine(standingOf(session));
  const { name } = session.march;
  const canWithdraw = !session.sharing.isSharing.value && ownPin(session) !== undefined;
  return (
    <header class="status">
      <p class="status-name">
        <strong>{name === "" ? text.march.untitled : name}</strong>
        <span class={`dot ${link.tone}`} data-testid="link-state" data-state={session.link.value}>
          {link.text}
        </span>
      </p>
      <p class={`status-line ${sharing.tone}`} data-testid="state" data-tone={sharing.tone}>
        {sharing.text}{" "}
        {canWithdraw && !session.sharing.isWithdrawing.value && (
          <button
            type="button"
            class="link-button"
            data-testid="withdraw"
            onClick={() => void session.sharing.stop()}
          >
            {text.sharing.withdraw}
          </button>
        )}
      </p>
      <p class="visually-hidden" role="status">
        {link.spoken}. {sharing.spoken}
      </p>
    </header>
  );
}

function standingOf(session: Session): Parameters<typeof sharingLine>[0] {
  const { sharing, link, nowMs, nodeNowMs } = session;
  const sentAtMs = sharing.sentAtMs.value;
  const own = ownPin(session);
  return {
    link: link.value,
    mayShare: sharing.mayShare,
    isSharing: sharing.isSharing.value,
    isHidden: sharing.isHidden.value,
    intervalMs: sharing.intervalMs.value,
    trouble: sharing.trouble.value,
    hasFix: sharing.fix.value !== null,
    sentAgoMs: sentAtMs === null ? null : nowMs.value - sentAtMs,
    refusal: sharing.refusal.value,
    isWithdrawing: sharing.isWithdrawing.value,
    pin:
      own === undefined
        ? null
        : { ageMs: nodeNowMs.value - own.atMs, until: timeText(own.expiresAt, nodeNowMs.value) },
  };
}

function ownPin({ pins }: Session) {
  return pins.value.find(({ isMe }) => isMe);
}
