/** One environment variable as an operator meets it: in the README's table and in the list of problems at start. */
export interface Variable {
  readonly name: string;
  /** `undefined`: required. An empty text: may be left out. */
  readonly fallback: string | undefined;
  readonly purpose: string;
  /** Where its value comes from, or what it looks like. */
  readonly source: string;
  /** Its value must never be printed. */
  readonly secret?: true;
}

/** Every variable Slipway reads, in the order of the README. */
export const VARIABLES = [
  {
    name: 'SLACK_BOT_TOKEN',
    fallback: undefined,
    purpose: 'the bot speaks to Slack with it',
    source: 'starts with `xoxb-`; Slack app settings → OAuth & Permissions → Bot User OAuth Token',
    secret: true,
  },
  {
    name: 'SLACK_SIGNING_SECRET',
    fallback: '',
    purpose: 'proves that a request comes from Slack; required unless `SLACK_APP_TOKEN` is set',
    source: 'at least 16 characters; Slack app settings → Basic Information → Signing Secret',
    secret: true,
  },
  {
    name: 'SLACK_APP_TOKEN',
    fallback: '',
    purpose: 'turns Socket Mode on, so that Slack needs no address of yours',
    source:
      'starts with `xapp-`; Slack app settings → Basic Information → App-Level Tokens, scope `connections:write`',
    secret: true,
  },
  {
    name: 'SLACK_API_URL',
    fallback: 'https://slack.com/api/',
    purpose: 'where the Slack Web API is; another one only for a stand-in',
    source: 'an http(s) address',
  },
  {
    name: 'GITLAB_URL',
    fallback: 'https://gitlab.com',
    purpose: 'your GitLab',
    source: 'its https address; `http:` only for a loopback address or with `ALLOW_INSECURE_GITLAB=true`',
  },
  {
    name: 'ALLOW_INSECURE_GITLAB',
    fallback: 'false',
    purpose: 'allows `http:` for a GitLab that is not on this machine; tokens then travel in clear',
    source: '`true` or `false`',
  },
  {
    name: 'GITLAB_TOKEN',
    fallback: undefined,
    purpose: 'the watcher reads deployments with it; it never writes',
    source:
      'a group or project access token, role Reporter, scope `read_api`; GitLab → Settings → Access tokens',
    secret: true,
  },
  {
    name: 'GITLAB_TOKEN_TYPE',
    fallback: 'private',
    purpose: 'what kind of token `GITLAB_TOKEN` is',
    source: '`private`, `oauth` or `job`',
  },
  {
    name: 'GITLAB_OAUTH_CLIENT_ID',
    fallback: undefined,
    purpose: 'people connect their GitLab accounts through this OAuth application',
    source:
      'GitLab → Settings → Applications: scopes `api` and `openid` (the latter for approvals confirmed in the browser), confidential, redirect URI `PUBLIC_URL` + `/oauth/gitlab/callback`',
  },
  {
    name: 'GITLAB_OAUTH_CLIENT_SECRET',
    fallback: undefined,
    purpose: 'the secret of that OAuth application',
    source: 'shown once when the application is created in GitLab',
    secret: true,
  },
  {
    name: 'GITLAB_WEBHOOK_SECRET',
    fallback: '',
    purpose:
      'proves that a webhook comes from GitLab (`X-Gitlab-Token`); without it and `GITLAB_WEBHOOK_SIGNING_TOKEN` there is no webhook address',
    source:
      'at least 16 characters, e.g. of `openssl rand -hex 24`; a comma list while you change it, the new one first',
    secret: true,
  },
  {
    name: 'GITLAB_WEBHOOK_SIGNING_TOKEN',
    fallback: '',
    purpose: 'the same for signed webhooks (GitLab 19.0 and later), which cannot be replayed or altered',
    source:
      '`whsec_` and 32 bytes in base64, e.g. `echo "whsec_$(openssl rand -base64 32)"`; a comma list while you change it, the new one first',
    secret: true,
  },
  {
    name: 'SIGN_IN',
    fallback: 'browser',
    purpose:
      'how people connect their GitLab accounts: `browser` sends them through pages at `PUBLIC_URL`, `device` has them enter a code at GitLab, for where their browsers cannot reach `PUBLIC_URL`',
    source: '`browser` or `device`; `device` needs GitLab 17.3',
  },
  {
    name: 'PUBLIC_URL',
    fallback: 'http://localhost:$PORT',
    purpose: "where people's browsers reach Slipway to connect their accounts",
    source: 'its https address; `http:` only for a loopback address or with `ALLOW_INSECURE_PUBLIC_URL=true`',
  },
  {
    name: 'ALLOW_INSECURE_PUBLIC_URL',
    fallback: 'false',
    purpose: 'allows `http:` for a `PUBLIC_URL` that is not on this machine; sign-ins then travel in clear',
    source: '`true` or `false`',
  },
  {
    name: 'TOKEN_KEYS',
    fallback: undefined,
    purpose: "encrypts people's GitLab tokens; the first key encrypts, all decrypt",
    source: 'comma list of base64 32-byte keys; `slipway keys generate` prints one',
    secret: true,
  },
  {
    name: 'REDIS_URL',
    fallback: '',
    purpose:
      'Redis or Valkey for the queues and records; left out, an embedded Valkey keeps them in `DATA_DIR`',
    source: '`redis://` or `rediss://`, with `maxmemory-policy noeviction` and AOF',
    secret: true,
  },
  {
    name: 'DATA_DIR',
    fallback: './data',
    purpose: "the embedded Valkey's files",
    source: 'a folder Slipway may write to',
  },
  {
    name: 'REDIS_PREFIX',
    fallback: 'slipway',
    purpose: 'every key starts with `{slipway}:`, so several installs can share one Redis',
    source: 'letters, digits, `-` and `_`',
  },
  {
    name: 'PORT',
    fallback: '3000',
    purpose: 'the port to listen on',
    source: '0 to 65535; 0 picks a free one',
  },
  {
    name: 'HOST',
    fallback: '0.0.0.0',
    purpose: 'the address to listen on',
    source: 'an IP address or host name',
  },
  {
    name: 'ROLE',
    fallback: 'all',
    purpose: '`web` answers Slack and browsers, `worker` does the background work',
    source: '`web`, `worker` or `all`',
  },
  {
    name: 'COMMAND_PREFIX',
    fallback: '',
    purpose: 'renames the commands: `gl-` gives `/gl-deploy`',
    source: 'lower-case letters, digits, `-` and `_`',
  },
  {
    name: 'OPERATORS',
    fallback: '',
    purpose: 'people who may use the operator commands besides the admins and owners of the workspace',
    source: 'comma list of Slack member ids (`U…` or `W…`); Slack → profile → ⋮ → Copy member ID',
  },
  {
    name: 'WATCHES_FILE',
    fallback: '',
    purpose: 'declares watches in a file, for those who keep set-up in git; read at each start',
    source: 'path of a YAML file; docs/operating.md shows one',
  },
  {
    name: 'AUDIT_RETENTION',
    fallback: '',
    purpose: 'how long a line of the audit trail is kept; left out, for ever',
    source: 'a duration of at least `180d`, such as `365d`: audits look back six to twelve months',
  },
  {
    name: 'POLL_HOT',
    fallback: '15s',
    purpose: 'poll pace while somebody waits or something runs',
    source: 'a duration such as `15s`',
  },
  {
    name: 'POLL_WARM',
    fallback: '60s',
    purpose: 'poll pace after a change within the hour',
    source: 'a duration such as `60s`',
  },
  {
    name: 'POLL_COLD',
    fallback: '10m',
    purpose: 'poll pace of a quiet project',
    source: 'a duration such as `10m`',
  },
  {
    name: 'LOG_LEVEL',
    fallback: 'info',
    purpose: 'how much is logged',
    source: '`debug`, `info`, `warn`, `error` or `silent`',
  },
] as const satisfies readonly Variable[];

export type VariableName = (typeof VARIABLES)[number]['name'];
