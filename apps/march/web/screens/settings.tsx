/** What a person sets on this phone: how often, how long and how exactly to share, and the looks. */
import { KEEP_MINUTES } from "../../src/model.ts";
import { durationText } from "../age.ts";
import type { App } from "../app.ts";
import { INTERVALS_MS } from "../pacer.ts";
import { Choices } from "../parts/choices.tsx";
import { Screen } from "../parts/screen.tsx";
import { LANGUAGES, THEMES } from "../settings.ts";
import { missing, text } from "../text.ts";

const MINUTE_MS = 60_000;
const NAMES = { en: "English", es: "Español" } as const;

interface SettingsProps {
  readonly app: App;
}

export function SettingsScreen({ app }: SettingsProps) {
  return (
    <Screen heading={text.device.settings.heading}>
      <SharingSettings app={app} />
      <KeepSetting app={app} />
      <LooksSettings app={app} />
      <p class="hint">{text.device.settings.kept}</p>
    </Screen>
  );
}

function SharingSettings({ app }: SettingsProps) {
  const { intervalMs, isBlurred } = app.settings.value;
  const said = text.device.settings;
  return (
    <>
      <Choices
        legend={said.interval}
        hint={said.intervalHint}
        name="interval"
        isScale
        values={INTERVALS_MS.map((ms) => [ms, durationText(ms)] as const)}
        chosen={intervalMs}
        onChoose={(ms) => void app.change({ intervalMs: ms })}
      />
      <Choices
        legend={said.blur}
        hint={said.blurHint}
        name="blur"
        values={[
          ["exact", said.blurExact],
          ["vague", said.blurVague],
        ]}
        chosen={isBlurred ? "vague" : "exact"}
        onChoose={(how) => void app.change({ isBlurred: how === "vague" })}
      />
    </>
  );
}

function KeepSetting({ app }: SettingsProps) {
  const said = text.device.settings;
  return (
    <Choices
      legend={said.keep}
      hint={said.keepHint}
      name="keep"
      values={[
        [0, said.keepMarch],
        ...KEEP_MINUTES.map((n) => [n, durationText(n * MINUTE_MS)] as const),
      ]}
      chosen={app.settings.value.keepMinutes ?? 0}
      onChoose={(n) =>
        void app.change({ keepMinutes: KEEP_MINUTES.find((each) => each === n) ?? null })
      }
    />
  );
}

function LooksSettings({ app }: SettingsProps) {
  const { language, theme } = app.settings.value;
  const said = text.device.settings;
  return (
    <>
      <Choices
        legend={said.language}
        name="language"
        values={[
          ["", said.languageSystem],
          ...LANGUAGES.map((each) => [each, NAMES[each]] as const),
        ]}
        chosen={language ?? ""}
        onChoose={(each) =>
          void app.change({ language: LANGUAGES.find((known) => known === each) ?? null })
        }
      />
      {missing.value !== null && (
        <p class="trouble" role="status">
          {said.languageLater(NAMES[missing.value])}
        </p>
      )}
      <Choices
        legend={said.theme}
        name="theme"
        values={THEMES.map((each) => [each, said.themes[each]] as const)}
        chosen={theme}
        onChoose={(each) => void app.change({ theme: each })}
      />
    </>
  );
}
