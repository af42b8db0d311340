import { parseProject } from '../../../core/references.ts';
import { unwatch as endWatch } from '../../../flows/watch.ts';
import { defineCommand } from '../../define.ts';
import { assertNoMoreWords } from '../../no-more-words.ts';

export const unwatch = defineCommand({
  root: 'slipway',
  name: 'unwatch',
  usage: '[project]',
  summary: 'End a watch of this channel; cards already posted still follow their deployments',
  examples: ['', 'acme/shop'],
  options: [],
  run: async ({ ports }, { person, channel, args }) => {
    const [named, ...rest] = args.words;
    assertNoMoreWords(rest, []);
    const project = named === undefined ? undefined : parseProject(named, ports.gitlab.baseUrl).project;
    return { notice: await endWatch(ports, person, channel, project) };
  },
});
