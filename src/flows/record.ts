import type { AuditAct, AuditEntry } from '../core/audit.ts';
import type { Ports } from '../core/ports/ports.ts';

type Needs = Pick<Ports, 'audit' | 'clock' | 'once'>;

/** A line without its moment. */
export type Line = Omit<AuditEntry, 'at'>;

/**
 * Puts one line on the audit trail, at this moment. A Redis that is away fails nothing: the line waits for it.
 * @param id a line of this id is written once, however often it is recorded
 */
export const record = (ports: Pick<Needs, 'audit' | 'clock'>, entry: Line, id?: string): Promise<void> =>
  ports.audit.append({ at: ports.clock.now(), ...entry }, id);

/** What may be told of a request that was turned away at the door. */
export type TurnedAway = Pick<AuditEntry, 'outcome' | 'person' | 'channel' | 'message'> & {
  readonly act: Extract<
    AuditAct,
    'command' | 'click' | 'form' | 'sign-in' | 'slack-request' | 'gitlab-webhook'
  >;
};

const QUIET_MS = 60_000;

/**
 * Puts a request that was turned away at the door on the audit trail: one line a minute for the same person and reason,
 * so that nobody who may do nothing can fill the trail. Whoever needs the number of attempts finds it in the metrics.
 * @throws SlipwayError `store-unavailable`
 */
export async function recordTurnedAway(ports: Needs, entry: TurnedAway): Promise<void> {
  const { act, outcome, person } = entry;
  const who = person === undefined ? 'nobody' : `${person.team}-${person.user}`;
  if (await ports.once.claim(`turned-away-${act}-${outcome}-${who}`, QUIET_MS)) await record(ports, entry);
}
