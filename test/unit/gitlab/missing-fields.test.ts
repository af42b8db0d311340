import { describe, expect, it } from 'vitest';
import { DeploymentSchema } from '../../../src/gitlab/deployment-schema.ts';
import { EnvironmentSchema } from '../../../src/gitlab/environment-schema.ts';
import { ProjectSchema } from '../../../src/gitlab/project-schema.ts';
import { UserSchema } from '../../../src/gitlab/user-schema.ts';

/** Servers of different ages leave out different fields; only those a decision rests on are required. */
describe('an answer with nothing but what is needed', () => {
  it.each([
    [
      'a project',
      ProjectSchema,
      { id: 1, path_with_namespace: 'acme/shop', web_url: 'https://gitlab.example/acme/shop' },
    ],
    ['a user', UserSchema, { id: 7, username: 'kim' }],
    ['an environment', EnvironmentSchema, { id: 3, name: 'production' }],
    [
      'a deployment',
      DeploymentSchema,
      {
        id: 42,
        iid: 2,
        ref: 'main',
        sha: 'a91957a8',
        created_at: '2026-11-21T10:00:00.000Z',
        environment: { id: 3, name: 'production' },
        deployable: { id: 664 },
      },
    ],
  ])('parses %s', (_what, schema, body) => {
    expect(schema.safeParse(body).success).toBe(true);
  });
});
