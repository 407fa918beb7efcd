/** The screens of stewards and of what is one's own, over an open march. */
import { screen } from "../route.ts";
import { LinksScreen } from "./links.tsx";
import { MembersScreen } from "./members.tsx";
import { MineScreen } from "./mine.tsx";
import type { OverMarchProps } from "./over-march.ts";
import { StewardsScreen } from "./stewards.tsx";

/** Who is a steward no more goes back to where everyone may be. */
export function StewardScreens({ app, openMarch }: OverMarchProps) {
  const march = app.find(openMarch.march.id) ?? openMarch.march;
  if (screen.value === "mine") return <MineScreen app={app} openMarch={openMarch} />;
  if (!openMarch.isSteward || screen.value === "stewards") {
    return <StewardsScreen app={app} openMarch={openMarch} />;
  }
  if (screen.value === "members") return <MembersScreen openMarch={openMarch} />;
  return <LinksScreen app={app} openMarch={openMarch} march={march} />;
}
