/** Answers as GitLab sends them, with fields nobody here uses. */
export const userRow = { id: 7, username: 'kim', name: 'Kim', state: 'active', locked: false };

export const jobRow = {
  id: 15663409982,
  name: 'deploy',
  status: 'manual',
  stage: 'deploy',
  allow_failure: false,
  web_url: 'https://gitlab.example/acme/shop/-/jobs/15663409982',
  started_at: null,
  finished_at: null,
  duration: null,
  tag: false,
  commit: { id: 'a'.repeat(40), title: 'Blue' },
};

export const deploymentRow = {
  id: 1503250272,
  iid: 12,
  ref: 'main',
  sha: 'a'.repeat(40),
  status: 'blocked',
  created_at: '2026-08-02T10:41:35.000Z',
  updated_at: '2026-08-02T10:42:35.000Z',
  user: userRow,
  environment: { id: 3, name: 'production', slug: 'production', external_url: 'https://shop.example' },
  deployable: jobRow,
};

export const approvalRow = {
  user: userRow,
  status: 'approved',
  created_at: '2026-08-02T11:00:00.000Z',
  comment: 'fine',
};

export const ruleRow = {
  id: 5,
  user_id: null,
  group_id: 9,
  access_level: null,
  access_level_description: 'Security',
  required_approvals: 2,
  group_inheritance_type: 0,
  deployment_approvals: [approvalRow],
};

export const environmentRow = {
  id: 3,
  name: 'production',
  slug: 'production',
  external_url: null,
  tier: 'production',
  state: 'available',
  last_deployment: { id: 11, iid: 2, sha: 'b'.repeat(40), ref: 'main', status: 'success' },
};

export const projectRow = {
  id: 4,
  path_with_namespace: 'acme/shop',
  name: 'Shop',
  web_url: 'https://gitlab.example/acme/shop',
  archived: false,
};

export const mergeRequestRow = {
  iid: 31,
  title: 'Blue',
  web_url: 'https://gitlab.example/acme/shop/-/merge_requests/31',
  author: userRow,
};

export const commitRow = {
  id: 'c'.repeat(40),
  title: 'Blue',
  message: 'Blue\n\nSee merge request acme/shop!31',
  author_name: 'Kim',
};
