/** Joins the march in the address: which contingent, and what it will mean to share. */
import { useState } from "preact/hooks";
import { CONTINGENT_CHARS_MAX, tidied } from "../../src/model.ts";
import { durationText } from "../age.ts";
import type { App } from "../app.ts";
import { meantBy } from "../known-contingents.ts";
import type { Link } from "../link.ts";
import { Choices } from "../parts/choices.tsx";
import { Field } from "../parts/field.tsx";
import { Form } from "../parts/form.tsx";
import { refusalText } from "../parts/refusal.ts";
import { Screen } from "../parts/screen.tsx";
import { go, swap } from "../route.ts";
import { text } from "../text.ts";

/** The choice that lets one type another name. */
const OWN = "";

interface JoinProps {
  readonly app: App;
  readonly link: Link;
}

export function JoinScreen({ app, link }: JoinProps) {
  const kept = app.find(link.id);
  const offered = link.contingents.length > 0 ? link.contingents : (kept?.contingents ?? []);
  const [chosen, setChosen] = useState<string | null>(offered.length === 1 ? offered[0]! : null);
  const [own, setOwn] = useState("");
  const run = async (): Promise<string | null> => {
    const name = tidied(chosen === OWN ? own : (chosen ?? ""), CONTINGENT_CHARS_MAX);
    if (name === "") return text.join.contingentMissing;
    const known = offered.map((one) => ({ contingent: one, name: one }));
    return refusalText(app, () => app.join(link, meantBy(name, known)?.contingent ?? name));
  };
  return (
    <Screen
      heading={text.join.heading(link.name === "" ? (kept?.name ?? "") : link.name)}
      onBack={() => swap("home", "/march")}
    >
      <Form submit={text.join.submit} busy={text.join.busy} testId="join" run={run}>
        <Contingents
          offered={offered.length > 0 ? offered : text.join.suggestions}
          chosen={chosen}
          onChoose={setChosen}
        />
        {chosen === OWN && (
          <Field
            label={text.join.contingent}
            value={own}
            charsMax={CONTINGENT_CHARS_MAX}
            testId="contingent"
            onType={setOwn}
          />
        )}
        <Meaning lifetimeMs={kept?.lifetimeMs ?? link.lifetimeMs} />
      </Form>
      <button type="button" class="button quiet" onClick={() => go("security")}>
        {text.start.security}
      </button>
    </Screen>
  );
}

interface ContingentsProps {
  readonly offered: readonly string[];
  readonly chosen: string | null;
  readonly onChoose: (name: string) => void;
}

function Contingents({ offered, chosen, onChoose }: ContingentsProps) {
  return (
    <Choices
      legend={text.join.contingent}
      hint={text.join.contingentHint}
      name="contingent"
      values={[...offered.map((name) => [name, name] as const), [OWN, text.join.own]]}
      chosen={chosen}
      onChoose={onChoose}
    />
  );
}

/** A link that somebody shortened by hand may not say how long: then the node's longest counts. */
function Meaning({ lifetimeMs }: { readonly lifetimeMs: number | null }) {
  const lifetime = lifetimeMs === null ? text.join.lifetimeUnknown : `${durationText(lifetimeMs)}.`;
  return (
    <p class="card plain-card">
      {text.join.what} {lifetime} <strong>{text.join.notYet}</strong>
    </p>
  );
}
