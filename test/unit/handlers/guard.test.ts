import { describe, expect, it } from 'vitest';
import { SlipwayError } from '../../../src/core/errors.ts';
import type { OnceStore } from '../../../src/core/ports/stores.ts';
import { assertOurTeam, isFirstTime } from '../../../src/handlers/guard.ts';
import { TEAM } from '../../support/builders.ts';
import { refusalFrom, refusalOf } from '../../support/refusal.ts';

const OTHER = 'T0OTHER';

describe('a request', () => {
  it.each<[string, unknown]>([
    ['of a command', { team_id: TEAM, user_id: 'U0KIM' }],
    ['of a click', { team: { id: TEAM, domain: 'acme' }, user: { id: 'U0KIM', team_id: TEAM } }],
    ['of a click in an organisation', { team: null, user: { id: 'U0KIM', team_id: TEAM } }],
    ['of an event whose user is an id', { team_id: TEAM, user: 'U0KIM' }],
    ['whose parts are empty', { team_id: null, team: { id: TEAM }, user: { team_id: null } }],
  ])('%s of our own people is let in', (_what, body) => {
    expect(() => assertOurTeam(body, TEAM)).not.toThrow();
  });

  it.each<[string, unknown]>([
    ['a command from elsewhere', { team_id: OTHER }],
    ['a click from elsewhere', { team: { id: OTHER } }],
    ['a guest of a shared channel', { team: { id: TEAM }, user: { id: 'U9', team_id: OTHER } }],
    ['a shared channel’s other side', { team_id: TEAM, team: { id: OTHER } }],
    ['our people’s click elsewhere', { team: { id: OTHER }, user: { team_id: TEAM } }],
    ['nobody named', {}],
    ['nothing named', { team_id: null, team: null }],
    ['a workspace that is no text', { team_id: 7 }],
    ['a workspace without an id', { team: {} }],
    ['a list', [TEAM]],
    ['a text', TEAM],
    ['nothing', undefined],
    ['null', null],
  ])('is refused: %s', (_what, body) => {
    expect(refusalOf(() => assertOurTeam(body, TEAM))).toEqual({ code: 'outsider', facts: {} });
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
