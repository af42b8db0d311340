/**
 * Tokens of Slack and GitLab, authorisation headers, the bearer secrets Slack puts into payloads, and what travels
 * through a sign-in. `code` and `state` are secrets in an address only: everywhere else they are ordinary words of a log
 * line. Tokens are found wherever they stand, also behind a percent-encoded quote, and fields also in JSON within JSON,
 * whose backslashes stay so that the line remains JSON.
 */
const SECRETS = [
  /x(?:ox[a-z]|app|wfp)-[\w-]+/gu,
  /gl(?:pat|rtr?|oas|ptt|cbt|dt|soat|ft|imt|agent|ffct|wt)-[\w.-]+/gu,
  /whsec_[\w+/=-]+/gu,
  /\bBearer\s+[\w.~+/=-]+/giu,
  /\bBasic\s+[\w+/=-]{12,}/giu,
  /https:\/\/hooks\.slack(?:-gov)?\.com\/[^\s"'<>\\]+/giu,
  // A key file, its line breaks as they are or escaped; half of one is secret too.
  /-----BEGIN [A-Z ]{0,40}PRIVATE KEY-----(?:[\w+/=\s:,-]|\\+[nr])*/gu,
  // Name and password of an address, such as Redis's.
  /(\b[a-z][\w+.-]{1,20}:\/\/)[^\s"'\\/@?#]{1,512}@/giu,
  // 32 bytes in base64, as our own keys are.
  /(?<![\w+/])[A-Za-z0-9+/]{43}=(?![\w=])/gu,
  /((?:trigger_?id|response_?url|(?:client|signing|webhook)_?secret|code_?verifier|device_?code|password|token)\\*["']?\s*[:=]\s*\\*["']?)(?!null\b|[[{])[^\s"',&}\\]+/giu,
  /([?&](?:code|state|ticket)=)[^\s"'&\\]+/giu,
];

/** Replaces everything that looks like a secret. */
export const redactSecrets = (text: string): string =>
  SECRETS.reduce(
    (left, pattern) =>
      left.replaceAll(pattern, (_all, name: unknown) => `${typeof name === 'string' ? name : ''}[redacted]`),
    text,
  );

/** Shorter ones are found in ordinary words. */
const SHORTEST = 8;

/**
 * Also replaces secrets whose look tells nothing, each as it is, within JSON, and in an address.
 * @returns a function like `redactSecrets`
 */
export function redactorOf(secrets: readonly string[]): (text: string) => string {
  const spellings = secrets
    .filter((secret) => secret.length >= SHORTEST)
    .flatMap((secret) => [secret, JSON.stringify(secret).slice(1, -1), encodeURIComponent(secret)]);
  const known = [...new Set(spellings)].sort((one, other) => other.length - one.length);
  return (text) => redactSecrets(known.reduce((left, secret) => left.replaceAll(secret, '[redacted]'), text));
}
