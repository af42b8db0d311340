import { createCipheriv, createHash, randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SlipwayError } from '../../../src/core/errors.ts';
import { createSealer } from '../../../src/store/sealer.ts';

const unreadable = expect.objectContaining({ code: 'secret-unreadable' });
const thrownBy = (work: () => unknown): unknown => {
  try {
    return work();
  } catch (error) {
    return error;
  }
};

/** As the first release sealed: the form itself was not bound. */
function sealedInOlderForm(key: Buffer, text: string, context: string): string {
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', key, nonce);
  cipher.setAAD(Buffer.from(context));
  const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()]);
  const id = createHash('sha256').update(key).digest('hex').slice(0, 8);
  return ['v1', id, nonce.toString('base64url'), body.toString('base64url')].join('.');
}

describe('a sealed text', () => {
  const key = randomBytes(32);
  const sealer = createSealer([key, randomBytes(32)]);
  const [, other = ''] = sealer.keyIds;

  it('opens again in its context', () => {
    expect(sealer.open(sealer.seal('glpat-ü', 'a|b'), 'a|b')).toBe('glpat-ü');
    expect(sealer.open(sealer.seal('', 'a'), 'a')).toBe('');
  });

  it('holds no trace of the text and differs each time', () => {
    const [one, two] = [sealer.seal('secret', 'a'), sealer.seal('secret', 'a')];
    expect(one).not.toBe(two);
    expect(Buffer.from(one.split('.')[3] ?? '', 'base64url').toString('latin1')).not.toContain('secret');
  });

  it('does not open in another context', () => {
    const sealed = sealer.seal('secret', 'kim');
    expect(thrownBy(() => sealer.open(sealed, 'ana'))).toEqual(unreadable);
  });

  it('does not open when any one bit of it is flipped', () => {
    const sealed = sealer.seal('secret', 'kim');
    const [version, id, ...parts] = sealed.split('.');
    parts.forEach((part, at) => {
      const bytes = Buffer.from(part, 'base64url');
      for (let bit = 0; bit < bytes.length * 8; bit += 1) {
        const flipped = Buffer.from(bytes);
        flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7));
        const changed = parts.with(at, flipped.toString('base64url'));
        expect(thrownBy(() => sealer.open([version, id, ...changed].join('.'), 'kim'))).toEqual(unreadable);
      }
    });
  });

  it.each([
    ['a truncated tag', (sealed: string) => sealed.slice(0, -4)],
    ['a missing tag', (sealed: string) => `${sealed.split('.').slice(0, 3).join('.')}.`],
    ['an added character', (sealed: string) => `${sealed}!`],
    ['an added part', (sealed: string) => `${sealed}.AAAA`],
    ['the older form', (sealed: string) => sealed.replace('v2.', 'v1.')],
    ['a form nobody knows', (sealed: string) => sealed.replace('v2.', 'v3.')],
    ['an unknown key id', (sealed: string) => sealed.replace(/^v2\.\w+/, 'v2.00000000')],
    ['another key id of ours', (sealed: string) => sealed.replace(/^v2\.\w+/, `v2.${other}`)],
    ['nothing', () => ''],
    ['a plain text', () => 'glpat-plain'],
  ])('is refused with %s', (_what, spoil) => {
    const error = thrownBy(() => sealer.open(spoil(sealer.seal('hunter2', 'kim')), 'kim'));
    expect(error).toEqual(unreadable);
    expect(String(error)).not.toContain('hunter2');
  });
});

