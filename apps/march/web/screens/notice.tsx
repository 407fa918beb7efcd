/** Says in the middle of the screen why it does not go on, and what to do. */
import type { NoticeName } from "../notice.ts";
import { Screen } from "../parts/screen.tsx";
import { text } from "../text.ts";

interface NoticeProps {
  readonly name: NoticeName;
  /** Absent where nothing of the page works. */
  readonly home?: () => void;
  /** Loads the newest page that there is. */
  readonly renew?: () => void;
  /** Where there is something of the march on this phone that is no use any more. */
  readonly forget?: () => void;
}

export function Notice({ name, home, forget, renew = () => location.reload() }: NoticeProps) {
  const { heading, what } = text.notice[name];
  const isReload = name === "outdated" || name === "broken";
  return (
    <Screen heading={heading} hasBack={false}>
      <p class="large" data-testid="notice" data-notice={name}>
        {what}
      </p>
      {name === "insecure" && <WithoutHttps />}
      {isReload && (
        <button type="button" class="button primary" onClick={renew}>
          {text.notice.reload}
        </button>
      )}
      {name === "removed" && forget !== undefined && (
        <button type="button" class="button primary" data-testid="forget" onClick={forget}>
          {text.notice.removed.forget}
        </button>
      )}
      {home !== undefined && (
        <button type="button" class="button plain" onClick={home}>
          {text.notice.home}
        </button>
      )}
    </Screen>
  );
}

/** For whoever got the link, and for whoever runs the server. */
function WithoutHttps() {
  const { doesNot, missing, person, personWhat, operator, operatorWhat } = text.notice.insecure;
  return (
    <>
      <section class="prose">
        <h2>{doesNot}</h2>
        <List points={missing} />
      </section>
      <section class="card">
        <h2>{person}</h2>
        <p>{personWhat}</p>
      </section>
      <section class="card prose">
        <h2>{operator}</h2>
        <List points={operatorWhat} />
      </section>
    </>
  );
}

function List({ points }: { readonly points: readonly string[] }) {
  return (
    <ul>
      {points.map((point) => (
        <li key={point}>{point}</li>
      ))}
    </ul>
  );
}
