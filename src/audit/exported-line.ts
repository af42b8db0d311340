import { z } from 'zod';
import { AuditEntry } from '../core/audit.ts';
import { canonicalJson, type StoredLine } from '../core/audit-chain.ts';

type Value = string | number | undefined;

/** The columns of the CSV, and of what each is made. */
const COLUMNS: readonly (readonly [string, (line: StoredLine, entry: Partial<AuditEntry>) => Value])[] = [
  ['seq', ({ seq }) => seq],
  ['time', (_line, { at }) => isoTime(at)],
  ['act', (_line, { act }) => act],
  ['outcome', (line, { outcome }) => outcome ?? (line.entry === undefined ? undefined : 'unreadable')],
  ['slack_team', (_line, { person }) => person?.team],
  ['slack_user', (_line, { person }) => person?.user],
  ['gitlab_user_id', (_line, { gitlabUser }) => gitlabUser?.id],
  ['gitlab_username', (_line, { gitlabUser }) => gitlabUser?.username],
  ['project', (_line, { project }) => project],
  ['environment', (_line, { environment }) => environment],
  ['deployment', (_line, { deployment }) => deployment],
  ['sha', (_line, { sha }) => sha],
  ['detail', (_line, { detail }) => detail],
  ['comment', (_line, { comment }) => comment],
  ['confirmed', (_line, { confirmed }) => confirmed],
  ['gitlab_status', (_line, { status }) => status],
  ['gitlab_request_id', (_line, { requestId }) => requestId],
  ['slack_channel', (_line, { channel }) => channel],
  ['slack_message', (_line, { message }) => message],
  ['slack_message_url', (_line, { messageUrl }) => messageUrl],
  ['gitlab_url', (_line, { url }) => url],
  ['actor', (_line, { actor }) => actor],
  ['prev', ({ prev }) => prev],
  ['hash', ({ hash }) => hash],
];

/** UTC, ISO 8601. */
const isoTime = (at: number | undefined): string | undefined => {
  const time = new Date(at ?? Number.NaN);
  return Number.isNaN(time.getTime()) ? undefined : time.toISOString();
};

/** The first line of a CSV. */
export const csvHead = (): string => csvRow(COLUMNS.map(([name]) => name));

/** A line as a row of CSV (RFC 4180). */
export function csvLine(line: StoredLine): string {
  const entry = AuditEntry.safeParse(jsonIn(line.entry)).data ?? {};
  return csvRow(COLUMNS.map(([, told]) => told(line, entry)));
}

const csvRow = (values: readonly Value[]): string => `${values.map(csvValue).join(',')}\r\n`;

/** A spreadsheet takes a text that begins so for a formula; behind an apostrophe it is a text. */
const FORMULA = /^[\s]*[=+\-@\t\r\n]/u;

function csvValue(value: Value): string {
  const text = value === undefined ? '' : String(value);
  const safe = typeof value === 'string' && FORMULA.test(text) ? `'${text}` : text;
  return /[",\r\n]/u.test(safe) || safe !== safe.trim() ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** A line as JSON, with all that is needed to verify it. */
export function jsonLine({ seq, prev, hash, entry }: StoredLine): string {
  const said = jsonIn(entry);
  const time = isoTime(AuditEntry.safeParse(said).data?.at);
  const number = /^[1-9]\d{0,15}$/u.test(seq ?? '') ? Number(seq) : seq;
  return `${JSON.stringify({ seq: number, prev, hash, time }).slice(0, -1)},"entry":${canonicalJson(said ?? entry)}}\n`;
}

const ExportedLine = z.object({
  seq: z.number(),
  prev: z.string(),
  hash: z.string(),
  time: z.string().optional(),
  entry: z.unknown(),
});

/**
 * Reads what `jsonLine` wrote, as the trail kept it.
 * @param place where it stands in the file
 * @returns a line with nothing in it where it cannot be read, or its time is not its entry's
 */
export function exportedLine(text: string, place: string): StoredLine {
  const parsed = ExportedLine.safeParse(jsonIn(text)).data;
  const at = AuditEntry.safeParse(parsed?.entry).data?.at;
  if (parsed === undefined || parsed.time !== isoTime(at))
    return { place, seq: undefined, prev: undefined, hash: undefined, entry: undefined };
  const { seq, prev, hash, entry } = parsed;
  return { place, seq: String(seq), prev, hash, entry: canonicalJson(entry) };
}

function jsonIn(text: string | undefined): unknown {
  try {
    return text === undefined ? undefined : JSON.parse(text);
  } catch {
    return undefined;
  }
}
