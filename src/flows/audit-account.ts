import type { ChannelId } from '../core/ids.ts';
import type { SlackPerson } from '../core/person.ts';
import type { Ports } from '../core/ports/ports.ts';

/** Puts an act that concerns no deployment on the audit trail. */
export const recordAccount = (
  ports: Pick<Ports, 'audit' | 'clock'>,
  person: SlackPerson,
  gitlabUser: string | undefined,
  act: 'connect' | 'disconnect' | 'watch' | 'unwatch',
  subject: { project?: string; channel?: ChannelId } = {},
): Promise<void> =>
  ports.audit.append({
    at: ports.clock.now(),
    person,
    gitlabUser,
    act,
    project: subject.project,
    environment: undefined,
    deployment: undefined,
    sha: undefined,
    outcome: 'done',
    status: undefined,
    requestId: undefined,
    channel: subject.channel,
    message: undefined,
  });
