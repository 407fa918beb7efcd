/**
 * Messages: those of one's contingent, and what stewards tell everyone. A steward reads and
 * moderates every feed.
 *
 * Rules W55, W56: docs/spec/march-page.md.
 */
import { useEffect, useState } from "preact/hooks";
import { tidied } from "../../src/model.ts";
import { POST_CHARS_MAX } from "../../src/models/posts.ts";
import { ageText, durationText } from "../age.ts";
import { type Allowance, TELL_FROM } from "../allowance.ts";
import { shownName } from "../contingent-names.ts";
import type { OpenMarch } from "../open-march.ts";
import { Choices } from "../parts/choices.tsx";
import { Field } from "../parts/field.tsx";
import { Form } from "../parts/form.tsx";
import { Screen } from "../parts/screen.tsx";
import { codeOf } from "../person-code.ts";
import { type ShownPost, unreadOf } from "../shown-posts.ts";
import { text } from "../text.ts";
import { DecideAbout } from "./decide-about.tsx";
import { RefusedNotices } from "./said-notices.tsx";

/** From so few on, what is left of a message is told. */
const CHARS_TOLD = 60;
/** The choice that stands for everyone: no contingent can be called so. */
const ALL = "";

interface FeedProps {
  readonly openMarch: OpenMarch;
}

export function FeedScreen({ openMarch }: FeedProps) {
  const { saying, joined, sharing } = openMarch;
  const own = sharing.mayShare ? joined.contingent : ALL;
  const [chosen, setChosen] = useState(() => firstFeed(openMarch, own));
  const feed = chosen === ALL ? null : chosen;
  // Ages go on, and what expires goes.
  void openMarch.nodeNowMs.value;
  const shown = saying.feed(feed);
  useEffect(() => saying.markRead(shown), [shown.map(({ id }) => id).join()]);
  return (
    <Screen heading={text.feeds.heading}>
      <RefusedNotices openMarch={openMarch} />
      <Offline openMarch={openMarch} />
      <Feeds openMarch={openMarch} own={own} chosen={chosen} onChoose={setChosen} />
      <p class="hint">
        {feed === null ? text.feeds.allWhat : text.feeds.ofContingent(nameOf(openMarch, feed))}
      </p>
      <Writing openMarch={openMarch} feed={feed} key={chosen} />
      <Posts openMarch={openMarch} shown={shown} isAll={feed === null} />
    </Screen>
  );
}

/** What stands here may be old, and what is written waits. */
function Offline({ openMarch }: FeedProps) {
  const { link, sharing } = openMarch;
  // One that was opened without a network goes on connecting.
  if (link.value === "live") return null;
  return (
    <p class="card plain-card" role="status" data-testid="feed-offline">
      {text.feeds.offline} {sharing.mayShare && text.feeds.offlineWrite}
    </p>
  );
}

/** Where something is new, one's own first. */
function firstFeed({ saying }: OpenMarch, own: string): string {
  const read = saying.read.peek();
  const isNewToAll = unreadOf(saying.feed(null), read) > 0;
  const isNewHere = own !== ALL && unreadOf(saying.feed(own), read) > 0;
  return isNewToAll && !isNewHere ? ALL : own;
}

function nameOf({ saying }: OpenMarch, contingent: string): string {
  return shownName(contingent, saying.banners.value);
}

interface FeedsProps extends FeedProps {
  readonly own: string;
  readonly chosen: string;
  readonly onChoose: (feed: string) => void;
}

function Feeds({ openMarch, own, chosen, onChoose }: FeedsProps) {
  const { saying, isSteward } = openMarch;
  const written = [...saying.posts.value.values()].flatMap(({ value: { feed } }) => feed ?? []);
  const others = isSteward ? written : [];
  const feeds = [...new Set([own, ALL, ...others])];
  if (feeds.length === 1) return null;
  const read = saying.read.value;
  const label = (feed: string): string => {
    const name = feed === ALL ? text.feeds.all : nameOf(openMarch, feed);
    const unread = unreadOf(saying.feed(feed === ALL ? null : feed), read);
    return unread > 0 && feed !== chosen ? `${name} · ${text.feeds.unread(unread)}` : name;
  };
  return (
    <Choices
      legend={text.feeds.which}
      name="feed"
      values={feeds.map((feed) => [feed, label(feed)] as const)}
      chosen={chosen}
      onChoose={onChoose}
    />
  );
}

