/** Joins the march in the address: which contingent, and what it will mean to share. */
import { useState } from "preact/hooks";
import { CONTINGENT_CHARS_MAX } from "../../src/model.ts";
import { durationText } from "../age.ts";
import type { App } from "../app.ts";
import type { Link } from "../link.ts";
import { tidy } from "../link.ts";
import { Trouble, useAction } from "../parts/action.tsx";
import { Choices } from "../parts/choices.tsx";
import { refusalText } from "../parts/refusal.ts";
import { Screen } from "../parts/screen.tsx";
import { go, swap } from "../route.ts";
import { text } from "../text.ts";

const OWN = "";

interface JoinProps {
  readonly app: App;
  readonly link: Link;
}

export function JoinScreen({ app, link }: JoinProps) {
  const kept = app.find(link.id);
  const offered = link.contingents.length > 0 ? link.contingents : (kept?.contingents ?? []);
  const suggestions = offered.length > 0 ? offered : text.join.suggestions;
  const [chosen, setChosen] = useState<string | null>(offered.length === 1 ? offered[0]! : null);
  const [own, setOwn] = useState("");
  const contingent = tidy(chosen === OWN ? own : (chosen ?? ""), CONTINGENT_CHARS_MAX);
  const { isBusy, said, start } = useAction(async () => {
    if (contingent === "") return text.join.contingentMissing;
    return refusalText(app, () => app.join(link, contingent));
  });
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    void start();
  };
  const lifetime = kept === null ? text.join.lifetimeUnknown : `${durationText(kept.lifetimeMs)}.`;
  return (
    <Screen
      heading={text.join.heading(link.name === "" ? (kept?.name ?? "") : link.name)}
      onBack={() => swap("home", "/march")}
    >
      <form onSubmit={submit}>
        <Choices
          legend={text.join.contingent}
          hint={text.join.contingentHint}
          name="contingent"
          values={[...suggestions.map((name) => [name, name] as const), [OWN, text.join.own]]}
          chosen={chosen}
          onChoose={setChosen}
        />
        {chosen === OWN && (
          <label class="field">
            <span>{text.join.contingent}</span>
            <input
              value={own}
              maxLength={CONTINGENT_CHARS_MAX}
              autoComplete="off"
              data-testid="contingent"
              onInput={(event) => setOwn(event.currentTarget.value)}
            />
          </label>
        )}
        <p class="card plain-card">
          {text.join.what} {lifetime} <strong>{text.join.notYet}</strong>
        </p>
        <Trouble said={said} />
        <div class="foot">
          <button type="submit" class="button primary" aria-disabled={isBusy} data-testid="join">
            {isBusy ? text.join.busy : text.join.submit}
          </button>
        </div>
      </form>
      <button type="button" class="button quiet" onClick={() => go("security")}>
        {text.start.security}
      </button>
    </Screen>
  );
}
