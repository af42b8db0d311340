import { z } from 'zod';
import { ChannelId, DeploymentId, MessageTs } from '../core/ids.ts';
import { OPERATION_NAMES } from '../core/operations.ts';
import { SlackPerson } from '../core/person.ts';
import type { AuditEntry, AuditTrail } from '../core/ports/stores.ts';
import type { StoreContext } from './context.ts';
import { jsonOf } from './json.ts';
import { KEYS } from './keys.ts';

const ACTS = ['approve', 'reject', 'run', 'retry', 'connect', 'disconnect', 'watch', 'unwatch'] as const;

const AuditRow = z.object({
  at: z.number(),
  person: SlackPerson,
  gitlabUser: z.string().optional(),
  act: z.enum([...ACTS, ...OPERATION_NAMES]),
  project: z.string().optional(),
  environment: z.string().optional(),
  deployment: DeploymentId.optional(),
  sha: z.string().optional(),
  outcome: z.string(),
  status: z.number().optional(),
  requestId: z.string().optional(),
  channel: ChannelId.optional(),
  message: MessageTs.optional(),
});

/** The trail of what was done in people's names: a stream, appended to and never trimmed. */
export function createAuditTrail({ call, key, log, afterDurableWrite }: StoreContext): AuditTrail {
  const trail = key(KEYS.audit.of());
  return {
    append: async (entry) => {
      await call((redis) => redis.xadd(trail, '*', 'entry', JSON.stringify(entry)));
      await afterDurableWrite();
    },
    newest: async (limit) => {
      const lines = await call((redis) => redis.xrevrange(trail, '+', '-', 'COUNT', limit));
      const entries = lines.map(([id, fields]) => {
        const parsed = AuditRow.safeParse(jsonOf(fields[1]));
        // Left where it is: a trail is not edited.
        if (!parsed.success)
          log.error({ key: KEYS.audit.of(), id }, 'a line of the audit trail is malformed');
        return parsed.success ? entryOf(parsed.data) : undefined;
      });
      return entries.filter((entry) => entry !== undefined);
    },
  };
}

/** JSON leaves out what is undefined; here every key is present again. */
const entryOf = (row: z.infer<typeof AuditRow>): AuditEntry => ({
  at: row.at,
  person: row.person,
  gitlabUser: row.gitlabUser,
  act: row.act,
  project: row.project,
  environment: row.environment,
  deployment: row.deployment,
  sha: row.sha,
  outcome: row.outcome,
  status: row.status,
  requestId: row.requestId,
  channel: row.channel,
  message: row.message,
});
