/**
 * All that is known of an alert, and what one may say of it: the same on the map and in the list.
 *
 * Rule W52: docs/spec/march-page.md.
 */
import { timesText, worthText } from "../alert-words.ts";
import type { OpenMarch } from "../open-march.ts";
import { codeOf } from "../person-code.ts";
import type { ShownAlert } from "../shown-alerts.ts";
import { text } from "../text.ts";
import { wayText } from "./person.ts";

interface AlertDetailsProps {
  readonly openMarch: OpenMarch;
  readonly alert: ShownAlert;
  /** Absent where the map is seen. */
  readonly onShow?: () => void;
}

export function AlertDetails({ openMarch, alert, onShow }: AlertDetailsProps) {
  const from = openMarch.sharing.fix.value?.place ?? null;
  const { by, byYou, groups } = text.alerts;
  const isWorthMore = !alert.waits && alert.state === "unconfirmed";
  const rest = [
    ...(from === null ? [] : [wayText(from, alert.place)]),
    timesText(alert, openMarch.nodeNowMs.value),
    alert.isMine ? byYou : by(codeOf(alert.by)),
  ];
  return (
    <div class="alert-details">
      <p>
        <strong class={`worth ${alert.state}`} data-testid="worth" data-state={alert.state}>
          {worthText(alert, openMarch.link.value === "live")}
        </strong>
      </p>
      <p class="hint rest">{rest.join(" · ")}</p>
      {openMarch.sharing.mayShare && <Verdicts openMarch={openMarch} alert={alert} />}
      {isWorthMore && <p class="hint rest">{groups}</p>}
      {onShow !== undefined && (
        <button type="button" class="button plain" data-testid="show-alert" onClick={onShow}>
          {text.alerts.show}
        </button>
      )}
    </div>
  );
}

function Verdicts({ openMarch, alert }: AlertDetailsProps) {
  const { saying, isSteward } = openMarch;
  const withdraw = (label: string) => (
    <button
      type="button"
      class="button danger-plain"
      data-testid="withdraw-alert"
      onClick={() => saying.withdraw(alert)}
    >
      {label}
    </button>
  );
  if (alert.isMine) return withdraw(text.alerts.withdraw);
  return (
    <>
      <div class="pair">
        <Verdict openMarch={openMarch} alert={alert} says="confirmed" />
        <Verdict openMarch={openMarch} alert={alert} says="disputed" />
      </div>
      {alert.said !== null && <p class="hint">{text.alerts.takeBack}</p>}
      {isSteward && withdraw(text.alerts.withdrawSteward)}
    </>
  );
}

interface VerdictProps extends AlertDetailsProps {
  readonly says: "confirmed" | "disputed";
}

function Verdict({ openMarch, alert, says }: VerdictProps) {
  return (
    <button
      type="button"
      class="button plain"
      aria-pressed={alert.said === says}
      data-testid={says}
      onClick={() => openMarch.saying.judge(alert, says)}
    >
      {says === "confirmed" ? text.alerts.confirm : text.alerts.dispute}
    </button>
  );
}
