/** Milliseconds between two polls of a project: something waits or runs / active lately / quiet. */
export interface Pace {
  readonly hotMs: number;
  readonly warmMs: number;
  readonly coldMs: number;
}

/** What is known of a project's webhooks; epoch ms, `undefined`: never. */
export interface HookSigns {
  /** When the newest event arrived. */
  readonly arrivedAt?: number | undefined;
  /** When the newest event arrived that told of a deployment that waits, or of a vote: GitLab 19.3 and later. */
  readonly approvalsAt?: number | undefined;
  /** When a poll last found what an event had announced; withdrawn by a change that none announced. */
  readonly foundAt?: number | undefined;
}

/** What the last poll saw. */
export interface Outlook {
  /** Somebody waits, or something runs. */
  readonly hot: boolean;
  /** A deployment waits for approval or to be run: what becomes of it leaves no trace in the list. */
  readonly waits: boolean;
  /** Epoch ms of the newest change. */
  readonly changedAt: number;
}

const MINUTE = 60_000;
/** Events are believed in for so long after the last one; silence says nothing, since a hook can be switched off. */
const BELIEVED_FOR_MS = 24 * 60 * MINUTE;
/** A project with a change this recent is active. */
const WARM_FOR_MS = 60 * MINUTE;
/** Polling only makes up for lost events where they arrive. */
const WITH_HOOKS: Pace = { hotMs: MINUTE, warmMs: 5 * MINUTE, coldMs: 15 * MINUTE };

/** The slowest pace of all, ms. */
export const longestPace = ({ coldMs }: Pace): number => Math.max(coldMs, WITH_HOOKS.coldMs);

/** How busy a project is. */
export function warmthOf({ hot, changedAt }: Outlook, now: number): 'hot' | 'warm' | 'cold' {
  if (hot) return 'hot';
  return now - changedAt < WARM_FOR_MS ? 'warm' : 'cold';
}

/**
 * How long until a project is polled again. Events that arrive and prove true make polling slower, never faster than
 * configured; a deployment that waits is read again at the full pace unless GitLab announces approvals as well.
 * @param now epoch ms
 * @returns milliseconds
 */
export function pollPace(pace: Pace, hooks: HookSigns, outlook: Outlook, now: number): number {
  const within = (at: number | undefined, ms: number): boolean => at !== undefined && now - at < ms;
  const told = outlook.waits ? within(hooks.approvalsAt, BELIEVED_FOR_MS) : true;
  const alive = told && within(hooks.arrivedAt, BELIEVED_FOR_MS) && within(hooks.foundAt, BELIEVED_FOR_MS);
  const kind = `${warmthOf(outlook, now)}Ms` as const;
  return alive ? Math.max(pace[kind], WITH_HOOKS[kind]) : pace[kind];
}
