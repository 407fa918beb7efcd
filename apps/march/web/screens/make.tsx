/** Makes a march: its name, which stays in the link, how long it lasts, when positions go. */
import { useState } from "preact/hooks";
import type { App } from "../app.ts";
import { NAME_CHARS_MAX, readContingents, tidy } from "../link.ts";
import { Trouble, useAction } from "../parts/action.tsx";
import { Choices } from "../parts/choices.tsx";
import { refusalText } from "../parts/refusal.ts";
import { Screen } from "../parts/screen.tsx";
import { text } from "../text.ts";

const HOURS = [2, 4, 8, 12, 24] as const;
const HOURS_USUAL = 4;
const LIFETIME_S_USUAL = 1_800;

export function MakeScreen({ app }: { readonly app: App }) {
  const [name, setName] = useState("");
  const [contingents, setContingents] = useState("");
  const [hours, setHours] = useState<number>(HOURS_USUAL);
  const [lifetimeSeconds, setLifetime] = useState<number>(LIFETIME_S_USUAL);
  const { isBusy, said, start } = useAction(() =>
    refusalText(app, () =>
      app.make({
        name: tidy(name, NAME_CHARS_MAX),
        contingents: readContingents(contingents),
        hours,
        lifetimeSeconds,
      }),
    ),
  );
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    void start();
  };
  return (
    <Screen heading={text.make.heading}>
      <form onSubmit={submit}>
        <label class="field">
          <span>{text.make.name}</span>
          <input
            value={name}
            maxLength={NAME_CHARS_MAX}
            autoComplete="off"
            data-testid="name"
            onInput={(event) => setName(event.currentTarget.value)}
          />
        </label>
        <p class="hint">{text.make.nameHint}</p>
        <label class="field">
          <span>{text.make.contingents}</span>
          <input
            value={contingents}
            autoComplete="off"
            placeholder={text.make.contingentsExample}
            data-testid="contingents"
            onInput={(event) => setContingents(event.currentTarget.value)}
          />
        </label>
        <p class="hint">{text.make.contingentsHint}</p>
        <Choices
          legend={text.make.hours}
          name="hours"
          values={HOURS.map((hours) => [hours, text.duration.hours(hours, 0)] as const)}
          chosen={hours}
          onChoose={setHours}
        />
        <Choices
          legend={text.make.lifetime}
          hint={text.make.lifetimeHint}
          name="lifetime"
          values={text.make.lifetimes}
          chosen={lifetimeSeconds}
          onChoose={setLifetime}
        />
        <Trouble said={said} />
        <div class="foot">
          <button
            type="submit"
            class="button primary"
            aria-disabled={isBusy}
            data-testid="make-submit"
          >
            {isBusy ? text.make.busy : text.make.submit}
          </button>
        </div>
      </form>
    </Screen>
  );
}