describe('any text, bound to anything', () => {
  const sealer = createSealer([randomBytes(32)]);
  const text = fc.string({ unit: 'binary', maxLength: 60 });

  it('opens as it was, and holds nothing of it', () => {
    fc.assert(
      fc.property(
        text,
        text,
        (plain, context) => sealer.open(sealer.seal(plain, context), context) === plain,
      ),
    );
  });

  it('opens for nobody else', () => {
    fc.assert(
      fc.property(text, text, text, (plain, context, another) => {
        fc.pre(context !== another);
        expect(thrownBy(() => sealer.open(sealer.seal(plain, context), another))).toEqual(unreadable);
      }),
    );
  });

  it('does not open when any one character of it is another', () => {
    const sealed = sealer.seal('glpat-of-kim', 'kim');
    for (let at = 0; at < sealed.length; at += 1) {
      for (const character of ['A', 'b', '7', '-', '_', '.', '=', ' ', 'é']) {
        if (sealed[at] === character) continue;
        const changed = sealed.slice(0, at) + character + sealed.slice(at + 1);
        expect(
          thrownBy(() => sealer.open(changed, 'kim')),
          changed,
        ).toEqual(unreadable);
      }
    }
  });

  it('does not open when it is cut anywhere', () => {
    const sealed = sealer.seal('glpat-of-kim', 'kim');
    for (let length = 0; length < sealed.length; length += 1)
      expect(thrownBy(() => sealer.open(sealed.slice(0, length), 'kim'))).toEqual(unreadable);
  });

  it('never gets a nonce that was used before', () => {
    const nonces = Array.from({ length: 20_000 }, () => sealer.seal('', '').split('.')[2]);
    expect(new Set(nonces).size).toBe(nonces.length);
  });
});

describe('what the operator learns of a text that does not open', () => {
  const [older, newer] = [randomBytes(32), randomBytes(32)];
  const sealed = createSealer([older]).seal('secret', 'a');
  const [olderId] = createSealer([older]).keyIds;
  const factsOf = (error: unknown): unknown => (error instanceof SlipwayError ? error.facts : undefined);

  it('the id of the key that is missing', () => {
    const error = thrownBy(() => createSealer([newer]).open(sealed, 'a'));
    expect(factsOf(error)).toEqual({ why: 'unknown-key', key: olderId });
  });

  it('that it was changed, or is no sealed text at all', () => {
    expect(factsOf(thrownBy(() => createSealer([older]).open(sealed, 'b')))).toMatchObject({
      why: 'changed',
    });
    expect(factsOf(thrownBy(() => createSealer([older]).open('glpat-plain', 'b')))).toMatchObject({
      why: 'malformed',
    });
    expect(factsOf(thrownBy(() => createSealer([older]).open('v2.glpat-plain.a.b', 'b')))).toEqual({
      why: 'unknown-key',
      key: undefined,
    });
  });
});

describe('keys', () => {
  const [older, newer] = [randomBytes(32), randomBytes(32)];

  it('the first seals and all open', () => {
    const before = createSealer([older]).seal('secret', 'a');
    const rotated = createSealer([newer, older]);
    expect(rotated.open(before, 'a')).toBe('secret');
    expect(createSealer([newer]).open(rotated.seal('secret', 'a'), 'a')).toBe('secret');
  });

  it('a dropped key no longer opens', () => {
    const before = createSealer([older]).seal('secret', 'a');
    expect(thrownBy(() => createSealer([newer]).open(before, 'a'))).toEqual(unreadable);
  });

  it('what an older one sealed, or the older form, is not current', () => {
    const rotated = createSealer([newer, older]);
    expect(rotated.isCurrent(createSealer([older]).seal('secret', 'a'))).toBe(false);
    expect(rotated.isCurrent(rotated.seal('secret', 'a'))).toBe(true);
    expect(rotated.isCurrent(sealedInOlderForm(newer, 'secret', 'a'))).toBe(false);
    expect(rotated.open(sealedInOlderForm(newer, 'secret', 'a'), 'a')).toBe('secret');
  });

  it('have ids that tell nothing of them', () => {
    const sealer = createSealer([newer, older]);
    expect(sealer.keyIds).toHaveLength(2);
    for (const id of sealer.keyIds) {
      expect(id).toMatch(/^[0-9a-f]{8}$/u);
      expect(newer.toString('hex') + older.toString('hex')).not.toContain(id);
    }
    expect(sealer.keyIdOf(sealer.seal('', ''))).toBe(sealer.keyIds[0]);
    expect(sealer.keyIdOf('glpat-plain')).toBeUndefined();
  });

  it('are refused when there is none or one has the wrong length', () => {
    expect(() => createSealer([])).toThrow('needs a key');
    expect(() => createSealer([newer, randomBytes(31)])).toThrow('32 bytes');
  });
});
