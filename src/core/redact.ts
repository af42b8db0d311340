/** Tokens of Slack and GitLab, bearer headers, and the two bearer secrets Slack puts into payloads. */
const SECRETS = [
  /\bx(?:ox[a-z]|app)-[\w-]+/gu,
  /\bgl(?:pat|rt|oas|ptt|cbt|dt|soat)-[\w.-]+/gu,
  /\bBearer\s+[\w.~+/=-]+/giu,
  /https:\/\/hooks\.slack(?:-gov)?\.com\/[^\s"'<>]+/gu,
  /("?(?:trigger_id|response_url|token|refresh_token|client_secret|code|state)"?\s*[:=]\s*"?)[^\s"',&}]+/giu,
];

/** Replaces everything that looks like a secret. */
export const redactSecrets = (text: string): string =>
  SECRETS.reduce(
    (left, pattern) =>
      left.replaceAll(pattern, (_all, name: unknown) => `${typeof name === 'string' ? name : ''}[redacted]`),
    text,
  );
