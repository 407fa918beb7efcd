/** Who the stewards are and what they may do; for stewards also the ways to it. */
import { useSignal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { STEWARDS_MAX } from "../../src/limits.ts";
import { Screen } from "../parts/screen.tsx";
import { signOf } from "../person-sign.ts";
import { go } from "../route.ts";
import { mayResign } from "../steward-actions.ts";
import { text } from "../text.ts";
import { EndDialog } from "./end-march.tsx";
import { EraseDialog } from "./erase.tsx";
import { NeedsNetwork } from "./needs-network.tsx";
import type { OverMarchProps } from "./over-march.ts";
import { OwnDecision } from "./own-decision.tsx";
import { StewardNewsCard } from "./steward-news.tsx";

type Going = "erase" | "resign" | "end";

export function StewardsScreen({ app, openMarch }: OverMarchProps) {
  const said = text.stewards;
  return (
    <Screen heading={said.heading}>
      <StewardNewsCard app={app} openMarch={openMarch} />
      <Who openMarch={openMarch} />
      {openMarch.isSteward && <Desk openMarch={openMarch} />}
      <section class="prose">
        <h2>{said.may}</h2>
        <ul>
          {said.mayList.map((each) => (
            <li key={each}>{each}</li>
          ))}
        </ul>
        <p class="hint">{said.mayNot}</p>
      </section>
    </Screen>
  );
}

function Who({ openMarch: { stewardship, joined } }: Pick<OverMarchProps, "openMarch">) {
  const people = stewardship.people.value;
  const said = text.stewards;
  return (
    <section class="card">
      <h2>{said.who}</h2>
      {people === null && <p class="hint">{said.whoUnknown}</p>}
      <ul class="rows">
        {people?.map((person) => (
          <li class="row" key={person} data-steward={person}>
            <strong class="sign">{signOf(person)}</strong>
            {person === joined.person && <span>{said.you}</span>}
          </li>
        ))}
      </ul>
      <p class="hint">{said.room(STEWARDS_MAX)}</p>
    </section>
  );
}

/** What only a steward sees. */
function Desk({ openMarch }: Pick<OverMarchProps, "openMarch">) {
  const said = text.stewards;
  return (
    <>
      <NeedsNetwork openMarch={openMarch} />
      <Way testId="members" label={said.people} onClick={() => go("members")}>
        {said.peopleWhat}
      </Way>
      <Way testId="links" label={said.links} onClick={() => go("links")}>
        {said.linksWhat}
      </Way>
      <Goings openMarch={openMarch} />
    </>
  );
}

/** To erase all that the march holds, to go oneself, or to end it for all. */
function Goings({ openMarch }: Pick<OverMarchProps, "openMarch">) {
  const asked = useSignal<Going | null>(null);
  const ask = (what: Going | null) => (): void => {
    asked.value = what;
  };
  const { does, onlyOne } = text.stewards;
  const { people, known: stewards } = openMarch.stewardship;
  const isResigning = mayResign({ me: openMarch.joined.person, stewards });
  const isOnlyOne = people.value !== null && !isResigning;
  return (
    <>
      <Danger testId="erase" label={text.erase.yes} onClick={ask("erase")} />
      {isResigning && <Danger testId="resign" label={does.resign.button} onClick={ask("resign")} />}
      {isOnlyOne && (
        <p class="hint" data-testid="only-one">
          {onlyOne}
        </p>
      )}
      <Danger testId="end" label={does.end.button} onClick={ask("end")} />
      {asked.value === "resign" && (
        <OwnDecision openMarch={openMarch} does="resign" onClose={ask(null)} />
      )}
      {asked.value === "erase" && <EraseDialog openMarch={openMarch} onClose={ask(null)} />}
      {asked.value === "end" && <EndDialog openMarch={openMarch} onClose={ask(null)} />}
    </>
  );
}

type DangerProps = Omit<WayProps, "children">;

function Danger({ testId, label, onClick }: DangerProps) {
  return (
    <button type="button" class="button danger-plain" data-testid={testId} onClick={onClick}>
      {label}
    </button>
  );
}

interface WayProps {
  readonly testId: string;
  readonly label: string;
  readonly onClick: () => void;
  readonly children: ComponentChildren;
}

function Way({ testId, label, onClick, children }: WayProps) {
  return (
    <div>
      <button type="button" class="button plain" data-testid={testId} onClick={onClick}>
        {label}
      </button>
      <p class="hint">{children}</p>
    </div>
  );
}
