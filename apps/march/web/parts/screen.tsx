/** A screen of text: a way back, a heading that takes the focus, and what stands below it. */
import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { back } from "../route.ts";
import { text } from "../text.ts";
import { Icon } from "./icon.tsx";

interface ScreenProps {
  readonly heading: string;
  readonly children: ComponentChildren;
  /** False on the first screen of all. */
  readonly hasBack?: boolean;
  readonly onBack?: () => void;
}

export function Screen({ heading, children, hasBack = true, onBack = back }: ScreenProps) {
  const title = useHeadingFocus(hasBack);
  return (
    <main class="screen">
      <header class="screen-head">
        {hasBack && (
          <button type="button" class="icon-button" aria-label={text.back} onClick={onBack}>
            <Icon name="back" />
          </button>
        )}
        <h1 ref={title} tabIndex={-1}>
          {heading}
        </h1>
      </header>
      {children}
    </main>
  );
}

/** So that a screen reader begins to read where the new screen does. */
function useHeadingFocus(isWanted: boolean) {
  const title = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (isWanted) title.current?.focus();
    scrollTo(0, 0);
  }, [isWanted]);
  return title;
}
