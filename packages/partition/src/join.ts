/**
 * Joining a group: the store, the rules and the application put together.
 *
 *     store ◄──calls── Loop (the rules) ──effects──► Membership ──► Views, Holder ──► application
 *
 * Rules P1, P8, P13: docs/spec/partition.md.
 */
import type { FencedGroup, Group } from "./group.ts";
import { Membership } from "./membership.ts";
import { checkLabel, checkName, checkPartitions } from "./names.ts";
import { type Ports, systemPorts } from "./ports.ts";
import type { GroupStore, Store } from "./store.ts";

export interface JoinOptions {
  /** How many numbered partitions the group shares out. Without it the group only numbers its members. */
  readonly partitions?: number;
  /** Every effect of every member goes through a transaction: then the dead are replaced at once. */
  readonly fenced?: boolean;
  /** Who this member is, to people who look at the group: at most 300 bytes. */
  readonly label?: string;
  /** What each partition weighs, from 0 to 1e12, for a fairer choice of those that move. */
  readonly weigh?: (key: string) => number;
  /** Leaves the group when it is aborted. */
  readonly signal?: AbortSignal;
  readonly ports?: Ports;
}

/**
 * Becomes a member. Resolves when the group has taken it in; `views` and `owned` tell what it may
 * do. Throws `bad_input`, `group_differs`, `database_older`, `database_unfit`, `server_older`,
 * `database_rights` and `database_unavailable`, which is said after 10 s where nothing answers;
 * nothing is left behind then.
 */
export function join<Transaction>(
  store: Store<Transaction>,
  name: string,
  options: JoinOptions & { readonly fenced: true },
): Promise<FencedGroup<Transaction>>;
export function join<Transaction>(
  store: Store<Transaction>,
  name: string,
  options?: JoinOptions & { readonly fenced?: false },
): Promise<Group<Transaction>>;
/** Which of the two it is shows at run time only. */
export function join<Transaction>(
  store: Store<Transaction>,
  name: string,
  options: JoinOptions,
): Promise<FencedGroup<Transaction>>;
export async function join<Transaction>(
  store: Store<Transaction>,
  name: string,
  options: JoinOptions = {},
): Promise<Group<Transaction>> {
  const { partitions = 0, fenced = false, label = "", weigh = null, signal } = options;
  checkName(name);
  checkLabel(label);
  if (options.partitions !== undefined) checkPartitions(partitions);
  signal?.throwIfAborted();
  const ports = options.ports ?? systemPorts;
  const settings = { partitions, fenced };
  let membership: Membership<Transaction> | null = null;
  const opening = store.open({
    name,
    settings,
    label,
    listener: {
      changed: () => membership?.changed(),
      freed: () => membership?.freed(),
      dropped: (id) => membership?.dropped(id),
    },
  });
  const groupStore = await openedUnlessAborted(opening, signal);
  membership = new Membership({ name, settings, ports, weigh, store: groupStore });
  await membership.start(signal);
  return membership;
}

/** What opens after that is closed. */
async function openedUnlessAborted<Transaction>(
  opening: Promise<GroupStore<Transaction>>,
  signal: AbortSignal | undefined,
): Promise<GroupStore<Transaction>> {
  if (signal === undefined) return opening;
  const aborted = Promise.withResolvers<never>();
  const abort = () => aborted.reject(signal.reason);
  signal.addEventListener("abort", abort, { once: true });
  try {
    return await Promise.race([opening, aborted.promise]);
  } catch (error) {
    opening.then((late) => late.close()).catch(() => {});
    throw error;
  } finally {
    signal.removeEventListener("abort", abort);
  }
}
