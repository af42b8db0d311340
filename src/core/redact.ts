/**
 * Tokens of Slack and GitLab, authorisation headers, the bearer secrets Slack puts into payloads, and what travels
 * through a sign-in. `code` and `state` are secrets in an address only: everywhere else they are ordinary words of a log
 * line. Tokens are found wherever they stand, also behind a percent-encoded quote, and fields also in JSON within JSON,
 * whose backslashes stay so that the line remains JSON.
 */
const SECRETS = [
  /x(?:ox[a-z]|app|wfp)-[\w-]+/gu,
  /gl(?:pat|rtr?|oas|ptt|cbt|dt|soat|ft|imt|agent|ffct)-[\w.-]+/gu,
  /\bBearer\s+[\w.~+/=-]+/giu,
  /\bBasic\s+[\w+/=-]{12,}/giu,
  /https:\/\/hooks\.slack(?:-gov)?\.com\/[^\s"'<>\\]+/giu,
  /((?:trigger_?id|response_?url|client_?secret|signing_?secret|code_?verifier|token)\\*["']?\s*[:=]\s*\\*["']?)(?!null\b|[[{])[^\s"',&}\\]+/giu,
  /([?&](?:code|state|ticket)=)[^\s"'&\\]+/giu,
];

/** Replaces everything that looks like a secret. */
export const redactSecrets = (text: string): string =>
  SECRETS.reduce(
    (left, pattern) =>
      left.replaceAll(pattern, (_all, name: unknown) => `${typeof name === 'string' ? name : ''}[redacted]`),
    text,
  );
