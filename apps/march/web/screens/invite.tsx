/**
 * The invite as a QR code and as a link to share; for stewards also one that only watches. Where
 * no other device can open the address, it says so instead of showing a code that leads nowhere.
 *
 * Rule W27: docs/spec/march-page.md.
 */
import { useState } from "preact/hooks";
import type { App } from "../app.ts";
import { inviteToPass } from "../kept-links.ts";
import type { KeptMarch } from "../kept-march.ts";
import { isLocal, writeLink } from "../link.ts";
import { Trouble, useAction } from "../parts/action.tsx";
import { Copy } from "../parts/copy.tsx";
import { decidedText } from "../parts/decided.ts";
import { QrCode } from "../parts/qr-code.tsx";
import { Screen } from "../parts/screen.tsx";
import { swap } from "../route.ts";
import { text } from "../text.ts";
import { useLinks } from "./use-links.ts";

interface InviteProps {
  readonly app: App;
  readonly march: KeptMarch;
}

export function InviteScreen({ app, march }: InviteProps) {
  const { id, name } = march;
  const steward = app.openMarch.value?.isSteward === true ? app.openMarch.value : null;
  const { told } = useLinks(steward, march.links);
  const invite = inviteToPass(march.invite, march.links, told);
  return (
    <Screen heading={text.invite.heading}>
      {isLocal(location.hostname) ? <Local /> : <p>{text.invite.what}</p>}
      {invite === null ? (
        <Closed />
      ) : (
        <Shared
          url={linkTo({ ...march, invite })}
          name={name || text.march.untitled}
          texts={text.invite}
        />
      )}
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
        <>
          <Display make={() => app.newLink(steward, "display", "")} march={march} />
          <button type="button" class="button quiet" onClick={() => swap("links")}>
            {text.stewards.invites.heading}
          </button>
        </>
      )}
    </Screen>
  );
}

function linkTo({ id, invite, name, contingents, lifetimeMs }: KeptMarch): string {
  const link = { id, invite, name, contingents, lifetimeMs, isDisplay: false };
  return writeLink(location.origin, link);
}

function Local() {
  return (
    <div class="card warning" data-testid="local">
      <p>
        <strong>{text.invite.local}</strong>
      </p>
      <p>{text.invite.localWhat}</p>
    </div>
  );
}

/** A steward is not to pass on what lets nobody in. Others are not told which links are closed. */
function Closed() {
  return (
    <>
      <p class="card warning plain-card" data-testid="link-closed">
        {text.stewards.invites.firstClosed}
      </p>
      <button type="button" class="button primary" onClick={() => swap("links")}>
        {text.stewards.invites.makeAnother}
      </button>
    </>
  );
}

function share(title: string, url: string): void {
  // Refused or put away by the person: both are answers, and neither needs one.
  void navigator.share({ title, url }).catch(() => undefined);
}

interface SharedProps {
  readonly url: string;
  readonly name: string;
  /** Two links on one screen are not called the same. */
  readonly texts: Pick<typeof text.invite, "link" | "copy" | "copied" | "notCopied">;
}

/** A link to pass on: as a code, to share, to copy. */
export function Shared({ url, name, texts }: SharedProps) {
  return (
    <>
      {!isLocal(location.hostname) && <QrCode text={url} label={text.invite.qr(name)} />}
      <label class="field">
        <span>{texts.link}</span>
        <input
          class="address"
          readOnly
          autoComplete="off"
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
        <Copy what={url} texts={texts} />
      </div>
    </>
  );
}

interface DisplayProps {
  readonly march: KeptMarch;
  readonly make: () => Promise<string>;
}

function Display({ make, march }: DisplayProps) {
  const [url, setUrl] = useState<string | null>(null);
  const { isBusy, said, start } = useAction(() =>
    decidedText("invite", async () => {
      const { id, name, lifetimeMs } = march;
      const invite = await make();
      const link = { id, invite, name, contingents: [], lifetimeMs, isDisplay: true };
      setUrl(writeLink(location.origin, link));
    }),
  );
  return (
    <section class={url === null ? "card" : "card warning"}>
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
        <Shared
          url={url}
          name={text.invite.display}
          texts={{ ...text.invite, ...text.invite.displayLink }}
        />
      )}
    </section>
  );
}
