/** Leaves the march: asks, and asks once more when one's pin could not be taken away. */
import { useState } from "preact/hooks";
import type { App } from "../app.ts";
import type { OpenMarch } from "../open-march.ts";
import { Confirm } from "../parts/confirm.tsx";
import { timeText } from "../parts/time.ts";
import { mayResign } from "../steward-actions.ts";
import { text } from "../text.ts";

interface LeaveProps {
  readonly app: App;
  readonly openMarch: OpenMarch;
  readonly onClose: () => void;
}

export function LeaveDialog({ app, openMarch, onClose }: LeaveProps) {
  const [isAsked, setAsked] = useState(false);
  const run = async (): Promise<string | null> => {
    if (isAsked) return app.leaveAnyway(openMarch).then(() => null);
    const until = await app.leave(openMarch);
    if (until === null) return null;
    setAsked(true);
    return text.leave.stays(timeText(until, openMarch.nodeNowMs.value));
  };
  return (
    <Confirm
      texts={isAsked ? { ...text.leave, ...text.leave.anyway } : text.leave}
      note={noteOf(openMarch)}
      run={run}
      onClose={onClose}
    />
  );
}

function noteOf({ stewardship, joined }: OpenMarch): string | null {
  if (!stewardship.isMine) return null;
  const isOneOfMany = mayResign({ me: joined.person, stewards: stewardship.known });
  return isOneOfMany ? text.leave.steward : text.leave.lastSteward;
}
