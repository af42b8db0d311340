import { randomInt } from 'node:crypto';
import { type Answer, ok } from '../api/route.ts';
import type { OAuthApp, Token } from '../state/people-records.ts';
import type { State } from '../state/state.ts';
import { type DeviceRequest, issuePair, type OAuth, oauthError, secret } from './oauth.ts';
import { type Form, textOf } from './visit.ts';

/** POST /oauth/authorize_device (17.3+): the code a person types in, and the one the client polls with. */
export function startDevice(state: State, oauth: OAuth, app: OAuthApp, form: Form): Answer {
  const device: DeviceRequest = {
    deviceCode: secret(),
    userCode: userCode(),
    clientId: app.clientId,
    scopes: (textOf(form, 'scope') ?? 'api').split(' '),
    expiresAt: state.now() + state.device.lifeSeconds * 1000,
    lastPollAt: null,
    decision: null,
  };
  oauth.devices.push(device);
  const page = `${state.baseUrl}/oauth/device`;
  return ok({
    device_code: device.deviceCode,
    user_code: device.userCode,
    verification_uri: page,
    verification_uri_complete: `${page}?user_code=${device.userCode}`,
    expires_in: state.device.lifeSeconds,
    interval: state.device.intervalSeconds,
  });
}

/** Eight digits and capitals, as GitLab makes them. */
const userCode = (): string =>
  randomInt(36 ** 8)
    .toString(36)
    .toUpperCase()
    .padStart(8, '0');

/** A request that still waits for its person. */
export function deviceWaiting(
  state: State,
  oauth: OAuth,
  typed: string | undefined,
): DeviceRequest | undefined {
  return oauth.devices.find(
    (one) => one.userCode === typed && one.decision === null && one.expiresAt > state.now(),
  );
}

/**
 * One poll of the client. Too fast comes before everything else, and does not count as a poll.
 * @throws Refusal 400 authorization_pending, slow_down, expired_token. Nobody can refuse at GitLab, so there is no
 *   access_denied
 */
export function pollDevice(state: State, oauth: OAuth, app: OAuthApp, form: Form): Token {
  const code = textOf(form, 'device_code');
  const device = oauth.devices.find((one) => one.deviceCode === code && one.clientId === app.clientId);
  if (!device) throw oauthError(400, 'invalid_grant', 'The device code is unknown or was used before.');
  if (device.expiresAt <= state.now()) {
    oauth.devices.splice(oauth.devices.indexOf(device), 1);
    throw oauthError(400, 'expired_token', 'The device code is expired.');
  }
  const sinceMs = device.lastPollAt === null ? undefined : state.now() - device.lastPollAt;
  if (sinceMs !== undefined && sinceMs < state.device.intervalSeconds * 1000)
    throw oauthError(400, 'slow_down', 'Poll more slowly.');
  device.lastPollAt = state.now();
  if (device.decision === null)
    throw oauthError(400, 'authorization_pending', 'The person has not decided yet.');
  oauth.devices.splice(oauth.devices.indexOf(device), 1);
  return issuePair(state, {
    userId: device.decision.userId,
    clientId: app.clientId,
    scopes: device.scopes,
    redirectUri: null,
  });
}
