import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Ports } from '../core/ports/ports.ts';
import { send } from './server.ts';
import { browserCookie, browserOf } from './sign-in-cookie.ts';

/**
 * Sends a browser that opened a link from Slack on to GitLab's sign-in, and binds the sign-in to that browser.
 * @param open begins the sign-in of this state for the browser's secret, and answers with GitLab's address
 * @throws SlipwayError whatever `open` throws
 */
export async function sendToGitLab(
  { settings, chance }: Ports,
  request: IncomingMessage,
  response: ServerResponse,
  open: (browser: string) => Promise<string>,
): Promise<void> {
  const { publicUrl, signInMs } = settings;
  const known = browserOf(request, publicUrl);
  const browser = known === '' ? chance.token() : known;
  const location = await open(browser);
  send(response, 302, '', { location, 'set-cookie': browserCookie(browser, publicUrl, signInMs) });
}
