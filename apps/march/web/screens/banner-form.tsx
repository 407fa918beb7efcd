/** A contingent's name and colour. */
import { useState } from "preact/hooks";
import { CONTINGENT_CHARS_MAX, tidied } from "../../src/model.ts";
import { type Banner, COLOURS } from "../../src/models/banners.ts";
import { isTaken } from "../contingent-names.ts";
import type { OpenMarch } from "../open-march.ts";
import { Field } from "../parts/field.tsx";
import { Form } from "../parts/form.tsx";
import { Swatch } from "../parts/swatch.tsx";
import { text } from "../text.ts";

type Wish = Pick<Banner, "name" | "colour">;

interface BannerFormProps {
  readonly openMarch: OpenMarch;
  /** As it is now. */
  readonly at: Wish;
  /** The contingent that is named; null for a new one. */
  readonly own: string | null;
  readonly submit: readonly [label: string, busy: string];
  /** Returns what to say of a failure, or null. */
  readonly run: (wish: Wish) => Promise<string | null>;
}

export function BannerForm({ openMarch, at, own, submit, run }: BannerFormProps) {
  const [wish, setWish] = useState<Wish>(at);
  const place = own === null ? "new" : "own";
  const start = (): Promise<string | null> => {
    const name = tidied(wish.name, CONTINGENT_CHARS_MAX);
    if (name === "") return Promise.resolve(text.contingents.nameMissing);
    // What a new one is called may mean one that there is: whoever asks for it goes there.
    if (own !== null && isTaken(name, openMarch.contingents.value, own)) {
      return Promise.resolve(text.alerts.refused.why.taken);
    }
    return run({ ...wish, name });
  };
  return (
    <Form submit={submit[0]} busy={submit[1]} testId={`banner-${place}`} run={start}>
      <Field
        label={text.contingents.name}
        value={wish.name}
        charsMax={CONTINGENT_CHARS_MAX}
        testId={`name-${place}`}
        onType={(name) => setWish({ ...wish, name })}
      />
      <Colours place={place} at={wish.colour} onChoose={(colour) => setWish({ ...wish, colour })} />
    </Form>
  );
}

interface ColoursProps {
  readonly place: string;
  readonly at: number;
  readonly onChoose: (colour: number) => void;
}

function Colours({ place, at, onChoose }: ColoursProps) {
  return (
    <fieldset class="choices">
      <legend>{text.contingents.colour}</legend>
      <div class="chips">
        {Array.from({ length: COLOURS }, (_, colour) => (
          <label class="chip" key={text.contingents.colours[colour]}>
            <input
              type="radio"
              autoComplete="off"
              name={`colour-${place}`}
              checked={colour === at}
              onChange={() => onChoose(colour)}
            />
            <span class="colour-chip">
              <Swatch colour={colour} /> {text.contingents.colours[colour]}
            </span>
          </label>
        ))}
      </div>
      <p class="hint">{text.contingents.colourHint}</p>
    </fieldset>
  );
}
