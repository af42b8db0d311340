import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';
import { SlipwayError } from '../core/errors.ts';
import type { Sealer } from '../core/ports/stores.ts';

const CIPHER = 'aes-256-gcm';
const KEY_BYTES = 32;
/** NIST SP 800-38D, 8.2.2: a random nonce of 96 bits, new for every sealing. */
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** The form texts are sealed in. `v1` did not bind its own name; it is still opened, and sealed anew when met. */
const FORM = 'v2';
const FORMS: ReadonlySet<string | undefined> = new Set([FORM, 'v1']);

/**
 * AES-256-GCM: a sealed text is `v2.<key id>.<nonce>.<ciphertext and tag>`, its context and its form bound to it. The first
 * key seals and every key opens, so that keys can be rotated: put the new one in front, drop the old one when nothing is
 * sealed with it any more.
 * @throws Error when there is no key, or one that is not 32 bytes long
 */
export function createSealer(keys: readonly Buffer[]): Sealer {
  const [first] = keys;
  if (first === undefined) throw new Error('sealing needs a key');
  if (keys.some((key) => key.length !== KEY_BYTES)) throw new Error(`a key is ${KEY_BYTES} bytes long`);
  const byId = new Map(keys.map((key) => [idOf(key), key]));
  const firstId = idOf(first);
  return {
    keyIds: [...byId.keys()],
    isCurrent: (sealed) => sealed.startsWith(`${FORM}.${firstId}.`),
    keyIdOf,
    seal: (text, context) => {
      const nonce = randomBytes(NONCE_BYTES);
      const cipher = createCipheriv(CIPHER, first, nonce, { authTagLength: TAG_BYTES });
      cipher.setAAD(boundTo(FORM, context));
      const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()]);
      return [FORM, firstId, encode(nonce), encode(body)].join('.');
    },
    open: (sealed, context) => {
      const [form = '', id = '', nonce, body, ...rest] = sealed.split('.');
      if (!FORMS.has(form) || rest.length > 0) throw unreadable('malformed');
      const key = byId.get(id);
      if (key === undefined) throw unreadable('unknown-key', keyIdOf(sealed));
      return decipher(key, decode(nonce), decode(body), boundTo(form, context));
    },
  };
}

function decipher(key: Buffer, nonce: Buffer, body: Buffer, bound: Buffer): string {
  // Node accepts shorter tags, which are easier to forge.
  if (nonce.length !== NONCE_BYTES || body.length < TAG_BYTES) throw unreadable('malformed');
  const split = body.length - TAG_BYTES;
  const opening = createDecipheriv(CIPHER, key, nonce, { authTagLength: TAG_BYTES });
  opening.setAAD(bound);
  opening.setAuthTag(body.subarray(split));
  try {
    return Buffer.concat([opening.update(body.subarray(0, split)), opening.final()]).toString('utf8');
  } catch {
    // Without the cause: there is nothing in it for anybody but an attacker.
    throw unreadable('changed');
  }
}

/** Tells keys apart without telling anything of them. */
const idOf = (key: Buffer): string => createHash('sha256').update(key).digest('hex').slice(0, 8);

const encode = (bytes: Buffer): string => bytes.toString('base64url');

/** Strict: Node's decoder skips what it does not know, so that two texts would mean the same bytes. */
function decode(text: string | undefined): Buffer {
  const bytes = Buffer.from(text ?? '', 'base64url');
  if (encode(bytes) !== text) throw unreadable('malformed');
  return bytes;
}

/** What the tag is computed over besides the text. */
const boundTo = (form: string, context: string): Buffer =>
  Buffer.from(form === 'v1' ? context : `${context}|${form}`);

/** The id a sealed text names; nothing else of a stored value ever reaches a log or a report. */
const keyIdOf = (sealed: string): string | undefined => /^v\d\.([0-9a-f]{8})\./u.exec(sealed)?.[1];

/** The facts are for the operator: a key that is gone can be put back, a value that was changed cannot be mended. */
const unreadable = (why: 'unknown-key' | 'changed' | 'malformed', key?: string): SlipwayError =>
  new SlipwayError('secret-unreadable', { why, key });
