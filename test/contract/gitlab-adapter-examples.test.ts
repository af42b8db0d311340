import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { DeploymentId, EnvironmentId, JobId, ProjectId } from '../../src/core/ids.ts';
import type { GitLabApi } from '../../src/core/ports/gitlab.ts';
import { apiAt, json, keptLog, loopback } from '../unit/gitlab/loopback.ts';

// GitLab's own pages and the examples in them, where they lie beside the project; they are no part of it.
const EXAMPLES = new URL('../../../shared/gitlab/examples/', import.meta.url);
const PAGES = new URL('../../../shared/seeds/', import.meta.url);

const project = ProjectId.parse(1);
const deployment = DeploymentId.parse(1);
const environment = EnvironmentId.parse(1);

type Call = (api: GitLabApi) => Promise<unknown>;

const status = 'success';
const wish = { environment: 'production', sha: 'a', ref: 'main', tag: false, status } as const;

/** The call whose answer an example shows, by the example's name. */
const CALLS: readonly [RegExp, Call][] = [
  [/^deployments\.01/, (api) => api.deployments.list(project)],
  [/^deployments\.02/, (api) => api.deployments.get(project, deployment)],
  [/^deployments\.04/, (api) => api.deployments.create(project, wish)],
  [/^deployments\.06/, (api) => api.deployments.update(project, deployment, status)],
  [/^deployments\.08/, (api) => api.deployments.delete(project, deployment)],
  [/^deployments\.12/, (api) => api.deployments.decide(project, deployment, { status: 'approved' })],
  [/^environments\.01/, (api) => api.environments.list(project)],
  [/^environments\.02/, (api) => api.environments.get(project, environment)],
  [/^environments\.03/, (api) => api.environments.create(project, { name: 'deploy' })],
  [/^environments\.04/, (api) => api.environments.update(project, environment, {})],
  [/^environments\.05/, (api) => api.environments.deleteReviewApps(project, { dryRun: true })],
  [/^environments\.06/, (api) => api.environments.stop(project, environment)],
  [/^environments\.07/, (api) => api.environments.stopStale(project, '2024-01-01')],
  [/^freeze_periods\.01/, (api) => api.freezePeriods.list(project)],
  [/^freeze_periods\.02/, (api) => api.freezePeriods.get(project, 1)],
  [/^protected_environments\.01/, (api) => api.protectedEnvironments.list(project)],
  [/^protected_environments\.02/, (api) => api.protectedEnvironments.get(project, 'production')],
  [/^group_protected_environments\.01/, (api) => api.protectedEnvironments.listOfGroup(1)],
  [/^group_protected_environments\.02/, (api) => api.protectedEnvironments.getOfGroup(1, 'production')],
];

/** The call that gives such an answer, by the fields that only it has; `undefined` for what is no answer of a call. */
function callFor(answer: unknown): Call | undefined {
  const one: unknown = Array.isArray(answer) ? answer[0] : answer;
  if (typeof one !== 'object' || one === null) return undefined;
  if ('scheduled_entries' in one)
    return (api) => api.environments.deleteReviewApps(project, { dryRun: true });
  if ('source_branch' in one) return (api) => api.deployments.mergeRequestPage(project, deployment);
  if ('deployable' in one && 'iid' in one) {
    if (Array.isArray(answer)) return (api) => api.deployments.list(project);
    return (api) => api.deployments.get(project, deployment);
  }
  if ('slug' in one && 'state' in one) {
    if (Array.isArray(answer)) return (api) => api.environments.list(project);
    return (api) => api.environments.get(project, environment);
  }
  if ('comment' in one && 'user' in one)
    return (api) => api.deployments.decide(project, deployment, { status: 'approved' });
  return undefined;
}

/** Every whole JSON list or object that begins a line of the text. */
function jsonIn(text: string): unknown[] {
  const found: unknown[] = [];
  const lines = text.split('\n');
  for (let at = 0; at < lines.length; at += 1) {
    if (!/^\s*[[{]\s*$/.test(lines[at] ?? '')) continue;
    const end = lines.findIndex((_line, to) => to > at && parsed(lines.slice(at, to + 1)) !== undefined);
    if (end < 0) continue;
    found.push(parsed(lines.slice(at, end + 1)));
    at = end;
  }
  return found;
}

function parsed(lines: readonly string[]): unknown {
  if (!/^\s*[\]}]/.test(lines.at(-1) ?? '')) return undefined;
  try {
    return JSON.parse(lines.join('\n'));
  } catch {
    return undefined;
  }
}

/** Reads the answer through the adapter; every row of a list must come through. */
async function reads(call: Call, answer: unknown): Promise<unknown> {
  const log = keptLog();
  const server = await loopback(json(answer));
  const value = await call(apiAt(server.url, { log, clock: { now: () => Date.parse('2026-01-01') } }));
  expect(log.lines.filter(({ level }) => level === 'warn')).toEqual([]);
  return value;
}

describe.skipIf(!existsSync(EXAMPLES))("GitLab's documented answers", () => {
  const names = existsSync(EXAMPLES) ? readdirSync(EXAMPLES) : [];

  it.each(CALLS)('%s can be read', async (pattern, call) => {
    const name = names.find((one) => pattern.test(one)) ?? '';
    expect(name).not.toBe('');
    await reads(call, JSON.parse(readFileSync(new URL(name, EXAMPLES), 'utf8')));
  });
});

describe.skipIf(!existsSync(PAGES))('the pages of the API', () => {
  const names = existsSync(PAGES) ? readdirSync(PAGES).filter((name) => name.endsWith('.txt')) : [];

  it.each(names)('%s shows answers that can be read', async (name) => {
    const answers = jsonIn(readFileSync(new URL(name, PAGES), 'utf8'));
    const known = answers.flatMap((answer) => {
      const call = callFor(answer);
      return call === undefined ? [] : [{ call, answer }];
    });
    expect(known.length).toBeGreaterThan(1);
    for (const { call, answer } of known) await reads(call, answer);
  });
});

it('a job that is none, as triggers leave it in a deployment, is read', async () => {
  const bridge = { id: 2, name: 'downstream', status: 'success', downstream_pipeline: { id: 5 } };
  const job = await reads((api) => api.jobs.get(project, JobId.parse(2)), bridge);
  expect(job).toMatchObject({ name: 'downstream', status: 'success', commitTitle: null });
});
