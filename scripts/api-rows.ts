/**
 * Every parameter of GitLab's Deployments and Environments APIs: the call that takes it, the command that sets it, and
 * the value GitLab must then be sent. `docs/api.md` is made from this table, and a test sends every line of it.
 * `{sha}`, `{done}`, `{waiting}`, `{manual}` and `{date}` stand for what the test's GitLab holds.
 */
export interface ApiRow {
  readonly call: string;
  /** Empty for a call without parameters of its own. */
  readonly parameter: string;
  /** The command as typed, without the project. */
  readonly command: string;
  /** As sent in the query or the body. */
  readonly value?: string;
}

const row = (call: string, parameter: string, command: string, value?: string): ApiRow => ({
  call,
  parameter,
  command,
  ...(value === undefined ? {} : { value }),
});

const LIST = 'GET /projects/:id/deployments';
const CHANGES = 'GET /projects/:id/deployments/:deployment_id/merge_requests';
const CREATE = 'POST /projects/:id/deployments';
const VOTE = 'POST /projects/:id/deployments/:deployment_id/approval';
const ENVIRONMENTS = 'GET /projects/:id/environments';
const NEW_ENVIRONMENT = 'POST /projects/:id/environments';
const ENVIRONMENT = 'PUT /projects/:id/environments/:environment_id';
const REVIEW_APPS = 'DELETE /projects/:id/environments/review_apps';
const DATE = '2026-01-31T00:00:00.000Z';

const list = (parameter: string, option: string, value: string, sent = value): ApiRow =>
  row(LIST, parameter, `/deploy list ${option}:${value}`, sent);
const changes = (parameter: string, option: string, value: string, sent = value): ApiRow =>
  row(CHANGES, parameter, `/deploy changes {done} ${option}:${value}`, sent);

const DEPLOYMENTS: readonly ApiRow[] = [
  list('environment', 'env', 'production'),
  list('status', 'status', 'success'),
  list('order_by', 'order', 'created_at'),
  list('sort', 'sort', 'asc'),
  list('updated_after', 'after', '2026-01-31', DATE),
  list('updated_before', 'before', '2026-01-31', DATE),
  list('finished_after', 'finished-after', '2026-01-31', DATE),
  list('finished_before', 'finished-before', '2026-01-31', DATE),
  list('page', 'page', '2'),
  list('per_page', 'per-page', '5'),
  row('GET /projects/:id/deployments/:deployment_id', '', '/deploy show {done}'),
  ...['environment', 'ref', 'sha', 'tag', 'status'].map((parameter) =>
    row(
      CREATE,
      parameter,
      '/deploy create env:staging ref:main sha:{sha} tag:no status:running',
      { environment: 'staging', ref: 'main', sha: '{sha}', tag: 'false', status: 'running' }[parameter] ?? '',
    ),
  ),
  row(
    'PUT /projects/:id/deployments/:deployment_id',
    'status',
    '/deploy update {made} status:failed',
    'failed',
  ),
  row('DELETE /projects/:id/deployments/:deployment_id', '', '/deploy delete {made}'),
  row(VOTE, 'comment', '/deploy approve {waiting} as:Release looks good', 'looks good'),
  row(VOTE, 'represented_as', '/deploy approve {again} as:Release', 'Release managers'),
  row(VOTE, 'status', '/deploy reject {waiting} not yet', 'rejected'),
];

const BELONGING: readonly (readonly [parameter: string, option: string, value: string])[] = [
  ['author_id', 'author-id', '7'],
  ['author_username', 'author', 'dana'],
  ['assignee_id', 'assignee-id', '7'],
  ['assignee_username', 'assignee', 'dana'],
  ['reviewer_id', 'reviewer-id', '7'],
  ['reviewer_username', 'reviewer', 'kim'],
  ['labels', 'label', 'risk,db'],
  ['milestone', 'milestone', '17.0'],
  ['my_reaction_emoji', 'reaction', 'thumbsup'],
];

