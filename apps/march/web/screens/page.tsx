/** Picks the screen: what stands in the way first, then where the address says. */
import type { App } from "../app.ts";
import { Screen } from "../parts/screen.tsx";
import { link, screen, swap } from "../route.ts";
import { language, text } from "../text.ts";
import { ContingentsScreen } from "./contingents.tsx";
import { FeedScreen } from "./feed.tsx";
import { InviteScreen } from "./invite.tsx";
import { JoinScreen } from "./join.tsx";
import { MakeScreen } from "./make.tsx";
import { MarchScreen } from "./march.tsx";
import { Deciding } from "./member-sheet.tsx";
import { Notice } from "./notice.tsx";
import { SecurityScreen } from "./security.tsx";
import { SettingsScreen } from "./settings.tsx";
import { StartScreen } from "./start.tsx";
import { isOfSteward, StewardScreens } from "./steward-screens.tsx";
import { WatchScreen } from "./watch.tsx";

interface PageProps {
  readonly app: App;
}

/** Drawn anew in another language: only what a screen was told by a tap is forgotten. */
export function Page({ app }: PageProps) {
  const openMarch = app.openMarch.value;
  return (
    <div key={language.value}>
      <Current app={app} />
      {openMarch !== null && <Deciding openMarch={openMarch} />}
    </div>
  );
}

function Current({ app }: PageProps) {
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
    return <InviteScreen app={app} march={kept} key={kept.id} />;
  }
  const openMarch = app.openMarch.value;
  if (openMarch !== null && screen.value === "feed") return <FeedScreen openMarch={openMarch} />;
  if (openMarch !== null && screen.value === "contingents")
    return <ContingentsScreen app={app} openMarch={openMarch} key={openMarch.joined.contingent} />;
  if (openMarch !== null && isOfSteward(screen.value))
    return <StewardScreens app={app} openMarch={openMarch} key={openMarch.march.id} />;
  if (openMarch !== null)
    return <MarchScreen app={app} openMarch={openMarch} key={openMarch.march.id} />;
  if (kept?.joined) return <Opening name={kept.name} />;
  if (link.value.isDisplay && kept === null) {
    return <WatchScreen app={app} link={link.value} key={link.value.id} />;
  }
  return <JoinScreen app={app} link={link.value} key={link.value.id} />;
}

function Opening({ name }: { readonly name: string }) {
  return (
    <Screen
      heading={name === "" ? text.march.untitled : name}
      onBack={() => swap("home", "/march")}
    >
      <p role="status">{text.link.connecting}</p>
    </Screen>
  );
}
