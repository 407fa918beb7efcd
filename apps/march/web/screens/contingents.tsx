/**
 * Contingents: one's own with its banner, all that are known with how many share and how far they
 * are, joining another, making one, leaving to march alone.
 *
 * Rule W57: docs/spec/march-page.md.
 */
import { useState } from "preact/hooks";
import type { Banner, SeenContingent } from "../../src/models/banners.ts";
import type { App } from "../app.ts";
import { aloneIn, isAlone, mayName, shownName } from "../contingent-names.ts";
import { meantBy } from "../known-contingents.ts";
import type { OpenMarch } from "../open-march.ts";
import { Confirm } from "../parts/confirm.tsx";
import { wayText } from "../parts/person.ts";
import { refusalText } from "../parts/refusal.ts";
import { Screen } from "../parts/screen.tsx";
import { Swatch } from "../parts/swatch.tsx";
import { text } from "../text.ts";
import { newBytes } from "../vault/random.ts";
import { BannerForm } from "./banner-form.tsx";
import { RefusedNotices } from "./said-notices.tsx";

export interface ContingentsProps {
  readonly app: App;
  readonly openMarch: OpenMarch;
}

export function ContingentsScreen({ app, openMarch }: ContingentsProps) {
  const isLive = openMarch.link.value === "live";
  const [asked, setAsked] = useState<SeenContingent | null>(null);
  return (
    <Screen heading={text.contingents.heading}>
      <RefusedNotices openMarch={openMarch} />
      {!isLive && (
        <p class="card plain-card" role="status">
          {text.contingents.offline}
        </p>
      )}
      <Mine app={app} openMarch={openMarch} />
      <All openMarch={openMarch} onJoin={setAsked} />
      <Make app={app} openMarch={openMarch} onJoin={setAsked} />
      {asked !== null && (
        <Asked app={app} openMarch={openMarch} one={asked} onClose={() => setAsked(null)} />
      )}
    </Screen>
  );
}

function Mine({ app, openMarch }: ContingentsProps) {
  const { joined, saying } = openMarch;
  const banner = saying.banners.value.get(joined.contingent)?.value;
  return (
    <section class="card" data-testid="my-contingent">
      <p class="hint">{text.contingents.mine}</p>
      <h2 class="named">
        <Swatch colour={banner?.colour ?? null} />{" "}
        {shownName(joined.contingent, saying.banners.value)}
      </h2>
      <Naming openMarch={openMarch} banner={banner} />
      <Leaving app={app} openMarch={openMarch} />
    </section>
  );
}

interface NamingProps extends Pick<ContingentsProps, "openMarch"> {
  readonly banner: Banner | undefined;
}

function Naming({ openMarch, banner }: NamingProps) {
  const [isChanging, setChanging] = useState(false);
  const { joined, saying, contingents, isSteward } = openMarch;
  const { contingent, person } = joined;
  const { save, saving, notMine, rename } = text.contingents;
  if (!mayName({ contingent, me: person, isSteward }, contingents.value)) {
    return isAlone(contingent) ? null : <p class="hint">{notMine}</p>;
  }
  const run = (wish: Pick<Banner, "name" | "colour">): Promise<null> => {
    saying.name(wish);
    setChanging(false);
    return Promise.resolve(null);
  };
  if (isChanging) {
    const at = banner ?? { name: contingent, colour: 0 };
    return (
      <BannerForm
        openMarch={openMarch}
        at={at}
        own={contingent}
        submit={[save, saving]}
        run={run}
      />
    );
  }
  return (
    <button
      type="button"
      class="button plain"
      data-testid="change-banner"
      onClick={() => setChanging(true)}
    >
      {rename}
    </button>
  );
}

