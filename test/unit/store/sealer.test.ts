import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { createSealer } from '../../../src/store/sealer.ts';

const unreadable = expect.objectContaining({ code: 'secret-unreadable' });
const thrownBy = (work: () => unknown): unknown => {
  try {
    return work();
  } catch (error) {
    return error;
  }
};

describe('a sealed text', () => {
  const key = randomBytes(32);
  const sealer = createSealer([key]);

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
    ['another version', (sealed: string) => sealed.replace('v1.', 'v2.')],
    ['an unknown key id', (sealed: string) => sealed.replace(/^v1\.\w+/, 'v1.00000000')],
    ['nothing', () => ''],
    ['a plain text', () => 'glpat-plain'],
  ])('is refused with %s', (_what, spoil) => {
    const error = thrownBy(() => sealer.open(spoil(sealer.seal('hunter2', 'kim')), 'kim'));
    expect(error).toEqual(unreadable);
    expect(String(error)).not.toContain('hunter2');
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

  it('are refused when there is none or one has the wrong length', () => {
    expect(() => createSealer([])).toThrow('needs a key');
    expect(() => createSealer([newer, randomBytes(31)])).toThrow('32 bytes');
  });
});
