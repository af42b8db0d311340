import { describe, expect, it } from 'vitest';
import { canBeProven, type HookKeys, type HookProof, provenance } from '../../../src/core/hook-proof.ts';
import { signed } from '../../support/hooks.ts';

const NOW = Date.parse('2026-11-21T12:00:00Z');
const SECRET = 'a-secret-of-the-webhook';
const TOKEN = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;
const body = Buffer.from('{"object_kind":"deployment"}');
const nothing: HookProof = { secret: undefined, id: undefined, timestamp: undefined, signature: undefined };

const keys = (given: Partial<HookKeys> = {}): HookKeys => ({ secrets: [], signingTokens: [], ...given });

function proofBy(token: string, at: number): HookProof {
  const headers = signed(body.toString(), { token, at });
  return {
    ...nothing,
    id: headers['webhook-id'],
    timestamp: headers['webhook-timestamp'],
    signature: headers['webhook-signature'],
  };
}

describe('a signature', () => {
  it('is the one Standard Webhooks publishes for its example', () => {
    // The example of https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
    const proof = {
      ...nothing,
      id: 'msg_p5jXN8AQM9LWM0D4loKWxJek',
      timestamp: '1614265330',
      signature: 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
    };
    const example = keys({ signingTokens: ['whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'] });
    expect(provenance(example, proof, Buffer.from('{"test": 2432232314}'), 1_614_265_330_000)).toBe('proven');
  });

  it.each([
    [-300_000, 'proven'],
    [300_000, 'proven'],
    [-301_000, 'stale'],
    [301_000, 'stale'],
  ] as const)('made %i ms from now is %s', (away, expected) => {
    expect(provenance(keys({ signingTokens: [TOKEN] }), proofBy(TOKEN, NOW + away), body, NOW)).toBe(
      expected,
    );
  });

  it('that is wrong is not mended by the right secret beside it', () => {
    const both = keys({ signingTokens: [TOKEN], secrets: [SECRET] });
    const wrong = { ...proofBy(TOKEN, NOW), secret: SECRET };
    expect(provenance(both, wrong, Buffer.from('{}'), NOW)).toBe('unproven');
  });

  it('proves nothing where no signing token is set', () => {
    expect(canBeProven(keys({ secrets: [SECRET] }), proofBy(TOKEN, NOW))).toBe(false);
    const beside = { ...proofBy(TOKEN, NOW), secret: SECRET };
    expect(provenance(keys({ secrets: [SECRET] }), beside, body, NOW)).toBe('proven');
  });

  it('is looked for among eight at most', () => {
    const right = proofBy(TOKEN, NOW);
    const many = (count: number) => `${'v1,AAAA '.repeat(count)}${right.signature}`;
    const one = keys({ signingTokens: [TOKEN] });
    expect(provenance(one, { ...right, signature: many(7) }, body, NOW)).toBe('proven');
    expect(provenance(one, { ...right, signature: many(8) }, body, NOW)).toBe('unproven');
  });
});

describe('a secret', () => {
  it.each([undefined, '', 'wrong', `${SECRET} `, SECRET.toUpperCase()])(
    '%j is not the right one',
    (secret) => {
      expect(provenance(keys({ secrets: [SECRET] }), { ...nothing, secret }, body, NOW)).toBe('unproven');
      expect(canBeProven(keys({ secrets: [SECRET] }), { ...nothing, secret })).toBe(false);
    },
  );

  it('proves nothing where none is set', () => {
    expect(provenance(keys(), { ...nothing, secret: '' }, body, NOW)).toBe('unproven');
    expect(provenance(keys({ signingTokens: [TOKEN] }), { ...nothing, secret: SECRET }, body, NOW)).toBe(
      'unproven',
    );
  });
});
