import { escapeMrkdwn } from './escape.ts';

/** Slack refuses longer button addresses. */
const URL_LIMIT = 3_000;

/**
 * Checks that an address may be a link: http or https, no user name, and on the configured GitLab. Everything else, a
 * forged `web_url` included, stays plain text.
 * @param gitlabHost host and port of the configured GitLab, as in `URL.host`
 * @returns the normalised address
 */
export function safeUrl(url: string | null | undefined, gitlabHost: string): string | undefined {
  const parsed = webUrl(url);
  return parsed !== undefined && sameHost(parsed.host, gitlabHost) ? parsed.href : undefined;
}

/** An http or https address of any host, e.g. our own in front of a proxy. */
export const siteUrl = (url: string | null | undefined): string | undefined => webUrl(url)?.href;

/** A longer one would be cut on a button, and its end says whose it is. */
const SHOWN_HOST_LIMIT = 50;

/**
 * The site an environment serves: the only foreign place a button leads to, so it leads there by https alone, and the
 * host stands on it. Whoever may edit the environment chooses it.
 * @returns the normalised address, and its host to show; `undefined` for what is only shown as text
 */
export function siteOf(url: string | null | undefined): { url: string; host: string } | undefined {
  const site = webUrl(url);
  const fits = site?.protocol === 'https:' && site.host.length <= SHOWN_HOST_LIMIT;
  return site !== undefined && fits ? { url: site.href, host: site.host } : undefined;
}

/**
 * A link of ours with a text of ours, or the text alone when the address is not safe.
 * @param label mrkdwn, escaped already
 */
export function link(url: string | null | undefined, label: string, gitlabHost: string): string {
  const safe = safeUrl(url, gitlabHost);
  // A pipe would end the address; the parser leaves it alone.
  return safe === undefined ? label : `<${escapeMrkdwn(safe.replaceAll('|', '%7C'))}|${label}>`;
}

const LOOPBACK: ReadonlySet<string> = new Set(['localhost', '127.0.0.1', '[::1]']);

/** Whether a host name means this machine. */
export const isLoopback = (hostname: string): boolean => LOOPBACK.has(hostname.toLowerCase());

function sameHost(host: string, wanted: string): boolean {
  if (host === wanted.toLowerCase()) return true;
  const [left, right] = [splitHost(host), splitHost(wanted.toLowerCase())];
  return isLoopback(left.name) && isLoopback(right.name) && left.port === right.port;
}

function splitHost(host: string): { name: string; port: string } {
  const match = /^(.*?)(?::(\d+))?$/u.exec(host);
  return { name: match?.[1] ?? host, port: match?.[2] ?? '' };
}

function webUrl(url: string | null | undefined): URL | undefined {
  if (url === null || url === undefined || url.length > URL_LIMIT || !URL.canParse(url)) return undefined;
  const parsed = new URL(url);
  const isWeb = parsed.protocol === 'https:' || parsed.protocol === 'http:';
  const isBare = parsed.username === '' && parsed.password === '';
  return isWeb && isBare && parsed.href.length <= URL_LIMIT ? parsed : undefined;
}
