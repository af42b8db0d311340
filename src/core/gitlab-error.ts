import { type ErrorCode, SlipwayError } from './errors.ts';

type GitLabErrorCode = Extract<ErrorCode, `gitlab-${string}`>;

/** A request to GitLab that did not end in a usable answer. Holds no token, no query and no body. */
export class GitLabError extends SlipwayError {
  readonly method: string;
  /** The path with placeholders, e.g. `/projects/:id/deployments/:deployment_id`. */
  readonly pathTemplate: string;
  /** HTTP status; `undefined` when no answer came. */
  readonly status: number | undefined;
  /** GitLab's `X-Request-Id`, by which its operators find the call. */
  readonly requestId: string | undefined;
  /** GitLab's own words, in the caller's language: to show, never to decide on. */
  readonly said: string | undefined;
  /** `false` when the request surely never reached GitLab: no connection came about, or it was held back here. */
  readonly sent: boolean;

  constructor(
    code: GitLabErrorCode,
    request: { method: string; pathTemplate: string },
    answer: {
      status?: number | undefined;
      requestId?: string | undefined;
      said?: string | undefined;
      /** The token was given too little, whatever its owner may do. */
      lacksScope?: boolean;
    } = {},
    options: { cause?: unknown; retryAfterMs?: number; sent?: boolean } = {},
  ) {
    const sent = options.sent ?? true;
    // Told apart in words: "nothing was approved" may be said only of what surely had no effect.
    const effect = sent && actsOnDeployments(request) ? 'unclear' : 'none';
    const { said, status, requestId, lacksScope } = answer;
    const facts = { said, status, requestId, effect, call: `${request.method} ${request.pathTemplate}` };
    super(code, lacksScope === true ? { ...facts, lacks: 'scope' } : facts, options);
    this.name = 'GitLabError';
    this.method = request.method;
    this.pathTemplate = request.pathTemplate;
    this.status = answer.status;
    this.requestId = answer.requestId;
    this.said = answer.said;
    this.sent = sent;
  }

  /**
   * Whether GitLab may have carried out the write although no clear answer came: it was sent, and the answer is
   * missing, a server fault, or a success that cannot be read. Reading is never ambiguous.
   */
  get isAmbiguous(): boolean {
    return this.sent && this.method !== 'GET' && UNCLEAR.has(this.code);
  }
}

const UNCLEAR: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'gitlab-timeout',
  'gitlab-unreachable',
  'gitlab-down',
  'gitlab-invalid-answer',
]);

/** Getting a token changes no deployment: it comes before the write it is for. */
const actsOnDeployments = (request: { readonly method: string; readonly pathTemplate: string }): boolean =>
  request.method !== 'GET' && !request.pathTemplate.startsWith('/oauth/');
