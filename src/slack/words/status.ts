import type { Status } from '../../core/status.ts';
import { slackDate } from '../dates.ts';
import { code, literal } from '../escape.ts';
import { counted } from './counts.ts';

const FAILING_SHOWN = 5;

/** How this Slipway fares, a line each, short enough for a phone; mrkdwn. */
export const statusText = (status: Status): string =>
  [
    processesLine(status),
    `*Slack:* ${'failed' in status.slack ? failure(status.slack) : 'answers'}`,
    `*GitLab:* ${'failed' in status.gitlab ? failure(status.gitlab) : `${literal(status.gitlab.known)} answers`}`,
    `*Watcher's token:* ${tokenWords(status.token)}`,
    `*Records:* ${serverWords(status)}`,
    `*Jobs:* ${Object.entries(status.queues).map(queueWords).join('; ')}`,
    ...pollLines(status),
    `*Webhooks:* ${webhookWords(status)}`,
    `*Open cards:* ${status.openCards}`,
    `*Watches:* ${watchWords(status)}`,
    `*Connected people:* ${status.connections}`,
    `*Audit trail:* ${auditWords(status)}`,
    `*Errors in 24 hours:* ${status.errors === 0 ? 'none' : `${status.errors}; the log tells more`}`,
  ].join('\n');

function watchWords({ watches }: Status): string {
  const { total, paused, troubled, fromFile, replacing, idle } = watches;
  const rest = [
    ...(paused > 0 ? [`${paused} paused`] : []),
    ...(fromFile > 0 ? [`${fromFile} from the file`] : []),
    ...(replacing > 0 ? [`${replacing} of them in the place of one set up by command`] : []),
    ...(idle > 0 ? [`${idle} of the file of which nothing comes`] : []),
    ...(troubled > 0 ? [`${troubled} whose channel or project cannot be reached`] : []),
  ];
  return [String(total), ...rest].join(', ');
}

const failure = ({ failed }: { readonly failed: string }): string =>
  `does not answer as it should (${code(failed)})`;

function processesLine({ processes, now }: Status): string {
  const [first] = processes;
  const rows = processes.map((one) => `${literal(one.role)}, up ${since(now - one.startedAt)}`);
  const versions = [...new Set(processes.map((one) => one.version))].map((one) => literal(one)).join(' and ');
  return `*Slipway ${first === undefined ? '' : versions}:* ${counted(processes.length, 'process', 'processes')}${rows.length === 0 ? '' : ` – ${rows.join('; ')}`}`;
}

function tokenWords(token: Status['token']): string {
  if ('failed' in token) {
    return token.failed === 'gitlab-unauthorized'
      ? 'refused by GitLab: it expired or was revoked'
      : 'GitLab does not tell what it may do';
  }
  const { scopes, expiresAt } = token.known;
  const shown = scopes.map((scope) => code(scope)).join(', ');
  return `${shown}, ${expiresAt === undefined ? 'without an end' : `until ${literal(expiresAt)}`}`;
}

function serverWords({ server }: Status): string {
  const { name, policy, usedBytes, limitBytes } = server;
  const limit = limitBytes === undefined ? '' : ` of ${mebibytes(limitBytes)}`;
  const memory = usedBytes === undefined ? 'memory not told' : `${mebibytes(usedBytes)}${limit}`;
  return `${literal(name ?? 'a server that does not tell its name')}, ${literal(policy ?? 'eviction policy not told')}, ${memory}`;
}

const mebibytes = (bytes: number): string => `${Math.ceil(bytes / 1_048_576)} MiB`;

function queueWords([name, states]: [string, Readonly<Record<string, number>>]): string {
  const of = (...kinds: string[]): number => kinds.reduce((sum, kind) => sum + (states[kind] ?? 0), 0);
  const waiting = of('waiting', 'wait', 'prioritized', 'paused');
  return `${literal(name)} ${waiting} waiting, ${of('active')} active, ${of('delayed')} later, ${of('failed')} failed`;
}

function pollLines({ polls }: Status): string[] {
  const { hot, warm, cold, failing, lateMs } = polls;
  const late = lateMs < 1_000 ? 'none late' : `the oldest is ${since(lateMs)} late`;
  const rows = failing
    .slice(0, FAILING_SHOWN)
    .map((one) => `• ${literal(one.project)} failed ${counted(one.failures, 'time')}: ${code(one.code)}`);
  const more =
    failing.length > FAILING_SHOWN ? [`• and ${failing.length - FAILING_SHOWN} more that fail`] : [];
  return [
    `*Polls:* ${hot} hot, ${warm} warm, ${cold} cold, ${failing.length} failing; ${late}`,
    ...rows,
    ...more,
  ];
}

function webhookWords({ webhook, now }: Status): string {
  const { lastAt, refusedAt } = webhook;
  const last = lastAt === undefined ? 'none came in a month' : `the last came ${since(now - lastAt)} ago`;
  return refusedAt === undefined ? last : `${last}; one was refused ${slackDate(refusedAt)}`;
}

const auditWords = ({ audit }: Status): string =>
  audit === undefined ? 'no line yet' : `line ${audit.seq}, ${code(audit.hash.slice(0, 12))}`;

const UNITS = [
  [86_400_000, 'day'],
  [3_600_000, 'hour'],
  [60_000, 'minute'],
] as const;

function since(ms: number): string {
  const [size, unit] = UNITS.find(([length]) => ms >= length) ?? [1_000, 'second'];
  return counted(Math.max(0, Math.floor(ms / size)), unit);
}
