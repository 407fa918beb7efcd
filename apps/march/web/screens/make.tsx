/** Makes a march: its name, which stays in the link, how long it lasts, when positions go. */
import { useState } from "preact/hooks";
import { tidied } from "../../src/model.ts";
import type { App } from "../app.ts";
import { NAME_CHARS_MAX, readContingents } from "../link.ts";
import { Choices } from "../parts/choices.tsx";
import { Field } from "../parts/field.tsx";
import { Form } from "../parts/form.tsx";
import { refusalText } from "../parts/refusal.ts";
import { Screen } from "../parts/screen.tsx";
import { text } from "../text.ts";

const HOURS = [2, 4, 8, 12, 24] as const;
const CONTINGENTS_CHARS_MAX = 300;
const AT_FIRST = { name: "", contingents: "", hours: 4, lifetimeSeconds: 1_800 };

type Wish = typeof AT_FIRST;

export function MakeScreen({ app }: { readonly app: App }) {
  const [wish, setWish] = useState<Wish>(AT_FIRST);
  const run = (): Promise<string | null> => {
    const { name, contingents, hours, lifetimeSeconds } = wish;
    const wished = readContingents(contingents);
    const names = {
      name: tidied(name, NAME_CHARS_MAX),
      // In the link: phones of another language would each suggest their own.
      contingents: wished.length > 0 ? wished : text.join.suggestions,
    };
    return refusalText(app, () => app.make({ ...names, hours, lifetimeSeconds }));
  };
  return (
    <Screen heading={text.make.heading}>
      <Form submit={text.make.submit} busy={text.make.busy} testId="make-submit" run={run}>
        <Names wish={wish} onChange={setWish} />
        <Times wish={wish} onChange={setWish} />
      </Form>
    </Screen>
  );
}

interface WishProps {
  readonly wish: Wish;
  readonly onChange: (wish: Wish) => void;
}

function Names({ wish, onChange }: WishProps) {
  return (
    <>
      <Field
        label={text.make.name}
        hint={text.make.nameHint}
        value={wish.name}
        charsMax={NAME_CHARS_MAX}
        testId="name"
        onType={(name) => onChange({ ...wish, name })}
      />
      <Field
        label={text.make.contingents}
        hint={text.make.contingentsHint}
        example={text.make.contingentsExample}
        value={wish.contingents}
        charsMax={CONTINGENTS_CHARS_MAX}
        testId="contingents"
        onType={(contingents) => onChange({ ...wish, contingents })}
      />
    </>
  );
}

function Times({ wish, onChange }: WishProps) {
  return (
    <>
      <Choices
        legend={text.make.hours}
        name="hours"
        isScale
        values={HOURS.map((hours) => [hours, text.duration.hours(hours, 0)] as const)}
        chosen={wish.hours}
        onChoose={(hours) => onChange({ ...wish, hours })}
      />
      <Choices
        legend={text.make.lifetime}
        hint={text.make.lifetimeHint}
        name="lifetime"
        isScale
        values={text.make.lifetimes}
        chosen={wish.lifetimeSeconds}
        onChoose={(lifetimeSeconds) => onChange({ ...wish, lifetimeSeconds })}
      />
    </>
  );
}
