/** The first screen: what this is, and the two ways in. */
import { useState } from "preact/hooks";
import type { App } from "../app.ts";
import { keepsLine } from "../device-keeps-line.ts";
import type { KeptMarch } from "../kept-march.ts";
import { readPasted } from "../link.ts";
import { Trouble } from "../parts/action.tsx";
import { Screen } from "../parts/screen.tsx";
import { timeText } from "../parts/time.ts";
import { go } from "../route.ts";
import { text } from "../text.ts";
import { PanicButton } from "./panic.tsx";
import { RenewalNotice } from "./renewal-notice.tsx";

export function StartScreen({ app }: { readonly app: App }) {
  const kept = app.kept.value;
  const keeps = keepsLine(app.keeps.value);
  return (
    <Screen heading={text.start.heading} hasBack={false}>
      <RenewalNotice app={app} />
      {keeps !== null && <p role="status">{keeps}</p>}
      <p class="lead">{text.start.what}</p>
      {kept.length > 0 && <Kept marches={kept} nowMs={app.openedAtMs} />}
      <div>
        <button
          type="button"
          class={kept.length > 0 ? "button plain" : "button primary"}
          data-testid="make"
          onClick={() => go("make")}
        >
          {text.start.make}
        </button>
        <p class="hint">{text.start.makeWhy}</p>
      </div>
      <section class="card">
        <h2>{text.start.join}</h2>
        <Paste />
      </section>
      <p>{text.start.how}</p>
      <Quiet screen="settings" label={text.device.settings.heading} />
      <Quiet screen="security" label={text.start.security} />
      {kept.length > 0 && <PanicButton app={app} />}
    </Screen>
  );
}

interface QuietProps {
  readonly screen: "settings" | "security";
  readonly label: string;
}

function Quiet({ screen, label }: QuietProps) {
  return (
    <button type="button" class="button quiet" data-testid={screen} onClick={() => go(screen)}>
      {label}
    </button>
  );
}

interface KeptProps {
  readonly marches: readonly KeptMarch[];
  readonly nowMs: number;
}

function Kept({ marches, nowMs }: KeptProps) {
  return (
    <section class="card">
      <h2>{text.start.yours}</h2>
      <ul class="rows">
        {marches.map(({ id, name, endsAt, joined }) => (
          <li key={id}>
            <a
              class="row"
              href={`/march/${id}`}
              onClick={(event) => {
                event.preventDefault();
                go(joined === null ? "invite" : "home", `/march/${id}`);
              }}
            >
              <strong>{name === "" ? text.march.untitled : name}</strong>
              <span>{text.start.until(timeText(endsAt, nowMs))}</span>
            </a>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Paste() {
  const [pasted, setPasted] = useState("");
  const [said, setSaid] = useState<string | null>(null);
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    const found = readPasted(pasted, location.origin);
    if (typeof found === "string") setSaid(text.pasted[found]);
    else go("home", found.pathname + found.hash);
  };
  return (
    <form onSubmit={submit} noValidate>
      <div>
        <label class="field">
          <span>{text.start.pasteLabel}</span>
          <input
            value={pasted}
            type="url"
            inputMode="url"
            autoComplete="off"
            data-testid="paste"
            onInput={(event) => setPasted(event.currentTarget.value)}
          />
        </label>
        <p class="hint">{text.start.pasteHint}</p>
      </div>
      <Trouble said={said} />
      <button type="submit" class="button plain" data-testid="open">
        {text.start.open}
      </button>
    </form>
  );
}
