/**
 * A moment in the reader's own time zone and words.
 * See https://docs.slack.dev/messaging/formatting-message-text/#date-formatting
 * @param iso ISO 8601, as GitLab sends it
 * @returns mrkdwn; an empty string for what is no date
 */
export function slackDate(iso: string | number | null | undefined): string {
  if (iso === null || iso === undefined) return '';
  const ms = typeof iso === 'number' ? iso : Date.parse(iso);
  if (!Number.isFinite(ms) || Math.abs(ms) > MAX_MS) return '';
  return `<!date^${Math.floor(ms / 1000)}^{date_short_pretty} {time}|${utc(ms)}>`;
}

/** The same as "3 minutes ago": the reader's app counts, so that no message has to be edited for it. */
export function slackAgo(iso: string | null | undefined): string {
  const ms = Date.parse(iso ?? '');
  return Number.isFinite(ms) ? `<!date^${Math.floor(ms / 1000)}^{ago}|${utc(ms)}>` : '';
}

/** The last moment a `Date` can hold. */
const MAX_MS = 8.64e15;

const utc = (ms: number): string => `${new Date(ms).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
