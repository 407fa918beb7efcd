/** The alerts in words, with what each is worth; a tap on one shows the rest. */
import { useState } from "preact/hooks";
import { timesText, worthText } from "../alert-words.ts";
import type { OpenMarch } from "../open-march.ts";
import { AlertDetails } from "../parts/alert-details.tsx";
import { AlertSign } from "../parts/alert-sign.tsx";
import { type Seen, wayText } from "../parts/person.ts";
import { Sheet } from "../parts/sheet.tsx";
import type { ShownAlert } from "../shown-alerts.ts";
import { text } from "../text.ts";
import { DecideAbout } from "./decide-about.tsx";

interface AlertListProps {
  readonly openMarch: OpenMarch;
  readonly seen: Seen;
  readonly onShow: (alert: ShownAlert) => void;
}

export function AlertList({ openMarch, seen, onShow }: AlertListProps) {
  const [openId, setOpenId] = useState<string | null>(null);
  const alerts = openMarch.saying.alerts.value;
  const open = alerts.find(({ id }) => id === openId);
  return (
    <>
      <h2>{text.alerts.heading}</h2>
      {alerts.length === 0 && <p class="hint">{text.alerts.none}</p>}
      <ul class="rows" data-testid="alerts">
        {alerts.map((alert) => (
          <li key={alert.id} data-alert={alert.kind} data-state={alert.state}>
            <button type="button" class="row-button" onClick={() => setOpenId(alert.id)}>
              <AlertSign kind={alert.kind} state={alert.waits ? "unconfirmed" : alert.state} />
              <span class="row">
                <strong>{text.alerts.kinds[alert.kind]}</strong>
                <span>{lineOf(alert, seen, openMarch.link.value === "live")}</span>
              </span>
            </button>
          </li>
        ))}
      </ul>
      {open !== undefined && (
        <Sheet heading={text.alerts.kinds[open.kind]} onClose={() => setOpenId(null)}>
          <AlertDetails
            openMarch={openMarch}
            alert={open}
            onShow={() => {
              setOpenId(null);
              onShow(open);
            }}
          />
          <DecideAbout openMarch={openMarch} person={open.by} />
          <button type="button" class="button quiet" onClick={() => setOpenId(null)}>
            {text.alerts.close}
          </button>
        </Sheet>
      )}
    </>
  );
}

function lineOf(alert: ShownAlert, { from, nowMs }: Seen, isLive: boolean): string {
  const way = from === null ? [] : [wayText(from, alert.place)];
  return [worthText(alert, isLive), ...way, timesText(alert, nowMs)].join(" · ");
}
