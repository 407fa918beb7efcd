/** Joins the march in the address as a display: it shows everyone and shares nothing. */
import type { App } from "../app.ts";
import type { Link } from "../link.ts";
import { Form } from "../parts/form.tsx";
import { refusalText } from "../parts/refusal.ts";
import { Screen } from "../parts/screen.tsx";
import { go, swap } from "../route.ts";
import { text } from "../text.ts";

interface WatchProps {
  readonly app: App;
  readonly link: Link;
}

export function WatchScreen({ app, link }: WatchProps) {
  const run = (): Promise<string | null> =>
    refusalText(app, () => app.join(link, text.watch.contingent));
  return (
    <Screen heading={text.watch.heading(link.name)} onBack={() => swap("home", "/march")}>
      <Form submit={text.watch.submit} busy={text.join.busy} testId="join" run={run}>
        <p class="card plain-card">{text.watch.what}</p>
      </Form>
      <button type="button" class="button quiet" onClick={() => go("security")}>
        {text.start.security}
      </button>
    </Screen>
  );
}
