import { describe, expect, it } from 'vitest';
import { SlipwayError } from '../../../src/core/errors.ts';
import type { OnceStore } from '../../../src/core/ports/stores.ts';
import { assertInstalledHere, isFirstTime } from '../../../src/handlers/guard.ts';
import { TEAM } from '../../support/builders.ts';
import { refusalFrom, refusalOf } from '../../support/refusal.ts';

const OTHER = 'T0OTHER';
const OURS = { team: TEAM, enterprise: 'E0ACME', app: 'A0SLIPWAY' };

describe('a request', () => {
  it.each<[string, unknown]>([
    [
      'of a command',
      { team_id: TEAM, user_id: 'U0KIM', api_app_id: OURS.app, enterprise_id: OURS.enterprise },
    ],
    ['of a click', { team: { id: TEAM, domain: 'acme' }, user: { id: 'U0KIM', team_id: TEAM } }],
    ['of a click on our message', { team: { id: TEAM }, message: { app_id: OURS.app } }],
    ['of a click in an organisation', { team: null, user: { id: 'U0KIM', team_id: TEAM } }],
    ['of an event whose user is an id', { team_id: TEAM, user: 'U0KIM' }],
    [
      'whose parts are empty',
      { team_id: null, team: { id: TEAM }, user: { team_id: null }, enterprise: null },
    ],
  ])('%s of our own people is let in', (_what, body) => {
    expect(() => assertInstalledHere(body, OURS)).not.toThrow();
  });

  it.each<[string, unknown]>([
    ['a command', { team_id: TEAM, user_id: 'U0KIM', api_app_id: 'A0ELSE', enterprise_id: 'E0ELSE' }],
    ['a click on a message without an app', { team: { id: TEAM }, message: { ts: '1.2' } }],
  ])('%s is let in whatever app it names where Slack does not tell ours', (_what, body) => {
    expect(() => assertInstalledHere(body, { team: TEAM })).not.toThrow();
  });

  it.each<[string, unknown]>([
    [
      'a member of the other side of a shared channel',
      { team: { id: TEAM }, user: { id: 'U9', team_id: OTHER } },
    ],
    ['whose member and place are elsewhere', { team: { id: OTHER }, user: { id: 'U9', team_id: OTHER } }],
    ['a mention by somebody else’s member', { team_id: TEAM, event: { user: 'U9', user_team: OTHER } }],
    ['a mention that came from elsewhere', { team_id: TEAM, event: { user: 'U9', source_team: OTHER } }],
  ])('is refused as one of another workspace: %s', (_what, body) => {
    expect(refusalOf(() => assertInstalledHere(body, OURS))).toEqual({ code: 'outsider', facts: {} });
  });

  it.each<[string, unknown]>([
    ['a command from elsewhere', { team_id: OTHER }],
    ['a click from elsewhere', { team: { id: OTHER } }],
    ['a shared channel’s other side', { team_id: TEAM, team: { id: OTHER } }],
    ['our people’s click elsewhere', { team: { id: OTHER }, user: { team_id: TEAM } }],
    ['another app', { team_id: TEAM, api_app_id: 'A0ELSE' }],
    ['a message of another app', { team: { id: TEAM }, message: { app_id: 'A0ELSE' } }],
    ['another organisation', { team_id: TEAM, enterprise_id: 'E0ELSE' }],
    ['a click in another organisation', { team: { id: TEAM }, enterprise: { id: 'E0ELSE' } }],
    ['nobody named', {}],
    ['nothing named', { team_id: null, team: null }],
    ['a workspace that is no text', { team_id: 7 }],
    ['an app that is no text', { team_id: TEAM, api_app_id: {} }],
    ['a workspace without an id', { team: {} }],
    ['a list', [TEAM]],
    ['a text', TEAM],
    ['nothing', undefined],
    ['null', null],
  ])('is refused as not meant for here: %s', (_what, body) => {
    expect(refusalOf(() => assertInstalledHere(body, OURS))).toEqual({ code: 'not-installed', facts: {} });
  });
});

describe('a signature', () => {
  /** Remembers what was claimed, for ever. */
  function remembering(): OnceStore & { readonly claims: { key: string; ttlMs: number }[] } {
    const claims: { key: string; ttlMs: number }[] = [];
    return {
      claims,
      claim: (key, ttlMs) => {
        const isNew = claims.every((one) => one.key !== key);
        claims.push({ key, ttlMs });
        return Promise.resolve(isNew);
      },
    };
  }

  it('is new once, and not again', async () => {
    const once = remembering();
    expect(await isFirstTime(once, 'v0=abc')).toBe(true);
    expect(await isFirstTime(once, 'v0=abc')).toBe(false);
    expect(await isFirstTime(once, 'v0=abd')).toBe(true);
  });

  it('is kept as a digest, longer than Slack’s own five minutes', async () => {
    const once = remembering();
    await isFirstTime(once, 'v0=abc');
    expect(once.claims).toEqual([{ key: expect.stringMatching(/^request-[a-f0-9]{64}$/u), ttlMs: 600_000 }]);
  });

  it.each([[undefined], [['v0=abc']], [7]])(
    'that is none (%j) is not remembered: no HTTP, no replay',
    async (none) => {
      const once = remembering();
      expect(await isFirstTime(once, none)).toBe(true);
      expect(await isFirstTime(once, none)).toBe(true);
      expect(once.claims).toEqual([]);
    },
  );

  it('cannot be judged while the store is away, and then nothing is let through', async () => {
    const away: OnceStore = { claim: () => Promise.reject(new SlipwayError('store-unavailable')) };
    expect((await refusalFrom(() => isFirstTime(away, 'v0=abc'))).code).toBe('store-unavailable');
  });
});
