import type { Credential } from '../core/ports/gitlab.ts';

/** The headers of a request to the API, the credential's own among them. */
export function headersOf(
  { kind, token }: Credential,
  options: { readonly userAgent: string; readonly accept: string; readonly hasBody: boolean },
): Record<string, string> {
  const headers: Record<string, string> = { accept: options.accept, 'user-agent': options.userAgent };
  if (options.hasBody) headers['content-type'] = 'application/json';
  switch (kind) {
    case 'private':
      headers['private-token'] = token;
      return headers;
    case 'oauth':
      headers.authorization = `Bearer ${token}`;
      return headers;
    case 'job':
      headers['job-token'] = token;
      return headers;
  }
}
