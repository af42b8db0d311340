import type { SlipwayError } from '../core/errors.ts';

/** What a reader has against a value, for whoever writes the file, as the rest of a sentence about the key. */
export function refusalInWords({ code, facts }: SlipwayError): string {
  switch (code) {
    case 'bad-value':
      return `cannot be ${quoted(facts.value)}: ${fitting(facts)}`;
    case 'bad-project':
      return `cannot be ${quoted(facts.text)}: write a path like group/app, its number, or its address in GitLab`;
    case 'foreign-url':
      return `is an address of another host than ${String(facts.host)}`;
    case 'confirm-unavailable':
      return 'needs sign-ins in the browser, and `SIGN_IN` is `device`';
    default:
      return `was refused (${code})`;
  }
}

const quoted = (value: unknown): string => `\`${String(value)}\``;

function fitting({ known, takes }: SlipwayError['facts']): string {
  if (known !== undefined) return `it takes ${[known].flat().join(', ')}`;
  return `it takes ${String(takes ?? 'something else')}`;
}
