/**
 * Two lines at the top: does this page hear the march, does the march hear this phone. Their
 * seconds are for the eye; a screen reader is told of changes, not of every second.
 */

import { clockLine } from "../device-clock-line.ts";
import { keepsLine } from "../device-keeps-line.ts";
import type { OpenMarch } from "../open-march.ts";
import { timeText } from "../parts/time.ts";
import { linkLine, sharingLine } from "../status.ts";
import { text } from "../text.ts";

export function StatusBar({ openMarch }: { readonly openMarch: OpenMarch }) {
  const { link: is, fault } = openMarch;
  const link = linkLine(is.value, fault.value?.code ?? null, isAlone(openMarch));
  const sharing = sharingLine(standingOf(openMarch));
  const { name } = openMarch.march;
  const asides = asidesOf(openMarch);
  const canWithdraw = !openMarch.sharing.isSharing.value && ownPin(openMarch) !== undefined;
  return (
    <header class="status">
      <p class="status-name">
        <strong>{name === "" ? text.march.untitled : name}</strong>
        <span class={`dot ${link.tone}`} data-testid="link-state" data-state={openMarch.link.value}>
          {link.text}
        </span>
      </p>
      <p class={`status-line ${sharing.tone}`} data-testid="state" data-tone={sharing.tone}>
        {sharing.text}{" "}
        {canWithdraw && !openMarch.sharing.isWithdrawing.value && (
          <button
            type="button"
            class="link-button"
            data-testid="withdraw"
            onClick={() => void openMarch.sharing.stop()}
          >
            {text.sharing.withdraw}
          </button>
        )}
      </p>
      {asides.map((said) => (
        <p class="status-line calm" key={said} data-testid="aside">
          {said}
        </p>
      ))}
      <p class="visually-hidden" role="status">
        {link.spoken}. {sharing.spoken} {asides.join(" ")}
      </p>
    </header>
  );
}

/** A node that is there answers sooner, as a rule. */
const ALONE_MS = 3_000;

function isAlone({ hasHeard, nowMs, openedAtMs }: OpenMarch): boolean {
  return !hasHeard.value && nowMs.value - openedAtMs > ALONE_MS;
}

/** What is true beside the two lines, and seldom. */
function asidesOf(openMarch: OpenMarch): readonly string[] {
  const { clockOffsetMs, heardAtMs, nodeNowMs, outgoing, link } = openMarch;
  const waiting = outgoing.waiting.value.length;
  const since = heardAtMs.value === null ? null : timeText(heardAtMs.value, nodeNowMs.value);
  return [
    keepsLine(openMarch.keeps.value),
    isAlone(openMarch) ? text.device.offlineStart(since) : null,
    clockLine(clockOffsetMs.value),
    waiting > 0 && link.value !== "live" ? text.device.unsent(waiting) : null,
  ].filter((said) => said !== null);
}

function standingOf(openMarch: OpenMarch): Parameters<typeof sharingLine>[0] {
  const { sharing, link, nowMs, nodeNowMs } = openMarch;
  const sentAtMs = sharing.sentAtMs.value;
  const own = ownPin(openMarch);
  const perhaps = isAlone(openMarch) ? openMarch.seenUntil : null;
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
    perhapsUntil: perhaps === null ? null : timeText(perhaps, nodeNowMs.value),
  };
}

function ownPin({ pins }: OpenMarch) {
  return pins.value.find(({ isMe }) => isMe);
}
