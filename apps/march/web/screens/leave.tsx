/** Leaves the march: asks, and asks once more when one's pin could not be taken away. */
import { useState } from "preact/hooks";
import type { App } from "../app.ts";
import { Confirm } from "../parts/confirm.tsx";
import { timeText } from "../parts/time.ts";
import type { Session } from "../session.ts";
import { text } from "../text.ts";

interface LeaveProps {
  readonly app: App;
  readonly session: Session;
  readonly onClose: () => void;
}

export function LeaveDialog({ app, session, onClose }: LeaveProps) {
  const [isAsked, setAsked] = useState(false);
  const run = async (): Promise<string | null> => {
    if (isAsked) return app.leaveAnyway(session).then(() => null);
    const until = await app.leave(session);
    if (until === null) return null;
    setAsked(true);
    return text.leave.stays(timeText(until, session.nodeNowMs.value));
  };
  return (
    <Confirm
      texts={isAsked ? { ...text.leave, ...text.leave.anyway } : text.leave}
      note={session.isSteward ? text.leave.steward : null}
      run={run}
      onClose={onClose}
    />
  );
}
