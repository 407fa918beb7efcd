/**
 * Above the map: what the node would not take, alerts that were confirmed just now, and what one
 * has told oneself, to take it back. A screen reader hears each once.
 *
 * Rules W53, W54: docs/spec/march-page.md.
 */
import type { Signal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { useEffect } from "preact/hooks";
import { worthText } from "../alert-words.ts";
import { deviceClock } from "../clock.ts";
import type { OpenMarch } from "../open-march.ts";
import { Icon } from "../parts/icon.tsx";
import { wayText } from "../parts/person.ts";
import { whatText, whyText } from "../refusal-words.ts";
import type { ShownAlert } from "../shown-alerts.ts";
import { text } from "../text.ts";

/** How long one may undo with one tap; after that, on the alert's card. */
const TOLD_MS = 12_000;

interface NoticesProps {
  readonly openMarch: OpenMarch;
  readonly told: Signal<string | null>;
  readonly onShow: (alert: ShownAlert) => void;
}

export function SaidNotices({ openMarch, told, onShow }: NoticesProps) {
  return (
    <>
      <RefusedNotices openMarch={openMarch} />
      <NewsNotice openMarch={openMarch} onShow={onShow} />
      <ToldNotice openMarch={openMarch} told={told} />
    </>
  );
}

/** Wherever a person writes: what became of it has to be seen there. */
export function RefusedNotices({ openMarch: { outgoing } }: Pick<NoticesProps, "openMarch">) {
  const refused = outgoing.refused.value;
  return (
    <div role="alert">
      {refused.map((one) => (
        <Strip key={one.id} isBad testId="refused" onClose={() => outgoing.dismiss(one)}>
          <strong>
            {text.alerts.refused.heading}: {whatText(one)}
          </strong>
          <span>{whyText(one.reason)}</span>
        </Strip>
      ))}
    </div>
  );
}

function NewsNotice({ openMarch, onShow }: Omit<NoticesProps, "told">) {
  const { saying, sharing } = openMarch;
  const standing = new Set(saying.alerts.value.map(({ id }) => id));
  const news = saying.news.value.filter(({ id }) => standing.has(id));
  const [first] = news;
  const from = sharing.fix.value?.place ?? null;
  const close = (): void => {
    saying.news.value = [];
  };
  // Without the way, which changes with every step.
  const spoken = news.map(({ kind }) => text.alerts.news(text.alerts.kinds[kind], null));
  return (
    <>
      <p class="visually-hidden" role="status" data-testid="news-spoken">
        {spoken.join(". ")}
      </p>
      {first !== undefined && (
        <Strip
          testId="news"
          onClose={close}
          action={[
            text.alerts.showShort,
            () => {
              close();
              onShow(first);
            },
          ]}
        >
          <strong>
            {text.alerts.news(
              text.alerts.kinds[first.kind],
              from === null ? null : wayText(from, first.place),
            )}
            {news.length > 1 && `, ${text.alerts.newsMore(news.length - 1)}`}
          </strong>
        </Strip>
      )}
    </>
  );
}

function ToldNotice({ openMarch, told }: Omit<NoticesProps, "onShow">) {
  const id = told.value;
  const close = (): void => {
    told.value = null;
  };
  useEffect(() => (id === null ? undefined : deviceClock.after(TOLD_MS, close)), [id]);
  const alert = openMarch.saying.alerts.value.find((one) => one.id === id);
  if (alert === undefined) return null;
  const undo = (): void => {
    openMarch.saying.withdraw(alert);
    close();
  };
  return (
    <Strip testId="told" onClose={close} action={[text.alerts.undo, undo]}>
      <strong role="status">{text.alerts.told(text.alerts.kinds[alert.kind])}</strong>
      <span>{worthText(alert, openMarch.link.value === "live")}</span>
    </Strip>
  );
}

interface StripProps {
  readonly testId: string;
  readonly isBad?: boolean;
  readonly onClose: () => void;
  readonly action?: readonly [label: string, run: () => void];
  readonly children: ComponentChildren;
}

function Strip({ testId, isBad = false, onClose, action, children }: StripProps) {
  return (
    <div class={isBad ? "strip bad" : "strip"} data-testid={testId}>
      <p class="strip-said">{children}</p>
      {action !== undefined && (
        <button
          type="button"
          class="link-button"
          data-testid={`${testId}-action`}
          onClick={action[1]}
        >
          {action[0]}
        </button>
      )}
      <button type="button" class="icon-button" aria-label={text.alerts.close} onClick={onClose}>
        <Icon name="close" />
      </button>
    </div>
  );
}
