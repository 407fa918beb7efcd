/** A viewer as the coordinator holds it. */
import { fileURLToPath } from "node:url";
import type { SimulationFault } from "./fault.ts";
import type { FromViewer, Setup, Told, ToViewer } from "./message.ts";
import { TalkingProcess } from "./talking-process.ts";
import type { Life } from "./wait.ts";

const SCRIPT = fileURLToPath(new URL("viewer.ts", import.meta.url));

export interface ViewerProcessOptions {
  /** From 1. */
  readonly number: number;
  readonly setup: Setup;
  readonly life: Life;
  /** Hears every tick's report. */
  readonly onTick: (viewer: string, report: Told<"tick">) => void;
  /** The viewer has ended before it was told to, or cannot go on. */
  readonly onLost: (fault: SimulationFault) => void;
}

export type ViewerProcess = TalkingProcess<FromViewer, ToViewer>;

export function startViewer({ number, setup, life, onTick, onLost }: ViewerProcessOptions) {
  const name = `viewer ${number} (${setup.face})`;
  const onSaid = (message: FromViewer): void => {
    if (message.is === "tick") onTick(name, message);
  };
  const viewer: ViewerProcess = new TalkingProcess({ name, script: SCRIPT, life, onSaid, onLost });
  viewer.tell(setup);
  return viewer;
}
