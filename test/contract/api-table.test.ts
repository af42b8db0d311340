import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { API_ROWS } from '../../scripts/api-rows.ts';

/** GitLab's published description, where it lies beside the checkout. */
const DOCUMENT = join(import.meta.dirname, '../../../shared/gitlab/openapi.yaml');

const Parameters = z.array(z.object({ name: z.string(), in: z.string() })).default([]);
const Body = z.object({
  content: z.object({
    'application/json': z.object({
      schema: z.object({
        $ref: z.string().optional(),
        properties: z.record(z.string(), z.unknown()).optional(),
      }),
    }),
  }),
});
const Call = z.object({ parameters: Parameters, requestBody: Body.optional() });
const Document = z.object({
  paths: z.record(z.string(), z.record(z.string(), z.unknown())),
  components: z.object({
    schemas: z.record(z.string(), z.object({ properties: z.record(z.string(), z.unknown()).optional() })),
  }),
});

const OURS = /\/projects\/\{id\}\/(?:deployments|environments)/u;
/** GitLab refuses it in every request, and says that it makes the slug itself. */
const REFUSED = new Set(['slug']);

describe.runIf(existsSync(DOCUMENT))('the table of docs/api.md', () => {
  it.each(existsSync(DOCUMENT) ? callsOf(readFileSync(DOCUMENT, 'utf8')) : [])(
    'has every parameter of %s',
    (call, names) => {
      const rows = API_ROWS.filter((row) => shapeOf(row.call) === call);
      expect(rows.length).toBeGreaterThan(0);
      const known = new Set(rows.map((row) => row.parameter));
      expect(names.filter((name) => !known.has(name))).toEqual([]);
    },
  );
});

/** Calls of the two APIs as `METHOD /path/:`, with the parameters that are not part of the path. */
function callsOf(text: string): [call: string, names: string[]][] {
  const { paths, components } = Document.parse(parse(text));
  return Object.entries(paths)
    .filter(([path]) => OURS.test(path))
    .flatMap(([path, calls]) =>
      Object.entries(calls).map(([method, value]): [string, string[]] => {
        const { parameters, requestBody } = Call.parse(value);
        const schema = requestBody?.content['application/json'].schema;
        const named =
          schema?.$ref === undefined ? schema : components.schemas[schema.$ref.split('/').at(-1) ?? ''];
        const inBody = Object.keys(named?.properties ?? {});
        const inQuery = parameters.filter((one) => one.in === 'query').map((one) => one.name);
        const names = [...inQuery, ...inBody].filter((name) => !REFUSED.has(name) && name !== 'not');
        return [shapeOf(`${method.toUpperCase()} ${path.replace('/api/v4', '')}`), names];
      }),
    );
}

/** The call without the names of its path's parts. */
const shapeOf = (call: string): string => call.replaceAll(/\{\w+\}|:\w+/gu, ':');
