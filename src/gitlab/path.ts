import { GitLabError } from '../core/gitlab-error.ts';

/** An API path: what is sent, and the same with placeholders for logs and errors. */
export interface Path {
  /** Below `/api/v4`, every value percent-encoded. */
  readonly encoded: string;
  /** e.g. `/projects/:id/deployments/:deployment_id`. */
  readonly template: string;
}

/** A value and the name its placeholder carries: exactly one property. */
type Named = Readonly<Record<string, string | number>>;

/** Nothing in GitLab has a longer name; proxies refuse long request lines in ways that are hard to read. */
const LONGEST = 1000;

/**
 * Builds an API path. Each value is percent-encoded into one segment, so that no value can reach another endpoint.
 *
 * ```ts
 * path`/projects/${{ id: project }}/deployments/${{ deployment_id: deployment }}`
 * ```
 * @throws GitLabError `gitlab-not-found`, not sent, for a value that can name nothing in GitLab: empty, too long,
 *   malformed, or with an empty, `.` or `..` part, which a proxy in between might resolve even where it is encoded
 */
export function path(parts: TemplateStringsArray, ...values: readonly Named[]): Path {
  let encoded = parts[0] ?? '';
  let template = encoded;
  values.forEach((named, index) => {
    const literal = parts[index + 1] ?? '';
    for (const [name, value] of Object.entries(named)) {
      encoded += (encodeSegment(value) ?? refuse(name)) + literal;
      template += `:${name}${literal}`;
    }
  });
  return { encoded, template };
}

function encodeSegment(value: string | number): string | undefined {
  if (typeof value === 'number') return String(value);
  const nameless =
    value.length > LONGEST ||
    /\p{Surrogate}/u.test(value) ||
    value.split('/').some((part) => part === '' || part === '.' || part === '..');
  return nameless ? undefined : encodeURIComponent(value);
}

function refuse(name: string): never {
  throw new GitLabError(
    'gitlab-not-found',
    { method: 'none', pathTemplate: `:${name}` },
    {},
    { cause: new Error(`${name} can name nothing in GitLab`), sent: false },
  );
}
