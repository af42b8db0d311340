import type { IncomingMessage } from 'node:http';

const NAME = 'slipway_sign_in';

/** Over https it carries the prefix that no other host or path can set it under. */
const nameFor = (publicUrl: string): string => (isSecure(publicUrl) ? `__Host-${NAME}` : NAME);

const isSecure = (publicUrl: string): boolean => publicUrl.startsWith('https:');

/**
 * The cookie that binds a sign-in to a browser, as a `set-cookie` header. Lax, since the browser comes back from GitLab's
 * site by a top-level GET.
 * @param lifetimeMs milliseconds
 */
export function browserCookie(browser: string, publicUrl: string, lifetimeMs: number): string {
  const parts = [
    `${nameFor(publicUrl)}=${browser}`,
    // The prefix allows no narrower path.
    isSecure(publicUrl) ? 'Path=/' : 'Path=/oauth',
    'HttpOnly',
    'SameSite=Lax',
    `Max-Age=${Math.ceil(lifetimeMs / 1_000)}`,
  ];
  return [...parts, ...(isSecure(publicUrl) ? ['Secure'] : [])].join('; ');
}

/** The secret in the browser's cookie; empty where there is none, or more than one that claims to be it. */
export function browserOf(request: IncomingMessage, publicUrl: string): string {
  const name = nameFor(publicUrl);
  const pairs = (request.headers.cookie ?? '').split(';').map((pair) => pair.trim().split('='));
  const values = pairs.filter(([one]) => one === name).map(([, value = '']) => value);
  const [value = ''] = values;
  return values.length === 1 && /^[\w-]{16,200}$/u.test(value) ? value : '';
}