interface WritingProps extends FeedProps {
  readonly feed: string | null;
}

function Writing({ openMarch, feed }: WritingProps) {
  const { saying, joined, sharing, isSteward, march } = openMarch;
  const [typed, setTyped] = useState("");
  if (!sharing.mayShare || (feed === null && !isSteward)) return null;
  if (feed !== null && feed !== joined.contingent) {
    return <p class="hint">{text.feeds.elsewhere(nameOf(openMarch, joined.contingent))}</p>;
  }
  const allowance = saying.postsLeft(feed);
  const run = (): Promise<string | null> => {
    const said = tidied(typed.replaceAll(/\s+/g, " "), POST_CHARS_MAX);
    if (said === "") return Promise.resolve(text.feeds.nothing);
    if (allowance.left === 0) return Promise.resolve(noneText(allowance));
    saying.post(feed, said);
    setTyped("");
    return Promise.resolve(null);
  };
  const charsLeft = POST_CHARS_MAX - typed.length;
  return (
    <Form submit={text.feeds.send} busy={text.feeds.sending} testId="send" run={run}>
      <Field
        label={feed === null ? text.feeds.writeAll : text.feeds.write}
        hint={
          charsLeft <= CHARS_TOLD
            ? text.feeds.charsLeft(charsLeft)
            : text.feeds.what(codeOf(joined.person), durationText(march.lifetimeMs))
        }
        value={typed}
        charsMax={POST_CHARS_MAX}
        testId="message"
        onType={setTyped}
      />
      <Left allowance={allowance} />
    </Form>
  );
}

function noneText({ waitMs }: Allowance): string {
  return waitMs === null ? text.feeds.full : text.feeds.wait(durationText(waitMs));
}

function Left({ allowance }: { readonly allowance: Allowance }) {
  const { left } = allowance;
  if (left > TELL_FROM) return null;
  return (
    <p class="hint" role="status" data-testid="posts-left">
      {left === 0 ? noneText(allowance) : text.feeds.left(left)}
    </p>
  );
}

interface PostsProps extends FeedProps {
  readonly shown: readonly ShownPost[];
  readonly isAll: boolean;
}

function Posts({ openMarch, shown, isAll }: PostsProps) {
  if (shown.length === 0) {
    return (
      <p class="card plain-card" data-testid="feed-empty">
        {isAll ? text.feeds.emptyAll : text.feeds.empty}
      </p>
    );
  }
  return (
    <ul class="rows posts" data-testid="posts" aria-live="polite">
      {shown.map((post) => (
        <PostRow openMarch={openMarch} post={post} key={post.id} />
      ))}
    </ul>
  );
}

function PostRow({ openMarch, post }: FeedProps & { readonly post: ShownPost }) {
  const { nodeNowMs, saying, isSteward } = openMarch;
  const { feeds, list } = text;
  const who = post.isMine ? feeds.you : list.person(codeOf(post.by));
  const when = post.waits ? feeds.waits : ageText(nodeNowMs.value - post.at);
  return (
    <li class="row post" data-waits={post.waits}>
      <p>{post.text}</p>
      <span>
        {post.feed === null && !post.isMine ? feeds.steward : who} · {when}
        {(post.isMine || isSteward) && (
          <button
            type="button"
            class="link-button"
            data-testid="take-back"
            onClick={() => saying.takeBack(post)}
          >
            {post.isMine ? feeds.takeBack : feeds.takeDown}
          </button>
        )}
        <DecideAbout openMarch={openMarch} person={post.by} />
      </span>
    </li>
  );
}
