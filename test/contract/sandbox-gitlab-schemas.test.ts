import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { Ajv } from 'ajv';
import formats from 'ajv-formats';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { openShop, type Shop } from '../unit/sandbox/gitlab-shop.ts';

/** GitLab's own schemas are no part of the project; where they lie beside it, the sandbox is held against them. */
const REFERENCE = fileURLToPath(new URL('../../../shared/gitlab', import.meta.url));
const SHOP = '/projects/acme%2Fshop';

type Json = Readonly<Record<string, unknown>>;

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function object(value: unknown): Json {
  return isObject(value) ? value : {};
}

function jsonFiles(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return jsonFiles(path);
    return entry.name.endsWith('.json') ? [path] : [];
  });
}

/** Complaints of GitLab's own JSON schema about an answer; empty is good. */
function complaints(name: string, answer: unknown): string[] {
  const ajv = new Ajv({ strict: false, allErrors: true });
  formats.default(ajv);
  for (const file of jsonFiles(join(REFERENCE, 'schemas'))) {
    ajv.addSchema(JSON.parse(readFileSync(file, 'utf8')), pathToFileURL(file).href);
  }
  const validate = ajv.getSchema(pathToFileURL(join(REFERENCE, 'schemas/public_api/v4', name)).href);
  if (!validate) throw new Error(`no schema ${name}`);
  void validate(answer);
  return (validate.errors ?? []).map((error) => `${error.instancePath} ${error.message}`);
}

function slice(): Json {
  return object(parse(readFileSync(join(REFERENCE, 'openapi.yaml'), 'utf8')));
}

/** Paths of fields an answer has and the OpenAPI entity has not: invented fields. */
function invented(schemas: Json, entity: string, answer: unknown, at = ''): string[] {
  if (Array.isArray(answer)) return answer.flatMap((one) => invented(schemas, entity, one, at));
  if (!isObject(answer)) return [];
  const properties = object(object(schemas[entity]).properties);
  return Object.entries(answer).flatMap(([key, value]) => {
    const property = properties[key];
    if (property === undefined) return [`${at}/${key}`];
    const reference = object(property).$ref;
    return typeof reference === 'string'
      ? invented(schemas, reference.split('/').at(-1) ?? '', value, `${at}/${key}`)
      : [];
  });
}

async function busyShop(): Promise<{ shop: Shop; id: number; jobId: number; environmentId: number }> {
  const shop = await openShop();
  shop.world.addFreezePeriod('acme/shop', { start: '0 23 * * 5', end: '0 8 * * 1' });
  shop.world.addMergeRequest('acme/shop', { title: 'Blue', author: 'dana', milestone: '1.0' });
  const one = shop.world.startPipeline('acme/shop', { environment: 'production', by: 'dana' });
  shop.world.approve(one.id, 'lee', { comment: 'ok' });
  shop.world.approve(one.id, 'kim', { as: 'Maintainers' });
  shop.world.play(one.id, 'kim');
  shop.world.succeed(one.id);
  return { shop, id: one.id, jobId: one.jobId, environmentId: one.environmentId };
}

describe.runIf(existsSync(REFERENCE))('the sandbox’s answers', () => {
  it('would be caught out if they were wrong', () => {
    expect(complaints('freeze_periods.json', [{ id: 'one' }])).toContain('/0/id must be integer');
    expect(invented({ Thing: { properties: { id: {} } } }, 'Thing', [{ id: 1, extra: 2 }])).toEqual([
      '/extra',
    ]);
  });

  it('satisfy the schemas of GitLab’s own specs', async () => {
    const { shop, id, jobId, environmentId } = await busyShop();
    const cases: [string, string][] = [
      ['deployment.json', `${SHOP}/deployments/${id}`],
      ['job.json', `${SHOP}/jobs/${jobId}`],
      ['environments.json', `${SHOP}/environments`],
      ['environment.json', `${SHOP}/environments/${environmentId}`],
      ['freeze_periods.json', `${SHOP}/freeze_periods`],
    ];
    for (const [schema, path] of cases) {
      const { body } = await shop.api('GET', path, 'kim');
      expect.soft(complaints(schema, body), path).toEqual([]);
    }
  });

  it('invent no field that GitLab’s OpenAPI document does not have', async () => {
    const { shop, id, jobId, environmentId } = await busyShop();
    const schemas = object(object(slice().components).schemas);
    const cases: [string, string][] = [
      ['APIEntitiesDeployment', `${SHOP}/deployments`],
      ['APIEntitiesDeploymentExtended', `${SHOP}/deployments/${id}`],
      ['APIEntitiesMergeRequestBasic', `${SHOP}/deployments/${id}/merge_requests`],
      ['APIEntitiesCiJob', `${SHOP}/jobs/${jobId}`],
      ['APIEntitiesEnvironment', `${SHOP}/environments/${environmentId}`],
      ['APIEntitiesProtectedEnvironment', `${SHOP}/protected_environments`],
      ['APIEntitiesFreezePeriod', `${SHOP}/freeze_periods`],
    ];
    for (const [entity, path] of cases) {
      const { status, body } = await shop.api('GET', path, 'kim');
      expect.soft([status, invented(schemas, entity, body)], path).toEqual([200, []]);
    }
  });

  it('know every query parameter of the reads that GitLab documents', async () => {
    const { shop, id, jobId, environmentId } = await busyShop();
    const ids: Readonly<Record<string, string>> = {
      id: 'acme%2Fshop',
      deployment_id: String(id),
      environment_id: String(environmentId),
      job_id: String(jobId),
      freeze_period_id: '1',
      name: 'production',
    };
    for (const [path, operations] of Object.entries(object(slice().paths))) {
      const read = object(object(operations).get);
      if (!Array.isArray(read.parameters) || path.includes('/groups/')) continue;
      const names = read.parameters
        .map(object)
        .filter((one) => one.in === 'query')
        .map((one) => String(one.name));
      const query = names.map((name) => `${encodeURIComponent(name)}=1`).join('&');
      const filled = path
        .replace('/api/v4', '')
        .replace(/\{(\w+)\}/g, (_all, name: string) => ids[name] ?? name);
      const { status } = await shop.api('GET', `${filled}?${query}`, 'kim');
      expect.soft([200, 400], filled).toContain(status);
    }
    expect(shop.gitlab.unknown).toEqual([]);
  });
});