const MERGE_REQUESTS: readonly ApiRow[] = [
  ...BELONGING.map(([parameter, option, value]) => changes(parameter, option, value)),
  ...BELONGING.map(([parameter, option, value]) => changes(`not[${parameter}]`, `not-${option}`, value)),
  changes('state', 'state', 'merged'),
  changes('order_by', 'order', 'updated_at'),
  changes('sort', 'sort', 'asc'),
  changes('search', 'search', 'tax'),
  changes('in', 'in', 'title'),
  changes('scope', 'scope', 'all'),
  changes('view', 'view', 'simple'),
  changes('wip', 'draft', 'no'),
  changes('approved', 'approved', 'yes'),
  changes('created_after', 'created-after', '2026-01-31', DATE),
  changes('created_before', 'created-before', '2026-01-31', DATE),
  changes('updated_after', 'after', '2026-01-31', DATE),
  changes('updated_before', 'before', '2026-01-31', DATE),
  changes('deployed_after', 'deployed-after', '2026-01-31', DATE),
  changes('deployed_before', 'deployed-before', '2026-01-31', DATE),
  changes('environment', 'env', 'production'),
  changes('source_branch', 'source-branch', 'fix'),
  changes('source_project_id', 'source-project', '101'),
  changes('target_branch', 'target-branch', 'main'),
  changes('merge_user_id', 'merged-by-id', '7'),
  changes('merge_user_username', 'merged-by', 'kim'),
  changes('with_labels_details', 'label-details', 'yes', 'true'),
  changes('with_merge_status_recheck', 'recheck', 'yes', 'true'),
  changes('page', 'page', '2'),
  changes('per_page', 'per-page', '5'),
];

const SETTINGS: readonly (readonly [parameter: string, option: string, value: string, sent?: string])[] = [
  ['external_url', 'url', 'https://demo.example.com'],
  ['tier', 'tier', 'testing'],
  ['description', 'description', 'demo'],
  ['auto_stop_setting', 'auto-stop', 'with-action', 'with_action'],
  ['cluster_agent_id', 'agent', '42'],
  ['kubernetes_namespace', 'namespace', 'demo'],
  ['flux_resource_path', 'flux', 'apps/demo'],
];

/** What can be taken away: by an empty value, which GitLab is sent as an empty text or `null`. */
const REMOVALS: readonly (readonly [parameter: string, option: string, sent: string])[] = [
  ['external_url', 'url', ''],
  ['description', 'description', ''],
  ['cluster_agent_id', 'agent', 'null'],
  ['kubernetes_namespace', 'namespace', 'null'],
  ['flux_resource_path', 'flux', 'null'],
];

const ENVIRONMENT_ROWS: readonly ApiRow[] = [
  row(ENVIRONMENTS, 'name', '/env list name:production', 'production'),
  row(ENVIRONMENTS, 'search', '/env list search:prod', 'prod'),
  row(ENVIRONMENTS, 'states', '/env list state:available', 'available'),
  row(ENVIRONMENTS, 'page', '/env list page:2', '2'),
  row(ENVIRONMENTS, 'per_page', '/env list per-page:5', '5'),
  row('GET /projects/:id/environments/:environment_id', '', '/env show production'),
  row(NEW_ENVIRONMENT, 'name', '/env create name:demo', 'demo'),
  ...SETTINGS.map(([parameter, option, value, sent]) =>
    row(NEW_ENVIRONMENT, parameter, `/env create demo-${option} ${option}:${value}`, sent ?? value),
  ),
  ...SETTINGS.map(([parameter, option, value, sent]) =>
    row(ENVIRONMENT, parameter, `/env update demo ${option}:${value}`, sent ?? value),
  ),
  ...REMOVALS.map(([parameter, option, sent]) =>
    row(ENVIRONMENT, parameter, `/env update demo ${option}:""`, sent),
  ),
  row('POST /projects/:id/environments/:environment_id/stop', 'force', '/env stop demo force', 'true'),
  row('DELETE /projects/:id/environments/:environment_id', '', '/env delete demo'),
  row('POST /projects/:id/environments/stop_stale', 'before', '/env stop-stale before:{stale}', '{stale}'),
  row(REVIEW_APPS, 'before', '/env delete-review-apps before:2026-01-31', DATE),
  row(REVIEW_APPS, 'limit', '/env delete-review-apps limit:10', '10'),
  row(REVIEW_APPS, 'dry_run', '/env delete-review-apps', 'true'),
];

export const API_ROWS: readonly ApiRow[] = [...DEPLOYMENTS, ...MERGE_REQUESTS, ...ENVIRONMENT_ROWS];
