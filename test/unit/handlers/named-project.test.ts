import { describe, expect, it } from 'vitest';
import { ProjectId } from '../../../src/core/ids.ts';
import { namedProject } from '../../../src/handlers/named-project.ts';
import { aWatch } from '../../support/builders.ts';
import { refusalFrom } from '../../support/refusal.ts';
import { channelWith, typed } from './naming.ts';

const shop = aWatch();
const api = aWatch({ project: ProjectId.parse(8), projectPath: 'acme/api' });

const name = (text: string, plain: 'project' | 'rest', context = channelWith()) =>
  namedProject(context, typed(text), typed(text).args.words, plain);

describe('the project a command names', () => {
  it.each<[string, 'project' | 'rest', object]>([
    ['acme/shop', 'project', { project: 'acme/shop', rest: [], implied: false }],
    ['acme/shop', 'rest', { project: 'acme/shop', rest: [], implied: false }],
    [
      'acme/shop 4711 looks good',
      'rest',
      { project: 'acme/shop', rest: ['4711', 'looks', 'good'], implied: false },
    ],
    ['7', 'project', { project: 7, rest: [], implied: false }],
    [
      'https://gitlab.example.com/acme/shop/-/jobs/55 again',
      'rest',
      { project: 'acme/shop', jobId: 55, rest: ['again'], implied: false },
    ],
  ])('%s', async (text, plain, expected) => {
    expect(await name(text, plain, channelWith(shop, api))).toEqual(expected);
  });

  it.each<[string, 'project' | 'rest', string]>([
    ['shop', 'project', 'bad-project'],
    ['acme/..', 'project', 'bad-project'],
    ['acme/..', 'rest', 'bad-project'],
    ['https://evil.example/acme/shop', 'project', 'foreign-url'],
    ['https://evil.example/acme/shop', 'rest', 'foreign-url'],
  ])('%s is refused, whatever the channel watches', async (text, plain, code) => {
    expect((await refusalFrom(() => name(text, plain, channelWith(shop)))).code).toBe(code);
  });
});

describe('a project left out', () => {
  it.each<[string, 'project' | 'rest', string[]]>([
    ['', 'project', []],
    ['', 'rest', []],
    ['4711 looks good', 'rest', ['4711', 'looks', 'good']],
    ['#4711', 'rest', ['#4711']],
  ])('is the one the channel watches: %j', async (text, plain, rest) => {
    expect(await name(text, plain, channelWith(shop))).toEqual({
      project: shop.project,
      rest,
      implied: true,
    });
  });

  it('is asked for where the channel watches none', async () => {
    expect(await refusalFrom(() => name('', 'project'))).toEqual({
      code: 'project-missing',
      facts: { watched: [] },
    });
  });

  it('is asked for where the channel watches several, by name', async () => {
    expect(await refusalFrom(() => name('4711', 'rest', channelWith(shop, api)))).toEqual({
      code: 'project-missing',
      facts: { watched: ['acme/shop', 'acme/api'] },
    });
  });
});
