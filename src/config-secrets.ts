import { z } from 'zod';
import type { Config } from './config.ts';

const WORDS = /change.?me|place.?holder|your[-_. ]|example|^(secret|password|test)|x{6}|\.{3}|[<>]/iu;

/** Whether a secret is what a template holds until somebody fills it in, or one character again and again. */
export const isPlaceholder = (text: string): boolean => WORDS.test(text) || new Set(text).size < 5;

/** Of 32 random bytes about 30 differ; fewer than 16 never do in practice. */
const FEWEST_DIFFERENT = 16;
/** Exactly how 32 bytes are written in base64: Node's decoder would also take half a key, or one with a slip of the pen. */
const CANONICAL = /^[A-Za-z0-9+/]{42}[AEIMQUYcgkosw048]=$/u;

/** The keys of TOKEN_KEYS. */
export const TokenKeys = z.string().transform((text, context): Buffer[] => {
  const parts = text.split(',').map((part) => part.trim());
  const problem = problemOf(parts);
  if (problem === undefined) return parts.map((part) => Buffer.from(part, 'base64'));
  context.addIssue({ code: 'custom', message: problem });
  return z.NEVER;
});

function problemOf(parts: readonly string[]): string | undefined {
  if (!parts.every((part) => CANONICAL.test(part))) return 'must be base64 texts of 32 bytes each';
  if (new Set(parts).size < parts.length) return 'holds the same key twice';
  if (parts.some((part) => isWeak(Buffer.from(part, 'base64'))))
    return 'holds a key that is not random: make one with `slipway keys generate`';
  return undefined;
}

/** Zeros, a pattern, or a phrase somebody typed. */
const isWeak = (key: Buffer): boolean =>
  new Set(key).size < FEWEST_DIFFERENT || key.every((byte) => byte >= 0x20 && byte < 0x7f);

/** Every secret of a configuration, for whoever has to keep them out of what is written. */
export function secretsOf({ slack, gitlab, tokenKeys, redisUrl }: Config): string[] {
  const password = passwordIn(redisUrl);
  const given = [slack.botToken, slack.signingSecret, slack.appToken, gitlab.token, gitlab.clientSecret];
  return [
    ...given.filter((secret) => secret !== undefined),
    ...password,
    ...gitlab.webhook.secrets,
    ...gitlab.webhook.signingTokens,
    ...tokenKeys.map((key) => key.toString('base64')),
  ];
}

/** As it stands in the address, and as it is meant. */
function passwordIn(address: string | undefined): string[] {
  if (address === undefined || !URL.canParse(address)) return [];
  const { password } = new URL(address);
  return [password, new URLSearchParams(`word=${password.replaceAll('+', '%2B')}`).get('word') ?? ''];
}
