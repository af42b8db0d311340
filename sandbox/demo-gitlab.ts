import type { GitLabWorld } from './gitlab/sandbox-gitlab.ts';

/**
 * A small company: a shop whose production asks for two approvals, one by Security and one by the release managers.
 * @returns the watcher's reading token
 */
export function demoGitLab(world: GitLabWorld): string {
  world.addUser({ username: 'dana', name: 'Dana Ruiz' });
  world.addUser({ username: 'kim', name: 'Kim Berg' });
  world.addUser({ username: 'ana', name: 'Ana Costa' });
  world.addUser({ username: 'watcher', name: 'Deployment watcher' });
  world.addGroup({ path: 'acme', name: 'Acme' });
  world.addGroup({ path: 'acme/security', name: 'Security', members: { ana: 'developer' } });
  world.addGroup({ path: 'acme/release-managers', name: 'Release managers', members: { kim: 'maintainer' } });
  const members = { dana: 'developer', kim: 'maintainer', ana: 'developer', watcher: 'reporter' } as const;
  world.addProject({ path: 'acme/shop', name: 'Shop', members });
  world.addProject({ path: 'acme/blog', name: 'Blog', members });
  world.addEnvironment('acme/shop', {
    name: 'production',
    tier: 'production',
    externalUrl: 'https://shop.example.com',
  });
  world.addEnvironment('acme/shop', {
    name: 'staging',
    tier: 'staging',
    externalUrl: 'https://staging.shop.example.com',
  });
  world.addEnvironment('acme/blog', {
    name: 'production',
    tier: 'production',
    externalUrl: 'https://blog.example.com',
  });
  const first = world.startPipeline('acme/shop', {
    environment: 'production',
    by: 'dana',
    ref: 'v2.13.0',
    tag: true,
  });
  world.succeed(first.id);
  world.protectEnvironment('acme/shop', 'production', {
    deployers: [{ role: 'developer' }],
    rules: [{ group: 'acme/security' }, { group: 'acme/release-managers' }],
  });
  world.addMergeRequest('acme/shop', { title: 'Retry a payment that timed out', author: 'dana' });
  world.addMergeRequest('acme/shop', { title: 'New tax rates for 2027', author: 'ana' });
  world.addCommit('acme/shop', { title: 'Raise the cache size', author: 'dana' });
  world.startPipeline('acme/shop', {
    environment: 'production',
    by: 'dana',
    ref: 'v2.14.0',
    tag: true,
    job: 'deploy:production',
  });
  world.startPipeline('acme/blog', {
    environment: 'production',
    by: 'dana',
    ref: 'main',
    manual: true,
    job: 'publish',
  });
  world.autoFinishAfterMs = 2_000;
  return world.addToken('watcher', { scopes: ['read_api'] });
}
