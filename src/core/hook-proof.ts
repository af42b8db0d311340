import { createHash, createHmac, timingSafeEqual } from 'node:crypto';

/** What an event must be proven with: any one of these. */
export interface HookKeys {
  /** GitLab sends one of them as it is. */
  readonly secrets: readonly string[];
  /** GitLab signs with one of them: `whsec_` and the key in base64. */
  readonly signingTokens: readonly string[];
}

/** The headers that prove something, as they came. */
export interface HookProof {
  /** `X-Gitlab-Token` */
  readonly secret: string | undefined;
  /** `webhook-id`, `webhook-timestamp` (epoch seconds), `webhook-signature` (one or several `v1,<base64>`) */
  readonly id: string | undefined;
  readonly timestamp: string | undefined;
  readonly signature: string | undefined;
}

/** How far the time an event was signed at may lie from ours, in either direction. */
const TOLERANCE_MS = 5 * 60_000;
/** GitLab sends one signature, two while a token is changed. */
const MOST_SIGNATURES = 8;

/**
 * Whether a request can be GitLab's, as far as its headers tell: where they cannot prove anything, the body need not be
 * read. A signature, where it can be checked, decides alone: a secret beside it does not mend a wrong one.
 */
export const canBeProven = (keys: HookKeys, proof: HookProof): boolean =>
  isSigned(keys, proof) || keys.secrets.some((secret) => same(secret, proof.secret ?? ''));

/**
 * Whether a request is GitLab's. The plain secret is compared by its digest in constant time; a signature is one of
 * Standard Webhooks (https://docs.gitlab.com/user/project/integrations/webhooks/), HMAC-SHA256 over id, time and body.
 * @param body as received
 * @param now epoch ms
 * @returns `stale` for a right signature of a time too far from ours, sent again by somebody or by a clock gone wrong
 */
export function provenance(
  keys: HookKeys,
  proof: HookProof,
  body: Uint8Array,
  now: number,
): 'proven' | 'unproven' | 'stale' {
  if (!isSigned(keys, proof)) return canBeProven(keys, proof) ? 'proven' : 'unproven';
  const { id = '', timestamp = '', signature = '' } = proof;
  if (id === '' || !/^\d{1,12}$/u.test(timestamp)) return 'unproven';
  const given = signature.split(' ').slice(0, MOST_SIGNATURES);
  const right = keys.signingTokens.map((token) => hookSignature(token, { id, timestamp }, body));
  if (!given.some((one) => right.some((wanted) => same(wanted, one)))) return 'unproven';
  return Math.abs(now - Number(timestamp) * 1_000) <= TOLERANCE_MS ? 'proven' : 'stale';
}

const isSigned = (keys: HookKeys, { signature }: HookProof): boolean =>
  signature !== undefined && keys.signingTokens.length > 0;

/**
 * The signature of a request by one signing token, as Standard Webhooks defines it.
 * @param head the headers of the same names; `timestamp` in epoch seconds
 */
export function hookSignature(
  token: string,
  { id, timestamp }: { readonly id: string; readonly timestamp: string },
  body: Uint8Array,
): string {
  const key = Buffer.from(token.replace(/^whsec_/u, ''), 'base64');
  return `v1,${createHmac('sha256', key).update(`${id}.${timestamp}.`).update(body).digest('base64')}`;
}

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

/** Digests have one length, so that the comparison tells nothing of how much was right. */
const same = (one: string, other: string): boolean => timingSafeEqual(digest(one), digest(other));
