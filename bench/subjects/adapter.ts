// One way of listing deployments, named on the command line.
import { Deployments } from '@gitbeaker/rest';
import { z } from 'zod';
import { ProjectId } from '../../src/core/ids.ts';
import { createGitLab } from '../../src/gitlab/gitlab.ts';
import { staticCredential } from '../../src/gitlab/static-credential.ts';
import { createLog } from '../../src/log.ts';
import { systemClock } from '../../src/real-world.ts';
import { variable } from '../apps/environment.ts';
import { serveCalls } from '../run/calls.ts';
import { SHOP } from '../world/rows.ts';
import { oneByOne } from './measured.ts';
import { type ReadJson, withNodeFetch, withRawHttp } from './read-json.ts';

/** Reads a full page of a project's deployments. */
type List = (project: number) => Promise<unknown>;

const baseUrl = variable('GITLAB_URL');

const bare =
  (read: ReadJson): List =>
  (project) =>
    read(`${baseUrl}/api/v4/projects/${project}/deployments?order_by=updated_at&sort=asc&per_page=100`);

function slipway(): List {
  const gitlab = createGitLab({ baseUrl, log: createLog('info'), clock: systemClock });
  const api = gitlab.as(staticCredential({ kind: 'private', token: 'bench' }));
  const query = { orderBy: 'updated_at', sort: 'asc', perPage: 100 } as const;
  return (project) => api.deployments.list(ProjectId.parse(project), query);
}

/** Its own limits are lifted: the others have none to wait for either. */
function gitbeaker(): List {
  const deployments = new Deployments({ host: baseUrl, token: 'bench', rateLimits: { '**': 1_000_000 } });
  return (project) => deployments.all(project, { orderBy: 'updated_at', sort: 'asc', perPage: 100, page: 1 });
}

const WAYS: Readonly<Record<string, () => List>> = {
  Slipway: slipway,
  'node-fetch': () => bare(withNodeFetch),
  gitbeaker,
  'raw http': () => bare(withRawHttp),
};

const list = WAYS[process.argv[2] ?? '']?.();
const Order = z.object({ empty: z.boolean(), count: z.number() });

serveCalls({
  round: (argument) => {
    const { empty, count } = Order.parse(argument);
    if (list === undefined) throw new Error(`no way to list named ${process.argv[2]}`);
    return oneByOne(count, () => list(empty ? SHOP.id + 1 : SHOP.id));
  },
});
