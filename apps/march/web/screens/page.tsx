/** Picks the screen: what stands in the way first, then where the address says. */
import type { App } from "../app.ts";
import type { KeptMarch } from "../kept-march.ts";
import type { OpenMarch } from "../open-march.ts";
import { Screen } from "../parts/screen.tsx";
import { isOfSteward, link, screen, swap } from "../route.ts";
import { language, text } from "../text.ts";
import { JoinScreen } from "./join.tsx";
import { MakeScreen } from "./make.tsx";
import { MarchScreen } from "./march.tsx";
import { Notice } from "./notice.tsx";
import { SecurityScreen } from "./security.tsx";
import { SettingsScreen } from "./settings.tsx";
import { StartScreen } from "./start.tsx";
import { type Later, useLater } from "./use-later.ts";
import { WatchScreen } from "./watch.tsx";

interface PageProps {
  readonly app: App;
}

/** Drawn anew in another language: only what a screen was told by a tap is forgotten. */
export function Page({ app }: PageProps) {
  const openMarch = app.openMarch.value;
  const later = useLater(app, app.kept.value.length > 0);
  return (
    <div key={language.value}>
      <Current app={app} later={later} />
      {openMarch !== null && later !== null && <later.Deciding openMarch={openMarch} />}
    </div>
  );
}

interface CurrentProps extends PageProps {
  readonly later: Later | null;
}

function Current({ app, later }: CurrentProps) {
  if (app.notice.value !== null)
    return (
      <Notice
        name={app.notice.value}
        home={() => app.dismiss()}
        renew={() => void app.renewal.renew()}
        forget={() => void app.forgetHere()}
      />
    );
  if (screen.value === "security") return <SecurityScreen />;
  if (screen.value === "settings") return <SettingsScreen app={app} />;
  if (link.value === null) {
    return screen.value === "make" ? <MakeScreen app={app} /> : <StartScreen app={app} />;
  }
  const kept = app.find(link.value.id);
  if (screen.value === "invite" && kept !== null) {
    if (later === null) return <Opening march={kept} />;
    return <later.InviteScreen app={app} march={kept} key={kept.id} />;
  }
  const openMarch = app.openMarch.value;
  if (openMarch !== null) return <OverMarch app={app} openMarch={openMarch} later={later} />;
  if (kept?.joined) return <Opening march={kept} />;
  if (link.value.isDisplay && kept === null) {
    return <WatchScreen app={app} link={link.value} key={link.value.id} />;
  }
  return <JoinScreen app={app} link={link.value} key={link.value.id} />;
}

interface OverMarchProps extends CurrentProps {
  readonly openMarch: OpenMarch;
}

function OverMarch({ app, openMarch, later }: OverMarchProps) {
  const { march, joined } = openMarch;
  const is = screen.value;
  const isLater = is === "feed" || is === "contingents" || isOfSteward(is);
  if (!isLater) return <MarchScreen app={app} openMarch={openMarch} key={march.id} />;
  if (later === null) return <Opening march={march} />;
  if (is === "feed") return <later.FeedScreen openMarch={openMarch} />;
  if (is === "contingents")
    return <later.ContingentsScreen app={app} openMarch={openMarch} key={joined.contingent} />;
  return <later.StewardScreens app={app} openMarch={openMarch} key={march.id} />;
}

/** What was kept, or a screen of it, is on its way. */
function Opening({ march: { name } }: { readonly march: KeptMarch }) {
  return (
    <Screen heading={name === "" ? text.march.untitled : name} onBack={goBack}>
      <p role="status">{text.link.connecting}</p>
    </Screen>
  );
}

function goBack(): void {
  if (screen.value === "home") swap("home", "/march");
  else swap("home");
}
