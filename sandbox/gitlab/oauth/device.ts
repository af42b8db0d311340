import { type Answer, ok } from '../api/route.ts';
import type { OAuthApp, Token } from '../state/people-records.ts';
import type { State } from '../state/state.ts';
import { type DeviceRequest, issuePair, type OAuth, oauthError, secret } from './oauth.ts';
import { type Form, textOf } from './visit.ts';

const LIFE_SECONDS = 300;
const INTERVAL_SECONDS = 5;

/** POST /oauth/authorize_device (17.3+): the code a person types in, and the one the client polls with. */
export function startDevice(state: State, oauth: OAuth, app: OAuthApp, form: Form): Answer {
  const device: DeviceRequest = {
    deviceCode: secret(),
    userCode: secret(4).toUpperCase(),
    clientId: app.clientId,
    scopes: (textOf(form, 'scope') ?? 'api').split(' '),
    expiresAt: state.now() + LIFE_SECONDS * 1000,
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
    expires_in: LIFE_SECONDS,
    interval: INTERVAL_SECONDS,
  });
}

/** A request that still waits for its person. */
export function deviceWaiting(
  state: State,
  oauth: OAuth,
  userCode: string | undefined,
): DeviceRequest | undefined {
  return oauth.devices.find(
    (one) => one.userCode === userCode && one.decision === null && one.expiresAt > state.now(),
  );
}

/**
 * One poll of the client.
 * @throws Refusal 400 authorization_pending, slow_down (polled faster than every 5 s), expired_token, access_denied
 */
export function pollDevice(state: State, oauth: OAuth, app: OAuthApp, form: Form): Token {
  const code = textOf(form, 'device_code');
  const device = oauth.devices.find((one) => one.deviceCode === code && one.clientId === app.clientId);
  if (!device) throw oauthError(400, 'invalid_grant', 'The device code is unknown or was used before.');
  if (device.expiresAt <= state.now()) throw oauthError(400, 'expired_token', 'The device code is expired.');
  if (device.decision === 'denied') throw oauthError(400, 'access_denied', 'The person refused.');
  if (device.decision === null) throw notYet(state, device);
  oauth.devices.splice(oauth.devices.indexOf(device), 1);
  return issuePair(state, {
    userId: device.decision.userId,
    clientId: app.clientId,
    scopes: device.scopes,
    redirectUri: null,
  });
}

function notYet(state: State, device: DeviceRequest) {
  const hasty = device.lastPollAt !== null && state.now() - device.lastPollAt < INTERVAL_SECONDS * 1000;
  device.lastPollAt = state.now();
  return hasty
    ? oauthError(400, 'slow_down', 'Poll more slowly.')
    : oauthError(400, 'authorization_pending', 'The person has not decided yet.');
}
