/** The project all clicks and lists are about, and the deployment that waits for approval in it. */
export const SHOP = { id: 1, path: 'acme/shop' } as const;
export const WAITING = 5_000;
const ENVIRONMENT = 'production';

const SHA = '99d03678b90d914dbb1b109132516d71a4a03ea8';

const user = (id: number, username: string) => ({
  id,
  username,
  public_email: '',
  name: `Person ${username}`,
  state: 'active',
  locked: false,
  avatar_url: `https://gitlab.example.com/uploads/-/system/user/avatar/${id}/avatar.png`,
  web_url: `https://gitlab.example.com/${username}`,
});

const commit = {
  id: SHA,
  short_id: SHA.slice(0, 8),
  created_at: '2026-08-11T13:28:26.000+02:00',
  parent_ids: ['fa3a2e1f0c2d4b6a8e0f1a2b3c4d5e6f70819203'],
  title: 'Ship the new checkout to everybody',
  message: 'Ship the new checkout to everybody\n\nSee merge request acme/shop!1843',
  author_name: 'Person dana',
  author_email: 'dana@example.com',
  authored_date: '2026-08-11T13:28:26.000+02:00',
  committer_name: 'Person dana',
  committer_email: 'dana@example.com',
  committed_date: '2026-08-11T13:28:26.000+02:00',
  trailers: {},
  web_url: `https://gitlab.example.com/acme/shop/-/commit/${SHA}`,
};

const job = (id: number, status: string) => ({
  id,
  status,
  stage: 'deploy',
  name: 'deploy-production',
  ref: 'main',
  tag: false,
  coverage: null,
  allow_failure: false,
  created_at: '2026-08-11T11:28:26.120Z',
  started_at: status === 'manual' ? null : '2026-08-11T11:29:26.120Z',
  finished_at: status === 'manual' ? null : '2026-08-11T11:32:47.701Z',
  duration: status === 'manual' ? null : 201.581,
  queued_duration: null,
  user: user(7, 'dana'),
  commit,
  pipeline: {
    id: id + 10_000,
    iid: id,
    project_id: SHOP.id,
    sha: SHA,
    ref: 'main',
    status: status === 'manual' ? 'manual' : 'success',
    source: 'push',
    created_at: '2026-08-11T11:20:00.000Z',
    updated_at: '2026-08-11T11:32:47.000Z',
    web_url: `https://gitlab.example.com/acme/shop/-/pipelines/${id + 10_000}`,
  },
  web_url: `https://gitlab.example.com/acme/shop/-/jobs/${id}`,
  project: { ci_job_token_scope_enabled: false },
});

const deployment = (id: number, status: string, jobStatus: string) => ({
  id,
  iid: id - 3_000,
  ref: 'main',
  sha: SHA,
  created_at: '2026-08-11T11:28:34.085Z',
  updated_at: '2026-08-11T11:32:48.114Z',
  user: user(7, 'dana'),
  environment: { id: 12, name: ENVIRONMENT, external_url: 'https://shop.example.com' },
  deployable: job(id + 20_000, jobStatus),
  status,
});

/** Finished deployments of the shop, newest first; each as long as GitLab's own. */
export const finishedRows = (count: number): object[] =>
  Array.from({ length: count }, (_none, at) => deployment(WAITING - 1 - at, 'success', 'success'));

/** The projects whose deployments events tell of; enough that none has two events within a second. */
export const HOOKED: readonly number[] = Array.from({ length: 100 }, (_none, at) => 1_001 + at);

/** A deployment that just ended well, at this moment. */
export const endedDeployment = (id: number, at: string): object => ({
  ...deployment(id, 'success', 'success'),
  updated_at: at,
});

/** The deployment that waits for one approval of one group, as GitLab tells it by itself. */
export const waitingDeployment = (): object => ({
  ...deployment(WAITING, 'blocked', 'manual'),
  pending_approval_count: 1,
  approvals: [],
  approval_summary: {
    rules: [
      {
        id: 3,
        user_id: null,
        group_id: 44,
        group_inheritance_type: 0,
        access_level: null,
        access_level_description: 'Release managers',
        required_approvals: 1,
        deployment_approvals: [],
      },
    ],
  },
});

export const project = () => ({
  id: SHOP.id,
  name: 'Shop',
  path: 'shop',
  path_with_namespace: SHOP.path,
  description: 'The shop',
  web_url: `https://gitlab.example.com/${SHOP.path}`,
  default_branch: 'main',
  archived: false,
  visibility: 'private',
});

export const approval = () => ({
  user: user(8, 'kim'),
  status: 'approved',
  created_at: '2026-08-11T12:00:00.000Z',
  comment: '',
});
