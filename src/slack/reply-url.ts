import type { MessageTs } from '../core/ids.ts';
import { isLoopback } from './links.ts';
import type { Rendered } from './text-objects.ts';

const SLACK_HOSTS: ReadonlySet<string> = new Set(['hooks.slack.com', 'hooks.slack-gov.com']);
const TIMEOUT_MS = 5_000;

/** For one person, for the channel, or in place of the message that was clicked. */
export type ReplyMode = 'private' | 'public' | 'replace';

const MODES = {
  private: { response_type: 'ephemeral', replace_original: false },
  public: { response_type: 'in_channel', replace_original: false },
  replace: { replace_original: true },
} as const satisfies Record<ReplyMode, object>;

/**
 * Whether an address may be called as a `response_url`. Even a signed payload does not choose where we send words to.
 * @param apiUrl Slack's base address; a stand-in answers on its own host, on any port
 */
export function isReplyAddress(address: string, apiUrl: string): boolean {
  if (!URL.canParse(address) || !URL.canParse(apiUrl)) return false;
  const url = new URL(address);
  if (url.username !== '' || url.password !== '') return false;
  if (url.protocol === 'https:' && url.port === '' && SLACK_HOSTS.has(url.hostname)) return true;
  const base = new URL(apiUrl);
  if (isSlack(base.hostname)) return false;
  const isWeb = url.protocol === 'https:' || url.protocol === base.protocol;
  const isSame = url.hostname === base.hostname || (isLoopback(url.hostname) && isLoopback(base.hostname));
  return isWeb && isSame;
}

const isSlack = (hostname: string): boolean => /(?:^|\.)slack(?:-gov)?\.com$/u.test(hostname);

/** What is replaced stays where it is. */
const inThread = (mode: ReplyMode, thread: MessageTs | undefined): object =>
  thread === undefined || mode === 'replace' ? {} : { thread_ts: thread };

/**
 * Answers through a command's or click's own address
 * (https://docs.slack.dev/interactivity/handling-user-interaction#message_responses): five uses within 30 minutes.
 * @returns whether Slack took it; an expired or used up address is no error, there are other ways
 */
export async function postToReplyUrl(
  url: string,
  rendered: Rendered,
  send: typeof fetch,
  mode: ReplyMode = 'private',
  thread?: MessageTs,
): Promise<boolean> {
  try {
    const response = await send(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json; charset=utf-8' },
      body: JSON.stringify({ ...MODES[mode], ...rendered, ...inThread(mode, thread) }),
      redirect: 'manual',
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    await response.body?.cancel();
    return response.ok;
  } catch {
    return false;
  }
}