/** Alone is a contingent too, of one, that nobody is shown. */
function Leaving({ app, openMarch }: ContingentsProps) {
  const [isAsked, setAsked] = useState(false);
  const { joined, link } = openMarch;
  if (link.value !== "live" || isAlone(joined.contingent)) return null;
  return (
    <>
      <button
        type="button"
        class="button plain"
        data-testid="leave-contingent"
        onClick={() => setAsked(true)}
      >
        {text.contingents.leave}
      </button>
      {isAsked && (
        <Confirm
          texts={text.contingents.leaveAsk}
          run={() => changeTo({ app, openMarch }, aloneIn(newBytes()))}
          onClose={() => setAsked(false)}
        />
      )}
    </>
  );
}

/** Returns what to say of a failure, or null. */
function changeTo({ app, openMarch }: ContingentsProps, contingent: string) {
  return refusalText(app, async () => {
    await app.changeContingent(openMarch, contingent);
  });
}

interface AskedProps extends ContingentsProps {
  readonly one: SeenContingent;
  readonly onClose: () => void;
}

function Asked({ app, openMarch, one, onClose }: AskedProps) {
  const { ask } = text.contingents;
  const own = shownName(openMarch.joined.contingent, openMarch.saying.banners.value);
  return (
    <Confirm
      texts={{ ...ask, heading: ask.heading(one.name), what: ask.what(own) }}
      run={() => changeTo({ app, openMarch }, one.contingent)}
      onClose={onClose}
    />
  );
}

interface JoinProps {
  /** Asks first. */
  readonly onJoin: (one: SeenContingent) => void;
}

function All({ openMarch, onJoin }: Pick<ContingentsProps, "openMarch"> & JoinProps) {
  const all = openMarch.contingents.value;
  return (
    <>
      <h2>{text.contingents.list}</h2>
      {all.length === 0 && <p class="hint">{text.contingents.none}</p>}
      <ul class="rows" data-testid="all-contingents">
        {all.map((one) => (
          <Row openMarch={openMarch} one={one} onJoin={() => onJoin(one)} key={one.contingent} />
        ))}
      </ul>
    </>
  );
}

interface RowProps extends Pick<ContingentsProps, "openMarch"> {
  readonly one: SeenContingent;
  readonly onJoin: () => void;
}

function Row({ openMarch, one, onJoin }: RowProps) {
  const { summaries, sharing, joined, link } = openMarch;
  const from = sharing.fix.value?.place ?? null;
  const summary = summaries.value.find(({ contingent }) => contingent === one.contingent);
  const isMine = one.contingent === joined.contingent;
  const { people, few, here, go, goTo } = text.contingents;
  const rest = [
    one.people === null ? few : people(one.people),
    ...(from === null || summary === undefined ? [] : [wayText(from, summary.place)]),
    ...(isMine ? [here] : []),
  ];
  return (
    <li class="contingent-row" data-name={one.name} data-people={one.people ?? ""}>
      <Swatch colour={one.colour} />
      <span class="row">
        <strong>{one.name}</strong>
        <span>{rest.join(" · ")}</span>
      </span>
      {!isMine && link.value === "live" && (
        <button type="button" class="button plain" aria-label={goTo(one.name)} onClick={onJoin}>
          {go}
        </button>
      )}
    </li>
  );
}

function Make({ app, openMarch, onJoin }: ContingentsProps & JoinProps) {
  const { already, make, makeWhat, makeBusy } = text.contingents;
  const { contingents, joined } = openMarch;
  const run = async (wish: Pick<Banner, "name" | "colour">): Promise<string | null> => {
    const meant = meantBy(wish.name, contingents.value);
    if (meant?.contingent === joined.contingent) return already;
    if (meant !== null) {
      onJoin(meant);
      return null;
    }
    return refusalText(app, async () => {
      const changed = await app.changeContingent(openMarch, wish.name);
      changed?.saying.name(wish);
    });
  };
  return (
    <section class="card">
      <h2>{make}</h2>
      <p class="hint">{makeWhat}</p>
      <BannerForm
        openMarch={openMarch}
        at={{ name: "", colour: 0 }}
        own={null}
        submit={[make, makeBusy]}
        run={run}
      />
    </section>
  );
}
