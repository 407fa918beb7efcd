/**
 * Telling of an alert: what it is, one tap; where, this phone's place unless another was chosen, or
 * the person has blurred theirs: then they are asked first.
 *
 *   button ─► kinds ─tap─► told
 *               │ ▲ long press, or the cross in the middle of the map
 *               └─► another place
 *
 * Rule W50: docs/spec/march-page.md.
 */
import type { Signal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { ALERT_KINDS, ALERT_MS, type AlertKind } from "../../src/models/alerts.ts";
import { durationText } from "../age.ts";
import { type Allowance, TELL_FROM } from "../allowance.ts";
import { type Chosen, type Making, placeOf } from "../making.ts";
import type { OpenMarch } from "../open-march.ts";
import { AlertSign } from "../parts/alert-sign.tsx";
import { Sheet } from "../parts/sheet.tsx";
import { text } from "../text.ts";

export interface TellAlertProps {
  readonly openMarch: OpenMarch;
  readonly making: Signal<Making | null>;
  readonly told: Signal<string | null>;
}

export function TellAlert({ openMarch, making, told }: TellAlertProps) {
  const step = making.value;
  if (step?.step !== "kind") return null;
  const become = (next: Making | null) => (): void => {
    making.value = next;
  };
  // Choosing a place closes this sheet too: then there is something else to do.
  const close = (): void => {
    if (making.value?.step === "kind") making.value = null;
  };
  const place = placeOf(step, openMarch.sharing.fix.value?.place ?? null);
  const allowance = openMarch.saying.alertsLeft;
  const canTell = place !== null && allowance.left > 0;
  const tell = (kind: AlertKind): void => {
    if (!canTell) return;
    told.value = openMarch.saying.tell(kind, place);
    close();
  };
  return (
    <Sheet heading={text.alerts.tellHeading} onClose={close}>
      <Where
        openMarch={openMarch}
        chosen={step.place}
        onAim={become({ step: "aim" })}
        onHere={become({ step: "kind", place: "here" })}
      />
      <Kinds canTell={canTell} lifetimeMs={openMarch.march.lifetimeMs} onTell={tell} />
      <p class="hint">{openMarch.isSteward ? text.alerts.asSteward : text.alerts.everyone}</p>
      <Left allowance={allowance} />
      <button type="button" class="button quiet" onClick={close}>
        {text.alerts.cancel}
      </button>
    </Sheet>
  );
}

interface KindsProps {
  readonly canTell: boolean;
  /** The march keeps nothing longer. */
  readonly lifetimeMs: number;
  readonly onTell: (kind: AlertKind) => void;
}

function Kinds({ canTell, lifetimeMs, onTell }: KindsProps) {
  return (
    <div class="kinds">
      {ALERT_KINDS.map((kind) => (
        <button
          type="button"
          class="kind"
          key={kind}
          aria-disabled={!canTell}
          data-testid={`tell-${kind}`}
          onClick={() => onTell(kind)}
        >
          <AlertSign kind={kind} state="confirmed" />
          <span>
            <strong>{text.alerts.kinds[kind]}</strong>
            <span>{text.alerts.lasts(durationText(Math.min(ALERT_MS[kind], lifetimeMs)))}</span>
          </span>
        </button>
      ))}
    </div>
  );
}

interface WhereProps {
  readonly openMarch: OpenMarch;
  readonly chosen: Chosen;
  readonly onAim: () => void;
  readonly onHere: () => void;
}

function Where({ openMarch: { sharing }, chosen, onAim, onHere }: WhereProps) {
  const isElsewhere = chosen !== null && chosen !== "here";
  useEffect(() => {
    // Without telling anyone: only this phone is to know where it is.
    if (!isElsewhere && sharing.fix.peek() === null) sharing.isFollowing.value = true;
    // Where the phone was a minute ago is not where it is.
    sharing.isTelling.value = !isElsewhere;
    return () => {
      sharing.isTelling.value = false;
    };
  }, [isElsewhere]);
  const isLost = chosen === "here" && sharing.fix.value === null;
  const trouble = sharing.trouble.value;
  const hasNone = trouble === "denied" || trouble === "unavailable";
  return (
    <>
      <fieldset class="choices">
        <legend>{text.alerts.where}</legend>
        <div class="pair">
          <Place isChosen={chosen === "here"} testId="here" onClick={onHere}>
            {text.alerts.here}
          </Place>
          <Place isChosen={isElsewhere} testId="elsewhere" onClick={onAim}>
            {isElsewhere ? text.alerts.chosen : text.alerts.onMap}
          </Place>
        </div>
      </fieldset>
      {sharing.isBlurred.value && !isElsewhere && <p data-testid="exact">{text.alerts.exact}</p>}
      {isLost && (
        <p class="hint" role="status" data-testid="no-place">
          {hasNone ? text.alerts.nowhere : text.alerts.looking}
        </p>
      )}
    </>
  );
}

interface PlaceProps {
  readonly isChosen: boolean;
  readonly testId: string;
  readonly onClick: () => void;
  readonly children: string;
}

function Place({ isChosen, testId, onClick, children }: PlaceProps) {
  return (
    <button
      type="button"
      class="button plain"
      aria-pressed={isChosen}
      data-testid={testId}
      onClick={onClick}
    >
      {children}
    </button>
  );
}

function Left({ allowance: { left, waitMs } }: { readonly allowance: Allowance }) {
  if (left > TELL_FROM) return null;
  const { full, wait } = text.alerts;
  const none = waitMs === null ? full : wait(durationText(waitMs));
  return (
    <p class={left === 0 ? "trouble" : "hint"} role="status" data-testid="alerts-left">
      {left === 0 ? none : text.alerts.left(left)}
    </p>
  );
}
