import { describe, expect, it } from 'vitest';
import { namedDeployment } from '../../../src/handlers/named-deployment.ts';
import { aWatch } from '../../support/builders.ts';
import { refusalFrom } from '../../support/refusal.ts';
import { channelWith, typed } from './naming.ts';

const PAGE = 'https://gitlab.example.com/acme/shop/-/environments/3/deployments/12';
const name = (text: string, context = channelWith(aWatch())) => namedDeployment(context, typed(text));

describe('the deployment a command names', () => {
  it.each<[string, object, string[]]>([
    ['4711', { project: 7, deployment: 4711 }, []],
    ['#4711 looks good', { project: 7, deployment: 4711 }, ['looks', 'good']],
    ['acme/api 4711', { project: 'acme/api', deployment: 4711 }, []],
    ['acme/api #4711 "looks good"', { project: 'acme/api', deployment: 4711 }, ['looks good']],
    [PAGE, { project: 'acme/shop', environment: 3, iid: 12 }, []],
    [`<${PAGE}> looks good`, { project: 'acme/shop', environment: 3, iid: 12 }, ['looks', 'good']],
    ['https://gitlab.example.com/acme/shop 4711', { project: 'acme/shop', deployment: 4711 }, []],
    [
      'https://gitlab.example.com/acme/shop/-/environments/3 4711',
      { project: 'acme/shop', deployment: 4711 },
      [],
    ],
  ])('%s', async (text, target, rest) => {
    expect(await name(text)).toEqual({ target, rest });
  });

  it.each<[string, string]>([
    ['', 'usage'],
    ['acme/shop', 'usage'],
    ['https://gitlab.example.com/acme/shop/-/environments/3', 'usage'],
    ['https://gitlab.example.com/acme/shop/-/jobs/55', 'usage'],
    ['latest', 'bad-deployment'],
    ['0', 'bad-deployment'],
    ['acme/shop v2.14.0', 'bad-deployment'],
    ['acme/.. 4711', 'bad-project'],
    ['https://gitlab.example.com/acme/shop/-/environments/3/deployments/0', 'bad-project'],
    ['https://evil.example/acme/shop/-/environments/3/deployments/12', 'foreign-url'],
  ])('%j is refused: %s', async (text, code) => {
    expect((await refusalFrom(() => name(text))).code).toBe(code);
  });

  it('needs its project where the channel watches none', async () => {
    expect((await refusalFrom(() => name('4711', channelWith()))).code).toBe('project-missing');
  });
});
