/**
 * A steward's invite links: one for each group, how many came by it, and closing one.
 *
 * Rule W66: docs/spec/march-page.md.
 */
import { type Signal, useSignal } from "@preact/signals";
import { useState } from "preact/hooks";
import { tidied } from "../../src/model.ts";
import { type LinkLine, linkLines, linkOf } from "../kept-links.ts";
import type { KeptMarch } from "../kept-march.ts";
import { writeLink } from "../link.ts";
import { decidedText } from "../parts/decided.ts";
import { Field } from "../parts/field.tsx";
import { Form } from "../parts/form.tsx";
import { Screen } from "../parts/screen.tsx";
import { codeOf } from "../person-code.ts";
import { text } from "../text.ts";
import { Shared } from "./invite.tsx";
import { NeedsNetwork } from "./needs-network.tsx";
import type { OverMarchProps } from "./over-march.ts";
import { OwnDecision } from "./own-decision.tsx";
import { useLinks } from "./use-links.ts";

const LABEL_CHARS_MAX = 40;

interface LinksProps extends OverMarchProps {
  readonly march: KeptMarch;
}

export function LinksScreen({ app, openMarch, march }: LinksProps) {
  const { told, ask } = useLinks(openMarch, march.links);
  const opened = useSignal<string | null>(null);
  const said = text.stewards.invites;
  return (
    <Screen heading={said.heading}>
      <p>{said.what}</p>
      <NeedsNetwork openMarch={openMarch} />
      <Make app={app} openMarch={openMarch} onMade={hearing(opened)} />
      <ul class="rows">
        {linkLines(march.invite, march.links, told).map((line) => (
          <li key={line.link} data-link={line.link}>
            <Line line={line} opened={opened} openMarch={openMarch} onClosed={() => void ask()} />
            {opened.value === line.link && line.invite !== null && (
              <Shared
                url={urlOf(march, line, line.invite)}
                name={nameOf(line)}
                texts={text.invite}
              />
            )}
          </li>
        ))}
      </ul>
      <p class="hint">{said.since}</p>
    </Screen>
  );
}

function hearing<Value>(of: Signal<Value | null>) {
  return (value: Value): void => {
    of.value = value;
  };
}

interface MakeProps extends OverMarchProps {
  readonly onMade: (link: string) => void;
}

function Make({ app, openMarch, onMade }: MakeProps) {
  const [label, setLabel] = useState("");
  const said = text.stewards.invites;
  const run = async (): Promise<string | null> => {
    const name = tidied(label, LABEL_CHARS_MAX);
    if (name === "") return said.missing;
    return decidedText("invite", async () => {
      onMade(linkOf(await app.newLink(openMarch, "share", name)));
      setLabel("");
    });
  };
  return (
    <section class="card">
      <Form submit={said.make} busy={text.stewards.busy} testId="make-link" run={run}>
        <Field
          label={said.label}
          hint={said.labelHint}
          example={said.labelExample}
          value={label}
          charsMax={LABEL_CHARS_MAX}
          testId="link-label"
          onType={setLabel}
        />
      </Form>
    </section>
  );
}

interface LineProps extends Pick<LinksProps, "openMarch"> {
  readonly line: LinkLine;
  /** The link that is shown. */
  readonly opened: Signal<string | null>;
  readonly onClosed: () => void;
}

function Line({ line, opened, openMarch, onClosed }: LineProps) {
  const said = text.stewards.invites;
  const isAsked = useSignal(false);
  const { link, people, isClosed } = line;
  const put = (): void => {
    isAsked.value = false;
    onClosed();
  };
  return (
    <div class="row link-row">
      <p>
        <strong>{nameOf(line)}</strong>
        <span data-testid="came">
          {people === null ? said.unknown : said.came(people)}
          {isClosed && ` · ${said.closed}`}
        </span>
      </p>
      {!isClosed && <LineButtons line={line} opened={opened} isAsked={isAsked} />}
      {isAsked.value && (
        <OwnDecision openMarch={openMarch} does="revoke" about={link} onClose={put} />
      )}
    </div>
  );
}

interface LineButtonsProps extends Pick<LineProps, "line" | "opened"> {
  readonly isAsked: Signal<boolean>;
}

function LineButtons({ line: { link, invite }, opened, isAsked }: LineButtonsProps) {
  const said = text.stewards.invites;
  const isOpen = opened.value === link;
  const show = (): void => {
    opened.value = isOpen ? null : link;
  };
  const close = (): void => {
    isAsked.value = true;
  };
  return (
    <div class="pair">
      {invite !== null && (
        <button type="button" class="button plain" aria-expanded={isOpen} onClick={show}>
          {isOpen ? said.hide : said.show}
        </button>
      )}
      <button type="button" class="button danger-plain" data-testid="close-link" onClick={close}>
        {said.close}
      </button>
    </div>
  );
}

function nameOf({ kind, label, link }: LinkLine): string {
  const said = text.stewards.invites;
  if (kind === "first") return said.first;
  if (kind === "display") return said.display;
  return kind === "named" ? label : said.other(codeOf(link));
}

function urlOf(march: KeptMarch, { kind }: LinkLine, invite: string): string {
  const { id, name, contingents, lifetimeMs } = march;
  const isDisplay = kind === "display";
  const offered = isDisplay ? [] : contingents;
  return writeLink(location.origin, {
    id,
    invite,
    name,
    contingents: offered,
    lifetimeMs,
    isDisplay,
  });
}
