import { createHmac } from 'node:crypto';
import { Agent, request } from 'node:http';

/** Shared by the driver and the apps; protects nothing. */
export const SIGNING_SECRET = 'bench-signing-secret-0001';

const agent = new Agent({ keepAlive: true });

/**
 * Sends a form to an app as Slack does (https://docs.slack.dev/authentication/verifying-requests-from-slack).
 * @returns the status of the acknowledgement
 * @throws Error when the app cannot be reached
 */
export function signedPost(port: number, form: Readonly<Record<string, string>>): Promise<number> {
  const body = new URLSearchParams(form).toString();
  const timestamp = String(Math.floor(Date.now() / 1_000));
  const signature = createHmac('sha256', SIGNING_SECRET).update(`v0:${timestamp}:${body}`).digest('hex');
  const headers = {
    'content-type': 'application/x-www-form-urlencoded',
    'content-length': Buffer.byteLength(body),
    'x-slack-request-timestamp': timestamp,
    'x-slack-signature': `v0=${signature}`,
  };
  return new Promise((resolve, reject) => {
    const options = { host: '127.0.0.1', port, path: '/slack/events', method: 'POST', agent, headers };
    const outgoing = request(options, (answer) => {
      answer.resume();
      answer.on('end', () => resolve(answer.statusCode ?? 0));
    });
    outgoing.on('error', reject).end(body);
  });
}
