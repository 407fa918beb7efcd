/** Who one is here, what the march holds of one, taking it back, and one's wish to be forgotten. */
import { useSignal } from "@preact/signals";
import { durationText } from "../age.ts";
import { namedBy } from "../mine.ts";
import type { OpenMarch } from "../open-march.ts";
import { Confirm } from "../parts/confirm.tsx";
import { Copy } from "../parts/copy.tsx";
import { Screen } from "../parts/screen.tsx";
import { timeText } from "../parts/time.ts";
import { signOf } from "../person-sign.ts";
import { go } from "../route.ts";
import { text } from "../text.ts";
import type { OverMarchProps } from "./over-march.ts";

const MINUTE_MS = 60_000;

export function MineScreen({ app, openMarch }: OverMarchProps) {
  return (
    <Screen heading={text.stewards.mine.heading}>
      <Held openMarch={openMarch} />
      <Wish app={app} openMarch={openMarch} />
      <Name person={openMarch.joined.person} />
    </Screen>
  );
}

type MineProps = Pick<OverMarchProps, "openMarch">;

function Held({ openMarch }: MineProps) {
  const isAsked = useSignal(false);
  const became = useSignal<string | null>(null);
  const said = text.stewards.mine;
  const ask = (is: boolean) => (): void => {
    isAsked.value = is;
  };
  const run = async (): Promise<string | null> => {
    const { own, nodeNowMs, seenUntil } = openMarch;
    const what = await own.takeBack(nodeNowMs.peek(), seenUntil !== null);
    if (what === "refused") return said.someRefused;
    became.value = said[what];
    isAsked.value = false;
    return null;
  };
  return (
    <section class="card">
      <h2>{said.held}</h2>
      <Things openMarch={openMarch} />
      <p class="hint">{said.heldHint}</p>
      <p role="status" data-testid="taken-back">
        {became.value}
      </p>
      <button type="button" class="button danger-plain" data-testid="take-back" onClick={ask(true)}>
        {said.takeBack}
      </button>
      {isAsked.value && <Asked run={run} onClose={ask(false)} />}
    </section>
  );
}

type AskedProps = Pick<Parameters<typeof Confirm>[0], "run" | "onClose">;

function Asked({ run, onClose }: AskedProps) {
  const { mine, no, busy } = text.stewards;
  const texts = { heading: mine.heading2, what: mine.what, yes: mine.yes, no, busy };
  return <Confirm texts={texts} run={run} onClose={onClose} />;
}

function Things({ openMarch }: MineProps) {
  const said = text.stewards.mine;
  const { alerts, verdicts, posts } = openMarch.own.held(openMarch.nodeNowMs.value);
  const waiting = openMarch.outgoing.waiting.value.length;
  const { joined, saying, nodeNowMs } = openMarch;
  const named = namedBy(joined.person, saying.banners.value, nodeNowMs.value);
  return (
    <dl class="facts">
      {openMarch.sharing.mayShare && <Fact name={said.position} value={positionText(openMarch)} />}
      <Fact name={said.alerts} value={alerts.length} />
      <Fact name={said.verdicts} value={verdicts.length} />
      <Fact name={said.posts} value={posts.length} />
      {named.length > 0 && <Fact name={said.named} value={named.join(", ")} />}
      {waiting > 0 && <Fact name={said.waiting} value={waiting} />}
    </dl>
  );
}

function Fact({ name, value }: { readonly name: string; readonly value: string | number }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd data-fact={name}>{value}</dd>
    </div>
  );
}

function positionText({ sharing, seenUntil, nodeNowMs, hasHeard }: OpenMarch): string {
  const said = text.stewards.mine;
  if (sharing.isWithdrawing.value) return said.positionWaits;
  if (seenUntil === null) return said.positionNone;
  const time = timeText(seenUntil, nodeNowMs.value);
  return hasHeard.value ? said.positionUntil(time) : said.positionPerhaps(time);
}

/** What it is, and until when it holds; it is set with the other settings. */
function Wish({ app, openMarch }: OverMarchProps) {
  const said = text.stewards.mine;
  const { keepMinutes } = app.settings.value;
  const { lifetimeMs } = openMarch.march;
  const wished = keepMinutes === null ? lifetimeMs : keepMinutes * MINUTE_MS;
  const isWish = wished < lifetimeMs;
  return (
    <section class="card">
      <h2>{said.wish}</h2>
      <p data-testid="wish">
        {isWish ? said.wishOf(durationText(wished)) : said.wishNone(durationText(lifetimeMs))}
      </p>
      {isWish && <p class="hint">{said.wishKept}</p>}
      <button type="button" class="button plain" onClick={() => go("settings")}>
        {said.change}
      </button>
    </section>
  );
}

function Name({ person }: { readonly person: string }) {
  const said = text.stewards.mine;
  return (
    <section class="card">
      <h2>{said.youAre}</h2>
      <p class="sign large" data-testid="my-sign">
        {signOf(person)}
      </p>
      <label class="field">
        <span>{said.name}</span>
        <input
          class="address"
          readOnly
          autoComplete="off"
          value={person}
          data-testid="my-name"
          onFocus={(event) => event.currentTarget.select()}
        />
      </label>
      <p class="hint">{said.nameHint}</p>
      <Copy what={person} texts={said} />
    </section>
  );
}
