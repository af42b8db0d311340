/**
 * Tokens of Slack and GitLab, bearer headers, the bearer secrets Slack puts into payloads, and what travels through a
 * sign-in. `code` and `state` are secrets in an address only: everywhere else they are ordinary words of a log line.
 */
const SECRETS = [
  /\bx(?:ox[a-z]|app)-[\w-]+/gu,
  /\bgl(?:pat|rt|oas|ptt|cbt|dt|soat)-[\w.-]+/gu,
  /\bBearer\s+[\w.~+/=-]+/giu,
  /https:\/\/hooks\.slack(?:-gov)?\.com\/[^\s"'<>]+/gu,
  /("?(?:trigger_id|response_url|access_token|refresh_token|client_secret|code_verifier|token)"?\s*[:=]\s*"?)[^\s"',&}]+/giu,
  /([?&](?:code|state)=)[^\s"'&]+/giu,
];

/** Replaces everything that looks like a secret. */
export const redactSecrets = (text: string): string =>
  SECRETS.reduce(
    (left, pattern) =>
      left.replaceAll(pattern, (_all, name: unknown) => `${typeof name === 'string' ? name : ''}[redacted]`),
    text,
  );
