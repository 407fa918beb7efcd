/** The invite as a QR code and as a link to share; for stewards also one that only watches. */
import { useState } from "preact/hooks";
import type { App } from "../app.ts";
import type { KeptMarch } from "../kept-march.ts";
import { writeLink } from "../link.ts";
import { Trouble, useAction } from "../parts/action.tsx";
import { QrCode } from "../parts/qr-code.tsx";
import { refusalText } from "../parts/refusal.ts";
import { Screen } from "../parts/screen.tsx";
import { swap } from "../route.ts";
import { text } from "../text.ts";

interface InviteProps {
  readonly app: App;
  readonly march: KeptMarch;
}

export function InviteScreen({ app, march }: InviteProps) {
  const { id, invite, name, contingents } = march;
  const url = writeLink(location.origin, { id, invite, name, contingents, isDisplay: false });
  const steward = app.openMarch.value?.isSteward === true ? app.openMarch.value : null;
  return (
    <Screen heading={text.invite.heading}>
      <p>{text.invite.what}</p>
      <Shared url={url} name={name === "" ? text.march.untitled : name} />
      {march.joined === null && (
        <div class="foot">
          <button
            type="button"
            class="button primary"
            data-testid="join-myself"
            onClick={() => swap("home", `/march/${id}`)}
          >
            {text.invite.next}
          </button>
        </div>
      )}
      {steward !== null && (
        <Display app={app} make={() => app.displayInvite(steward)} march={march} />
      )}
    </Screen>
  );
}

/** Copies, and returns what to say of it. */
async function copy(url: string): Promise<string> {
  const copied = await navigator.clipboard.writeText(url).then(
    () => true,
    () => false,
  );
  return copied ? text.invite.copied : text.invite.notCopied;
}

function share(title: string, url: string): void {
  // Refused or put away by the person: both are answers, and neither needs one.
  void navigator.share({ title, url }).catch(() => undefined);
}

function Shared({ url, name }: { readonly url: string; readonly name: string }) {
  const [said, setSaid] = useState("");
  return (
    <>
      <QrCode text={url} label={text.invite.qr(name)} />
      <label class="field">
        <span>{text.invite.link}</span>
        <input
          class="address"
          readOnly
          value={url}
          data-testid="invite-link"
          onFocus={(event) => event.currentTarget.select()}
        />
      </label>
      <div class="pair">
        {"share" in navigator && (
          <button type="button" class="button plain" onClick={() => share(name, url)}>
            {text.invite.share}
          </button>
        )}
        <button
          type="button"
          class="button plain"
          data-testid="copy"
          onClick={() => void copy(url).then(setSaid)}
        >
          {text.invite.copy}
        </button>
      </div>
      <p class="said" role="status">
        {said}
      </p>
    </>
  );
}

interface DisplayProps extends InviteProps {
  readonly make: () => Promise<string>;
}

function Display({ app, make, march }: DisplayProps) {
  const [url, setUrl] = useState<string | null>(null);
  const { isBusy, said, start } = useAction(() =>
    refusalText(app, async () => {
      const { id, name } = march;
      const link = { id, invite: await make(), name, contingents: [], isDisplay: true };
      setUrl(writeLink(location.origin, link));
    }),
  );
  return (
    <section class="card">
      <h2>{text.invite.display}</h2>
      <p class="hint">{text.invite.displayWhat}</p>
      <Trouble said={said} />
      {url === null ? (
        <button
          type="button"
          class="button plain"
          aria-disabled={isBusy}
          data-testid="make-display"
          onClick={() => void start()}
        >
          {text.invite.displayMake}
        </button>
      ) : (
        <Shared url={url} name={text.invite.display} />
      )}
    </section>
  );
}
